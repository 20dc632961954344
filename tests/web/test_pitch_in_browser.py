"""Papers and pitch in a real browser: accessible with all of it open, and written by thumb on a phone."""

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.web.chromium import phone, served
from tests.web.running_pages import pages
from tests.web.sample import uid
from tests.web.test_pitch_page import ALL_KINDS, AT, BEGUN, KEEP, PITCH, application, talk, tried
from tests.web.visit import Look, new_visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

LOOKS: tuple[Look, ...] = ((320, "light"), (390, "dark"), (1280, "light"))
TOLD = [
    *BEGUN,
    *ALL_KINDS,
    KEEP,
    *application("letter"),
    *(one for n in "vwxyz" for one in tried(n, "calm", 7)),
]


async def test_the_page_is_accessible_within_its_width_and_quiet(browser: Browser) -> None:
    found: list[Any] = []
    async with pages() as service, served(service.app) as site:
        await service.tell([*TOLD, *talk("untried")])
        visit = await new_visit(browser, site, 320)
        await visit.open(PITCH, called="pitch", state="all")
        await visit.unfold()
        for width, scheme in LOOKS:
            await visit.look(width, scheme)
            found += [(width, scheme, *one) for one in await visit.violations()]
            if await visit.width() > width:
                found.append((width, "wider than the screen"))
        found += list(await visit.noise())
        await visit.page.close()

    assert found == []


async def test_a_version_is_written_on_a_phone_and_its_difference_shown(browser: Browser) -> None:
    async with pages() as service, served(service.app) as site:
        await service.tell([*BEGUN, *ALL_KINDS])
        async with phone(browser, base_url=site) as context:
            page = await context.new_page()
            await page.goto(f"{AT}/more")
            await page.get_by_role("link", name="Papers and pitch").click()
            await page.get_by_text("Write a new version").click()
            await page.get_by_label("What do you bring?").fill("I keep a ward calm in a crisis.")
            await page.get_by_role("button", name="Save this version").click()
            await page.get_by_text("What changed since the version before").click()

            await expect(page.locator("ins")).to_have_text("added: keep a ward")
            await expect(page.locator("del")).to_have_text("left out: stay")
            await expect(page.get_by_role("heading", level=1)).to_have_text("2 versions, not tried yet.")


async def test_the_log_asks_what_was_sent_only_of_an_application(browser: Browser) -> None:
    async with pages() as service, served(service.app) as site:
        await service.tell([*BEGUN, *ALL_KINDS])
        async with phone(browser, base_url=site) as context:
            page = await context.new_page()
            await page.goto(f"{AT}/log")
            await page.get_by_label("Conversation", exact=True).check()
            await expect(page.get_by_label("Which CV?")).to_be_hidden()

            await page.get_by_label("Application", exact=True).check()
            await page.get_by_label("Which role was it about?").fill("nurse")
            await page.get_by_label("At which organisation?").fill("Lindome Omsorg")
            await page.get_by_label("Which CV?").fill("Energy 1")
            await page.get_by_label("Which version of your pitch?").select_option(str(uid("calm")))
            await page.get_by_role("button", name="Save", exact=True).click()

            await expect(page.get_by_text("CV: Energy 1")).to_be_visible()
            await page.goto(PITCH)
            await expect(page.get_by_text("Sent 6 times").first).to_be_visible()
