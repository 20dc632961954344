"""A client's pages in a real browser: accessible, within their width, quiet; and the sheet on one piece of paper."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Browser, Page

from tests.web.chromium import browser, served
from tests.web.coached import coached
from tests.web.house import pages
from tests.web.sample import MARLOES

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
__all__ = ["browser"]

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
AT = f"/clients/{MARLOES}"
ROOMS = ("", "/weeks", "/notes", "/offers", "/preparation")


@asynccontextmanager
async def opened(browser: Browser, **chosen: Any) -> AsyncIterator[Page]:
    async with pages() as house, served(house.app) as address:
        await house.tell(coached())
        context = await browser.new_context(base_url=address, **chosen)
        yield await context.new_page()
        await context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
async def test_every_room_is_accessible_and_within_its_width_with_all_unfolded(
    browser: Browser, width: int, scheme: Literal["light", "dark"]
) -> None:
    found: list[Any] = []
    async with opened(browser, viewport={"width": width, "height": 844}, color_scheme=scheme) as page:
        page.on("console", lambda said: found.append(said.text))
        for room in ROOMS:
            await page.goto(AT + room)
            for folded in await page.query_selector_all("details"):
                await folded.evaluate("fold => { fold.open = true }")
            await page.evaluate(AXE)
            report = await page.evaluate("axe.run()")
            found += [(room, one["id"], one["nodes"][0]["html"]) for one in report["violations"]]
            if await page.evaluate("document.documentElement.scrollWidth") > width:
                found.append((room, "wider than the screen"))

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
