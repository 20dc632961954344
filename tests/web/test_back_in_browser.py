"""The browser's way back to a form that was saved: saved again as it was, it counts once and leads to the same page."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from domain.journey.events.experiments import ExperimentPlanned
from tests.web.chromium import phone, served
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, discover, start

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
AT = f"/journeys/{MARLOES}"
SAVED = re.compile(r"/steps/[0-9a-f-]+/reveal")


async def log(page: Page) -> None:
    await page.get_by_label("Conversation", exact=True).check()
    await page.get_by_label("Which role was it about?").fill("nurse")
    await page.get_by_label("What is your conclusion?").fill("It is calm")
    await page.get_by_label("What comes next?").fill("Call again")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page).to_have_url(SAVED)


async def steps(service: Pages) -> int:
    found: list[Any] = [entry.event for entry in await service.entries()]
    return len([one for one in found if isinstance(one, ExperimentPlanned)])


async def test_a_log_that_is_saved_again_from_its_page_counts_once(browser: Browser) -> None:
    async with (
        pages() as service,
        served(service.app) as address,
        phone(browser, base_url=address) as context,
    ):
        await service.tell([start(), discover("nurse")])
        page = await context.new_page()
        await page.goto(f"{AT}/log")
        await log(page)
        first = page.url

        await page.go_back()
        await log(page)

        assert page.url.split("?")[0] == first.split("?")[0]
        assert await steps(service) == 1
