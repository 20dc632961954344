"""The sheet before a session prints on one page of A4, whatever there is to say, in every language."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from domain.vocabulary import Language
from service.localization.locales import LANGUAGES
from tests.demo import Demo
from tests.web.chromium import served
from tests.web.coached import coached
from tests.web.everybody import at_a_browser, speak, without_script
from tests.web.refused import CHANGE, LONG_CHANGE, LONG_POINTS, POINTS, full_of_refusals, no_today, refused
from tests.web.running_pages import pages
from tests.web.sample import MARLOES

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

AT = f"/clients/{MARLOES}/preparation"
A4_INSIDE = (718, 1047)
"""Pixels of the page within its margins."""
FULL = 0.85
"""So much of the page is used before a line is left out."""
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b(?!s)")
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


async def printed_pages(page: Page) -> int:
    """On how many pages of A4 it is printed."""
    return len(PAGE_OF_PDF.findall(await page.pdf(prefer_css_page_size=True)))


async def filled(page: Page) -> float:
    """How much of the page of A4 is used."""
    await page.emulate_media(media="print")
    await page.set_viewport_size({"width": A4_INSIDE[0], "height": A4_INSIDE[1]})
    bottom = float(
        await page.locator(".sheet").evaluate("one => one.getBoundingClientRect().bottom / innerHeight")
    )
    await page.emulate_media(media="null")
    return bottom


async def whole_on_paper(page: Page, text: str) -> bool:
    """Whether paper shows some text, and does not cut it."""
    await page.emulate_media(media="print")
    shown = page.locator(".sheet span").filter(has_text=text, visible=True)
    sizes = await shown.evaluate_all("all => all.map(one => one.scrollHeight - one.offsetHeight)")
    await page.emulate_media(media="null")
    return bool(sizes) and max(sizes) <= 1


@LANGUAGE
@pytest.mark.parametrize(
    ("words", "refusals"),
    [
        ((CHANGE, *POINTS.values()), refused()),
        ((CHANGE, *POINTS.values()), full_of_refusals()),
        (
            (LONG_CHANGE, *LONG_POINTS.values()),
            [*refused(points=LONG_POINTS, change=LONG_CHANGE), *no_today()],
        ),
    ],
    ids=["one", "many", "long"],
)
async def test_a_no_with_its_four_points_and_the_change_stands_whole_on_one_page(
    browser: Browser, language: Language, words: tuple[str, ...], refusals: list[Any]
) -> None:
    async with pages() as service, served(service.app) as address:
        await service.tell([*coached(), *refusals])
        context = await browser.new_context(base_url=address)
        await speak(context, address, language)
        page = await context.new_page()
        await page.goto(AT)
        count, used = await printed_pages(page), await filled(page)
        whole = [await whole_on_paper(page, one) for one in words]
        left_out = await page.locator(".sheet .onpaper").count()
        await context.close()

    assert all(whole)
    assert count == 1
    if left_out:
        assert used > FULL


@LANGUAGE
async def test_the_sheet_of_every_demo_client_prints_on_one_page(
    browser: Browser, demo: Demo, language: Language
) -> None:
    async with without_script(demo, "coach") as http:
        desk = await http.get("/desk")
    clients = sorted(set(re.findall(r'href="(/clients/[0-9a-f-]{36})"', desk.text)))
    counts: dict[str, int] = {}
    async with at_a_browser(browser, demo, "coach") as context:
        await speak(context, demo.site, language)
        page = await context.new_page()
        for client in clients:
            await page.goto(f"{client}/preparation")
            counts[client] = await printed_pages(page)
            if await page.locator(".sheet .onpaper").count():
                assert await filled(page) > FULL

    assert clients
    assert {client: count for client, count in counts.items() if count != 1} == {}
