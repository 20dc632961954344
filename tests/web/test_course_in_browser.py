"""What concerns the course of a journey, on a phone: a phase, trust in the coaching, a fact, and roles to keep or let go."""

import re

import pytest
from playwright.async_api import Browser, expect

from tests.web.chromium import phone, served
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, discover, seven_weeks, uid
from tests.web.test_trust import ALL, INGRID

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

AT = f"/journeys/{MARLOES}"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
async def test_the_course_is_told_by_thumb(browser: Browser, scripts: bool) -> None:
    tips = [
        discover(one, found="coach", starting_appeal=None, distance="far")
        for one in ("dike warden", "materials buyer")
    ]
    async with (
        pages() as service,
        served(service.app) as address,
        phone(browser, base_url=address, java_script_enabled=scripts) as context,
    ):
        await service.tell([*seven_weeks(), INGRID, ALL, *tips])
        page = await context.new_page()
        receipt = page.locator("#receipt")

        await page.goto(f"{AT}/about-you")
        await page.get_by_text("Choose one").click()
        await page.get_by_role("group", name="Use this one now").get_by_label("Meet the market").check()
        await page.locator("form[action$='/about-you/phase']").get_by_role("button", name="Save").click()
        await expect(receipt).to_contain_text("Every step stays possible.")

        await page.goto(f"{AT}/data")
        await page.get_by_role("group", name="How much do you trust this coaching?").get_by_label("3").check()
        await page.get_by_role("button", name="Save your answer").click()
        await expect(receipt).to_contain_text("We ask Ingrid to talk about it with you.")

        await page.goto(f"{AT}/profile/roles/{uid('teacher')}")
        await page.locator("summary#add-fact").click()
        await page.get_by_label("Many vacancies").check()
        await page.get_by_label("Who says so?").fill("The school board")
        await page.get_by_label("From which date is it?").fill("2026-03-01")
        await page.get_by_role("button", name="Save the fact").click()
        await expect(receipt).to_contain_text(
            "Saved. Its source is shown. The newest edition counts towards your chances"
        )

        await page.goto(f"{AT}/profile")
        await page.get_by_role("link", name="Kinds of work to keep or let go").click()
        await page.get_by_role("button", name=re.compile("^Keep.*materials buyer")).click()
        await expect(receipt).to_contain_text("Kept: materials buyer.")
        await page.get_by_role("button", name=re.compile("^Let it go")).click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("No new kinds of work this week.")
