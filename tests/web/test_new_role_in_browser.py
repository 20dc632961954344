"""How different a role is, asked on a phone while a role that is new on the list is typed."""

import pytest
from playwright.async_api import Browser, expect

from domain.journey.commands.roles import ParkRole
from tests.web.chromium import phone, served
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, NOON, discover, start, uid

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

TODAY = NOON.date()
QUESTION = "How different is this role from your previous work?"


@pytest.mark.parametrize("form", ["plan", "log"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
async def test_it_is_asked_before_the_form_is_sent(browser: Browser, form: str, scripts: bool) -> None:
    parked = ParkRole(happened_on=TODAY, role_id=uid("baker"), reason="Too early in the day")
    async with (
        pages() as service,
        served(service.app) as address,
        phone(browser, base_url=address, java_script_enabled=scripts) as context,
    ):
        await service.tell([start(), discover("nurse"), discover("baker"), parked])
        page = await context.new_page()
        await page.goto(f"/journeys/{MARLOES}/{form}")
        asked, role = page.get_by_role("group", name=QUESTION), page.locator("#role")

        for typed, is_new in (("", False), ("  NURSE", False), ("baker", False), ("Beekeeper", True)):
            await role.fill(typed)
            await expect(asked).to_be_visible(visible=is_new or not scripts)
