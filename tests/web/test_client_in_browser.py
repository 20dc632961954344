"""A client's pages in a real browser: accessible, within their width, quiet; and the sheet on one piece of paper."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.web.chromium import served
from tests.web.coached import coached
from tests.web.running_pages import pages
from tests.web.sample import MARLOES
from tests.web.visit import Look, Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

LOOKS: tuple[Look, ...] = ((1280, "light"), (390, "dark"))
AT = f"/clients/{MARLOES}"
ROOMS = ("", "/weeks", "/notes", "/offers", "/preparation")


@asynccontextmanager
async def opened(browser: Browser, **chosen: Any) -> AsyncIterator[Page]:
    async with pages() as service, served(service.app) as address:
        await service.tell(coached())
        context = await browser.new_context(base_url=address, **chosen)
        yield await context.new_page()
        await context.close()


async def test_every_room_is_accessible_and_within_its_width_with_all_unfolded(browser: Browser) -> None:
    found: list[Any] = []
    async with opened(browser, viewport={"width": 1280, "height": 844}, color_scheme="light") as page:
        seen = Visit(page, "", (1280, "light"))
        for room in ROOMS:
            await seen.look(1280, "light")
            await seen.open(AT + room, state="unfolded")
            await seen.unfold()
            for width, scheme in LOOKS:
                await seen.look(width, scheme)
                found += [(room, *one) for one in await seen.violations()]
                if await seen.width() > width:
                    found.append((room, "wider than the screen"))
            found += [(room, one) for one in await seen.noise() if one.startswith("says")]

    assert found == []


async def test_the_sheet_fits_on_one_piece_of_paper(browser: Browser) -> None:
    async with opened(browser) as page:
        await page.goto(f"{AT}/preparation")

        printed = await page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


async def test_the_sheet_is_printed_black_on_white_also_by_who_reads_in_the_dark(browser: Browser) -> None:
    async with opened(browser, color_scheme="dark") as page:
        await page.goto(f"{AT}/preparation")
        await page.emulate_media(media="print", color_scheme="dark")

        ink, paper = await page.evaluate(
            "['color', 'backgroundColor'].map(one => getComputedStyle(document.body)[one])"
        )
        heading = await page.evaluate("getComputedStyle(document.querySelector('h1')).color")

    assert (ink, heading, paper) == ("rgb(0, 0, 0)", "rgb(0, 0, 0)", "rgb(255, 255, 255)")
