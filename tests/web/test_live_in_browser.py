"""Live pages in a real browser: what is recorded elsewhere shows without a reload, and what somebody types stays."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from service.settings import Settings
from tests.api.client import START, Client
from tests.api.conftest import NOON
from tests.apps import running_app
from tests.commands import command_json
from tests.web.chromium import served
from tests.web.visit import new_visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

TODAY = str(NOON.date())


@pytest.fixture
async def site(database: str) -> AsyncIterator[str]:
    """The whole service on a port of its own, for whoever sits at this machine."""
    settings = Settings(database_url=database, migrate=False, clock=False)
    async with running_app(settings, now=lambda: NOON) as app, served(app) as address:
        yield address


@pytest.fixture
async def http(site: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=site) as http:
        while (await http.get("/health/ready")).status_code != 200:
            await asyncio.sleep(0.05)
        yield http


async def begun(http: httpx.AsyncClient, called: str, *more: dict[str, Any]) -> Client:
    """A journey of today, over the API."""
    client = Client(http)
    answer = await client.send(START | {"called": called, "happened_on": TODAY}, *more)
    assert answer.status_code == 201, answer.text
    return client


async def opened(browser: Browser, site: str, address: str) -> Page:
    """A page whose stream is open: the title is marked, so that a reload would show."""
    seen = await new_visit(browser, site, 1280)
    async with seen.page.expect_request(lambda asked: "/live" in asked.url):
        await seen.open(address)
    await seen.page.evaluate("document.body.dataset.same = 'yes'")
    return seen.page


async def settled(page: Page) -> None:
    """Long enough after the stream began that it hears everything."""
    await page.wait_for_timeout(400)


async def test_the_desk_changes_when_something_is_told_over_the_api(
    browser: Browser, site: str, http: httpx.AsyncClient
) -> None:
    client = await begun(http, "Marloes")
    page = await opened(browser, site, "/desk")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Nobody needs you today.")
    await settled(page)

    await client.send(command_json("RateTrust", TODAY, rating=1))

    await expect(page.get_by_role("heading", level=1)).to_have_text("Your client needs you today.")
    await expect(page.locator("#desk")).to_contain_text("Trust was rated 1 out of 10")
    assert await page.evaluate("document.body.dataset.same") == "yes"
    await page.close()


async def test_a_new_client_arrives_on_the_open_desk(
    browser: Browser, site: str, http: httpx.AsyncClient
) -> None:
    await begun(http, "Marloes")
    page = await opened(browser, site, "/desk")
    await settled(page)

    await begun(http, "Jonas")

    await expect(page.locator("tr.fresh")).to_contain_text("Jonas")
    assert await page.evaluate("document.body.dataset.same") == "yes"
    await page.close()


async def test_the_open_profile_of_a_client_changes_with_it(
    browser: Browser, site: str, http: httpx.AsyncClient
) -> None:
    client = await begun(http, "Marloes")
    page = await opened(browser, site, f"/journeys/{client.journey_id}/profile")
    await settled(page)

    await client.send(
        command_json("DiscoverRole", TODAY, role_id=str(uuid4()), title="harbour pilot", distance="far")
    )

    await expect(page.locator("main")).to_contain_text("arbour pilot")
    assert await page.evaluate("document.body.dataset.same") == "yes"
    await page.close()


async def test_what_is_being_typed_stays_while_the_rest_goes_on(
    browser: Browser, site: str, http: httpx.AsyncClient
) -> None:
    marloes = await begun(http, "Marloes", command_json("RateTrust", TODAY, rating=1))
    jonas = await begun(http, "Jonas", command_json("RateTrust", TODAY, rating=1))
    page = await opened(browser, site, "/desk")
    panel = page.locator(f"#more-{marloes.journey_id}")
    await panel.locator("summary").click()
    await panel.get_by_label("Conclusion").fill("I rang her")
    await settled(page)

    await jonas.send(command_json("RecordEnding", TODAY, ending="new_work"))

    await expect(page.locator("#finding")).to_contain_text("2 of your 2 clients need you, one of them today.")
    await expect(panel.get_by_label("Conclusion")).to_have_value("I rang her")
    await expect(panel.get_by_label("Conclusion")).to_be_focused()
    await page.close()


async def test_focus_and_what_was_unfolded_stay_where_they_were(
    browser: Browser, site: str, http: httpx.AsyncClient
) -> None:
    marloes = await begun(http, "Marloes", command_json("RateTrust", TODAY, rating=1))
    page = await opened(browser, site, "/desk")
    row = page.locator(f"#case-{marloes.journey_id}")
    panel = page.locator(f"#more-{marloes.journey_id}")
    await panel.locator("summary").click()
    await panel.get_by_label("Conclusion").wait_for()
    await row.get_by_role("link", name="Marloes").focus()
    await settled(page)

    step = str(uuid4())
    plan = command_json("PlanExperiment", TODAY, experiment_id=step, kind="conversation")
    await marloes.send(plan, command_json("RunExperiment", TODAY, experiment_id=step))

    await expect(row).to_contain_text("Since step today")
    await expect(row.get_by_role("link", name="Marloes")).to_be_focused()
    await expect(panel.get_by_label("Conclusion")).to_be_visible()
    await page.close()


async def test_an_alert_is_answered_on_the_row_itself(
    browser: Browser, site: str, http: httpx.AsyncClient
) -> None:
    client = await begun(http, "Marloes", command_json("RateTrust", TODAY, rating=1))
    await begun(http, "Jonas", command_json("RateTrust", TODAY, rating=1))
    page = await opened(browser, site, "/desk")
    row = page.locator(f"#case-{client.journey_id}")

    await page.locator(f"#more-{client.journey_id} summary").click()
    await page.get_by_role("link", name="Dealt with").click()
    await page.get_by_role("button", name="Dealt with").click()

    await expect(page.get_by_role("heading", level=1)).to_have_text("One of your 2 clients needs you today.")
    await expect(row.locator(".reason")).not_to_contain_text("out of 10")
    await expect(row).to_contain_text("Trust was rated 1 out of 10 on 1 June: dealt with on Mon 1 Jun")
    await expect(page.locator("#receipt")).to_contain_text("Dealt with. Marloes moves to News only.")
    await page.close()


async def test_the_desk_is_searched_while_typing_and_stays_so(
    browser: Browser, site: str, http: httpx.AsyncClient
) -> None:
    client = await begun(http, "Marloes")
    await begun(http, "Jonas")
    page = await opened(browser, site, "/desk")
    await settled(page)

    await page.get_by_label("Name").press_sequentially("mar")
    await expect(page.locator("#desk")).to_contain_text("1 of 2 clients shown.")
    await client.send(command_json("RateTrust", TODAY, rating=1))

    await expect(page.get_by_role("heading", level=1)).to_have_text("One of your 2 clients needs you today.")
    await expect(page.locator("#desk")).to_contain_text("1 of 2 clients shown.")
    await expect(page.get_by_label("Name")).to_be_focused()
    await page.close()


async def test_a_hidden_page_hears_nothing_and_looks_when_it_is_seen_again(
    browser: Browser, site: str, http: httpx.AsyncClient
) -> None:
    client = await begun(http, "Marloes")
    page = await opened(browser, site, "/desk")
    await settled(page)
    await _hidden(page, hidden=True)
    await client.send(command_json("RateTrust", TODAY, rating=1))
    await page.wait_for_timeout(800)
    unseen = await page.get_by_role("heading", level=1).text_content()

    await _hidden(page, hidden=False)

    await expect(page.get_by_role("heading", level=1)).to_have_text("Your client needs you today.")
    assert unseen == "Nobody needs you today."
    await page.close()


async def _hidden(page: Page, *, hidden: bool) -> None:
    await page.evaluate(
        """hidden => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )
