"""The pages of the atlas in a real browser: accessible, within their width, and answered without scripts."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from domain.journey.decide import UserCommand
from service.atlas.atlas import Atlas
from service.postgres.connections import open_pool
from tests.web.chromium import phone, served
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, discover, start
from tests.web.test_near_roles import link
from tests.web.unknown_roles_drawn import dream
from tests.web.visit import Look, Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

AT = f"/journeys/{MARLOES}"
PAGES = ("profile/near-roles", "profile/unknown-roles", "about-you/kinds-of-work")

LOOKS: tuple[Look, ...] = ((1280, "light"), (390, "dark"), (320, "light"))


@pytest.fixture
async def atlas(database: str) -> AsyncIterator[Atlas]:
    pool = await open_pool(database, 1)
    yield Atlas(pool)
    await pool.close()


@pytest.mark.parametrize("name", PAGES)
async def test_a_page_of_the_atlas_is_accessible_and_within_its_width(
    browser: Browser, atlas: Atlas, name: str
) -> None:
    (nurse, *_) = await atlas.search("nurse", "en", limit=1)
    told: list[UserCommand] = [
        start(),
        discover("nurse"),
        link("nurse", nurse.occupation_id, nurse.isco_group),
        discover("baker"),
    ]
    async with pages(atlas=atlas) as service, served(service.app) as address:
        await service.tell([*told, link("baker", None, "7512"), dream("rescue", "gobbledygook")])
        async with phone(browser, base_url=address) as context:
            page = await context.new_page()
            seen = Visit(page, address, (390, "light"))
            for width, scheme in LOOKS:
                await seen.look(width, scheme)
                await seen.open(f"{AT}/{name}")
                await seen.unfold()
                assert await seen.width() <= width
            violations = await seen.violations()

    assert violations == []


async def test_a_near_role_is_kept_and_a_conversation_planned_without_scripts(
    browser: Browser, atlas: Atlas
) -> None:
    (nurse, *_) = await atlas.search("nurse", "en", limit=1)
    told: list[UserCommand] = [
        start(),
        discover("nurse", distance="same"),
        link("nurse", nurse.occupation_id, nurse.isco_group),
    ]
    async with (
        pages(atlas=atlas) as service,
        served(service.app) as address,
        phone(browser, base_url=address, java_script_enabled=False) as context,
    ):
        await service.tell(told)
        page = await context.new_page()
        await page.goto(f"{AT}/profile/near-roles")
        title = await page.locator("ul.rows h2").first.inner_text()
        await page.get_by_role("button", name="Plan a conversation").first.click()

        await expect(page.locator("#role")).to_have_value(title[:1].lower() + title[1:])
        await expect(page.locator("#what")).not_to_have_value("")
