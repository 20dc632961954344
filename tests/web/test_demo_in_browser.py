"""The demo in a real browser: one button a person, and each sees what is theirs and nothing else."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser

from tests.demo import Demo
from tests.web.visit import Visit, new_visit
from tests.web.walk import kind_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@asynccontextmanager
async def signed_in(browser: Browser, demo: Demo, button: str, width: int = 390) -> AsyncIterator[Visit]:
    """Somebody who clicked their button, at their first page."""
    seen = await new_visit(browser, demo.site, width)
    await seen.open("/demo")
    await seen.page.get_by_role("button", name=button).click()
    await seen.page.wait_for_url(re.compile(r"/(week|desk|programmes)$"))
    yield seen
    await seen.page.close()


async def quiet(seen: Visit) -> None:
    """The page is accessible, within its width, and asked for nothing from elsewhere."""
    seen.describe(kind_of(seen.page.url.removeprefix(seen.site)), "signed in by a button")
    assert await seen.noise() == []
    assert await seen.violations() == []


@pytest.mark.parametrize("width", [390, 1280])
async def test_everybody_has_a_button(browser: Browser, demo: Demo, width: int) -> None:
    seen = await new_visit(browser, demo.site, width, "dark")
    await seen.open("/sign-in")
    await seen.page.locator('a[href="/demo"]').click()
    await seen.page.wait_for_url("**/demo")
    await quiet(seen)

    assert await seen.page.get_by_role("button", name="Sign in as").count() == len(demo.links)
    assert await seen.width() == width
    await seen.page.close()


async def test_the_printed_link_leads_to_one_button(browser: Browser, demo: Demo) -> None:
    seen = await new_visit(browser, demo.site, 390)
    await seen.page.goto(demo.links["Ragnhild"])
    await seen.page.get_by_role("button", name="Sign in as Ragnhild, client").click()
    await seen.page.wait_for_url("**/week")

    (hers,) = (await demo.journeys("Ragnhild")).values()
    assert seen.page.url == f"{demo.site}{hers}/week"
    await seen.page.close()


async def test_a_client_sees_her_own_journey_only(browser: Browser, demo: Demo) -> None:
    (own,), (other,) = (await demo.journeys("Marloes")).values(), (await demo.journeys("Jonas")).values()
    async with signed_in(browser, demo, "Sign in as Marloes, client") as seen:
        await quiet(seen)
        first = seen.page.url
        refused = await seen.page.goto(f"{demo.site}{other}/week")

        assert first == f"{demo.site}{own}/week"
        assert refused
        assert refused.status == 404
        assert "Jonas" not in await seen.page.content()


async def test_a_coach_sees_those_who_chose_her_only(browser: Browser, demo: Demo) -> None:
    (other,) = (await demo.journeys("Ragnhild")).values()
    async with signed_in(browser, demo, "Sign in as Sanne Visser, coach", 1280) as seen:
        await quiet(seen)
        await seen.page.goto(f"{demo.site}/desk")
        shown = await seen.page.locator("main").inner_text()
        refused = await seen.page.goto(f"{demo.site}{other}")

        assert "Marloes" in shown
        assert "Jonas" in shown
        assert refused
        assert refused.status == 404
        assert "Ragnhild" not in await seen.page.content()


async def test_a_manager_sees_no_journey_and_is_told_what_there_is(browser: Browser, demo: Demo) -> None:
    (other,) = (await demo.journeys("Marloes")).values()
    async with signed_in(browser, demo, "Sign in as Hanna Lindgren, manager", 1280) as seen:
        await quiet(seen)
        told = await seen.page.locator("main").inner_text()
        refused = await seen.page.goto(f"{demo.site}{other}")

        assert "Next work" in told
        assert "Marloes" not in told
        assert refused
        assert refused.status == 404


async def test_one_browser_is_one_person_after_the_other(browser: Browser, demo: Demo) -> None:
    async with signed_in(browser, demo, "Sign in as Jonas, client") as seen:
        await seen.page.locator('a[href="/demo"]').click()
        await seen.page.get_by_role("button", name="Sign in as Ragnhild, client").click()
        (hers,) = (await demo.journeys("Ragnhild")).values()
        await seen.page.wait_for_url(f"{demo.site}{hers}/week")

        assert seen.page.url.endswith("/week")
