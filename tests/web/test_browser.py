"""The pages in a real browser: complete, quiet, within their width and accessible."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from domain.journey.commands.roles import ParkRole
from domain.journey.decide import UserCommand
from tests.web.chromium import served
from tests.web.running_pages import pages
from tests.web.sample import MONDAY, day, discover, seven_weeks, start, step, uid
from tests.web.visit import Look, Visit, new_visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

PARK = ParkRole(happened_on=day(1, 1), role_id=uid("teacher"), reason="not it")
JOURNEYS: dict[str, list[UserCommand]] = {
    "full": seven_weeks(),
    "started": [start()],
    "before": [start(), discover("teacher"), discover("practice nurse")],
    "one": [start(), discover("teacher"), *step("talk", "conversation", "teacher", MONDAY)],
    "aside": [start(), discover("teacher"), PARK],
}
LOOKS: list[Look] = [(390, "dark"), (1280, "light"), (1280, "dark")]
"""How a page is seen after it was opened narrow and light."""
PAGES = [
    "/",
    "/nowhere",
    "{full}/profile",
    "{full}/profile?week=1",
    "{started}/profile",
    "{before}/profile",
    "{one}/profile",
    "{aside}/profile",
    f"{{full}}/profile/roles/{uid('risk manager')}",
    f"{{full}}/profile/roles/{uid('teacher')}",
    f"{{full}}/profile/moves?role={uid('risk manager')}",
    f"{{full}}/profile/gaps/{uid('certificate')}",
    "{full}/profile/new-role",
    "{full}/profile/new-criterion",
]


@pytest.fixture(scope="module")
def addresses() -> dict[str, str]:
    return {name: f"/journeys/{uid(name)}" for name in JOURNEYS}


@pytest.fixture(scope="module")
async def site(addresses: dict[str, str]) -> AsyncIterator[str]:
    """The pages on a port of their own."""
    async with pages() as service:
        for name, commands in JOURNEYS.items():
            await service.tell(commands, uid(name))
        async with served(service.app) as address:
            yield address


@pytest.fixture(scope="module")
async def seen(browser: Browser, site: str) -> AsyncIterator[Visit]:
    """Somebody who goes from one page to the next."""
    visit = await new_visit(browser, site, 390)
    yield visit
    await visit.page.close()


@pytest.mark.parametrize("address", PAGES)
async def test_a_page_is_quiet_within_its_width_and_accessible(
    seen: Visit, addresses: dict[str, str], address: str
) -> None:
    await seen.look(390, "light")
    await seen.open(address.format(**addresses), called=address)
    broken = [await seen.violations()]
    widths = [await seen.width()]
    for width, scheme in LOOKS:
        await seen.look(width, scheme)
        widths.append(await seen.width())
    broken.append(await seen.violations())

    assert [one for one in await seen.noise() if "404 (Not Found)" not in one] == []
    assert widths == [390, *(width for width, _ in LOOKS)]
    assert broken == [[], []]


async def test_what_unfolds_stays_within_the_width_and_accessible(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    seen = await new_visit(browser, site, 390)
    await seen.open(f"{addresses['full']}/profile", called="{full}/profile")
    for summary in await seen.page.locator("summary").all():
        await summary.click()
    await seen.page.get_by_text("Without this step it would be 50").wait_for()

    assert await seen.page.get_by_role("table").is_visible()
    assert await seen.width() == 390
    assert await seen.violations() == []
    await seen.page.close()


async def test_the_forms_of_a_role_unfold_within_the_width_and_accessible(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    seen = await new_visit(browser, site, 390)
    await seen.open(
        f"{addresses['full']}/profile/roles/{uid('risk manager')}",
        called="{full}/profile/roles/{uid('risk manager')}",
    )
    for summary in await seen.page.locator("summary").all():
        await summary.click()

    assert await seen.width() == 390
    assert await seen.violations() == []
    await seen.page.close()


async def test_a_page_bears_twice_its_size(browser: Browser, site: str, addresses: dict[str, str]) -> None:
    """200 % zoom on a phone's width is 195 px across; on a laptop's it is 640 px."""
    for width in (320, 640):
        seen = await new_visit(browser, site, width)
        await seen.open(f"{addresses['full']}/profile", called="{full}/profile")

        assert await seen.width() == width
        await seen.page.close()


async def test_the_slider_shows_each_week_without_leaving_the_page(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    seen = await new_visit(browser, site, 390)
    await seen.open(f"{addresses['full']}/profile", called="{full}/profile")
    slider = seen.page.get_by_role("slider", name="Week")
    await slider.focus()
    for _ in range(5):
        await seen.page.keyboard.press("ArrowLeft")
    await seen.page.get_by_text("Marloes, week 3, as of").wait_for()

    pictured = await seen.page.locator(".chart .axis [aria-current]").inner_text()
    assert pictured.split() == ["Week", "3", "3"]
    assert await seen.page.locator("h1").count() == 1
    assert await seen.page.evaluate("document.activeElement.id") == "week"
    assert seen.page.url.endswith("/profile?week=3")
    assert len([url for url in seen.asked if url.endswith("/profile")]) == 1
    assert seen.complaints == []
    await seen.page.close()


async def test_the_keyboard_skips_to_the_content_and_walks_through_the_weeks(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    seen = await new_visit(browser, site, 1280)
    await seen.open(f"{addresses['full']}/profile", called="{full}/profile")
    await seen.page.keyboard.press("Tab")
    focused = await seen.page.evaluate("document.activeElement.textContent")
    await seen.page.keyboard.press("Enter")
    await seen.page.keyboard.press("Tab")
    await seen.page.keyboard.press("Enter")
    await seen.page.wait_for_url("**?week=*")

    assert focused == "Skip to the content"
    assert await seen.page.title() == "Marloes, week 7 · Soundings"
    await seen.page.close()


async def test_the_font_is_our_own(browser: Browser, site: str, addresses: dict[str, str]) -> None:
    seen = await new_visit(browser, site, 1280)
    await seen.open(f"{addresses['full']}/profile", called="{full}/profile")
    await seen.page.evaluate("document.fonts.ready")

    assert await seen.page.evaluate("document.fonts.check('17px \"Schibsted Grotesk\"')")
    assert any(url.endswith(".woff2") for url in seen.asked)
    await seen.page.close()
