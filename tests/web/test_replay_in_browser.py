"""A replay in a real browser: the slider by keyboard, what is chosen beside it, and the same without scripts."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.web.chromium import phone, served
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, discover, seven_weeks, start, uid
from tests.web.visit import Look, Visit, new_visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

LOOKS: tuple[Look, ...] = ((390, "light"), (390, "dark"), (1280, "light"), (1280, "dark"))
EMPTY = uid("nothing rated")
PAGES = (
    "/replay",
    "/replay/3?week=6&beside=plain_average&truth=yes&role=",
    "/replay/11?week=20&beside=forgets_sooner&truth=&role=",
    "/replay/12?week=1",
    f"/clients/{MARLOES}/replay?week=3",
    f"/clients/{EMPTY}/replay",
)


@pytest.fixture(scope="module")
async def site() -> AsyncIterator[str]:
    """The pages on a port of their own."""
    async with pages() as service:
        await service.tell(seven_weeks())
        await service.tell([start(), discover("teacher", starting_appeal=None)], EMPTY)
        async with served(service.app) as address:
            yield address


@pytest.fixture(scope="module")
async def seen(browser: Browser, site: str) -> AsyncIterator[Visit]:
    """Somebody who goes from one page to the next."""
    visit = await new_visit(browser, site, 390)
    yield visit
    await visit.page.close()


@pytest.mark.parametrize("address", PAGES)
async def test_a_replay_is_accessible_quiet_and_within_its_width(seen: Visit, address: str) -> None:
    await seen.look(*LOOKS[0])
    await seen.open(address, called=address)
    await seen.unfold()
    for width, scheme in LOOKS:
        await seen.look(width, scheme)
        assert await seen.violations() == []
        assert await seen.width() <= width
    await seen.look(320, "light")
    assert await seen.width() <= 320
    await seen.lengthen()
    assert await seen.width() <= 320
    assert await seen.noise() == []


async def heading(page: Page, text: str) -> None:
    await expect(page.get_by_role("heading", level=1)).to_contain_text(text)


async def test_the_slider_goes_through_the_weeks_by_keyboard_and_the_address_follows(
    browser: Browser, site: str
) -> None:
    async with phone(browser) as context:
        page = await context.new_page()
        await page.goto(f"{site}/replay/3?week=6")
        await heading(page, "Project coordinator in week 6.")
        slider = page.get_by_role("slider", name="Week")
        await slider.focus()
        await page.keyboard.press("ArrowRight")
        await heading(page, "in week 7.")
        await expect(slider).to_be_focused()
        assert "week=7" in page.url
        await page.keyboard.press("Home")
        await heading(page, "in week 1.")

        await page.get_by_label("Beside the learning model").select_option("last_report")
        await expect(page.get_by_text("Only the last rating counts")).to_be_visible()
        await expect(page.get_by_text("True: ")).to_have_count(0)
        await page.get_by_label("Show what was true").check()
        await heading(page, "True: ")
        await page.reload()
        await heading(page, "in week 1. Learning model")
        await heading(page, "True: ")


async def test_a_role_is_chosen_for_the_chart_and_kept_from_week_to_week(browser: Browser, site: str) -> None:
    async with phone(browser) as context:
        page = await context.new_page()
        await page.goto(f"{site}/replay/3?week=6")
        await page.get_by_role("link", name="Buyer", exact=True).click()
        await expect(page.locator("#chart")).to_have_text("Buyer, week by week")
        await page.get_by_role("slider", name="Week").press("ArrowRight")
        await heading(page, "in week 7.")
        await expect(page.locator("#chart")).to_have_text("Buyer, week by week")


async def test_without_scripts_links_and_a_button_go_through_the_weeks(browser: Browser, site: str) -> None:
    async with phone(browser, java_script_enabled=False) as context:
        page = await context.new_page()
        await page.goto(f"{site}/replay")
        await page.locator('a[href="/replay/3"]').click()
        await page.get_by_role("link", name="Back to week 11").click()
        await heading(page, "in week 11.")
        await page.get_by_role("link", name="On to week 12").click()
        await heading(page, "in week 12.")
        await page.get_by_label("Show what was true").check()
        await page.get_by_role("button", name="Show", exact=True).click()
        await heading(page, "True: ")
