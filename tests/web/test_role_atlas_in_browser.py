"""What the atlas says on a role's page, by thumb: a skill is judged and an outlook counted, with and without scripts."""

import pytest
from playwright.async_api import Browser, expect

from tests.web.chromium import phone, served
from tests.web.role_atlas_sample import ATLAS, DISPATCHER, SEEN
from tests.web.running_pages import pages
from tests.web.visit import new_visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
async def test_a_skill_is_judged_and_an_outlook_counted_by_thumb(browser: Browser, scripts: bool) -> None:
    async with (
        pages(atlas=ATLAS) as service,
        served(service.app) as address,
        phone(browser, base_url=address, java_script_enabled=scripts) as context,
    ):
        await service.tell(SEEN)
        page = await context.new_page()
        receipt = page.locator("#receipt")

        await page.goto(DISPATCHER)
        await page.get_by_role("link", name="Say how it is : use a radio").click()
        form = page.locator("form#judge")
        await expect(form.get_by_label("Not yet")).to_be_checked()
        await form.get_by_label("Partly").check()
        await form.get_by_role("button", name="Save").click()
        await expect(receipt).to_contain_text("It counts for every role that asks this skill.")

        await page.get_by_label("Region").select_option("Skåne")
        await page.get_by_role("button", name="Show this region").click()
        await page.get_by_role("button", name="Count as weak sign").click()
        await expect(receipt).to_contain_text("Counted as a weak sign.")

        await page.get_by_role("button", name="Use this").click()
        await expect(page.get_by_text("By the atlas it would be")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_fits_a_phone_and_axe_finds_nothing(browser: Browser, scheme: str) -> None:
    async with pages(atlas=ATLAS) as service, served(service.app) as address:
        await service.tell(SEEN)
        visit = await new_visit(browser, address, 390, "dark" if scheme == "dark" else "light")

        await visit.open(f"{DISPATCHER}?skill=stay-calm", state="a role of the atlas")
        await visit.unfold()

        assert await visit.width() == 390
        assert await visit.violations() == []
        await visit.lengthen()
        assert await visit.width() == 390
        await visit.page.close()
