"""The calendar of one's own on a phone: made, its alarms chosen, and said what that means."""

import pytest
from playwright.async_api import Browser, expect

from tests.http.running_service import PASSWORD
from tests.web.chromium import phone
from tests.web.sample import uid
from tests.web.served_with_accounts import Client, served_with_accounts

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


async def test_a_calendar_is_made_and_its_alarms_are_chosen_by_thumb(browser: Browser, database: str) -> None:
    async with served_with_accounts(database) as place, phone(browser, base_url=place.site) as hers:
        page = await hers.new_page()
        client = Client(page, place, "elin@example.org")
        person = await place.accounts.accept_invitation(
            await place.invite(client.email), name="Elin", password=PASSWORD, consents=["coaching"]
        )
        await place.let_in(page.context, person.person_id)
        await client.set_out("Elin")
        await client.tell(
            {"type": "SetGoal", "goal_id": str(uid("goal")), "wording": "Rest", "due": "2026-06-20"}
        )

        await page.goto(f"{client.at}/agenda")
        await page.get_by_role("button", name="Create an address").click()
        await expect(page.get_by_role("link", name="Open it in your calendar")).to_be_visible()
        await expect(page.get_by_text("Your calendar has one date, with an alarm.")).to_be_visible()
        alarms = page.get_by_role("group", name="Alarms")
        await alarms.get_by_role("radio", name="Appointments only").check()
        await page.locator('form[action$="/feed/alarms"]').get_by_role("button", name="Save").click()

        receipt = page.locator("#receipt")
        await expect(receipt).to_contain_text("Saved. Your calendar has one date, without an alarm.")
        await expect(alarms.get_by_role("radio", name="Appointments only")).to_be_checked()
        assert await page.evaluate("document.documentElement.scrollWidth") == 390
