"""A journey ends on a phone: told in the client's words, with aftercare, with scripts and without."""

import pytest
from playwright.async_api import Browser, expect

from domain.journey.events.endings import AfterCarePlanned, EndingRecorded
from tests.web.chromium import phone, served
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, seven_weeks

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

AT = f"/journeys/{MARLOES}"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
async def test_an_ending_is_told_and_aftercare_is_planned(browser: Browser, scripts: bool) -> None:
    async with (
        pages() as service,
        served(service.app) as address,
        phone(browser, base_url=address, java_script_enabled=scripts) as context,
    ):
        await service.tell(seven_weeks())
        page = await context.new_page()
        await page.goto(f"{AT}/about-you")
        await page.get_by_role("link", name="How does it end, for now?").click()
        await page.get_by_role("group", name="What fits best?").get_by_label("I go and study").check()
        await page.get_by_role("button", name="Save the ending").click()
        await expect(page.locator("#receipt")).to_contain_text("Saved.")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Your journey ended with education.")

        await page.get_by_label("In two months").uncheck()
        await page.get_by_role("button", name="Plan these dates").click()
        await expect(page.locator("#receipt")).to_contain_text("Saved. The dates are on your to-do list.")

        events = [one.event for one in await service.entries()]
    assert [one.ending for one in events if isinstance(one, EndingRecorded)] == ["education"]
    assert sum(isinstance(one, AfterCarePlanned) for one in events) == 2
