"""The sheet before a session prints on one page of A4, whatever there is to say, in every language."""

import re

import pytest
from playwright.async_api import Browser, Page

from domain.vocabulary import Language
from service.localization.locales import LANGUAGES
from tests.demo import Demo
from tests.web.chromium import served
from tests.web.coached import coached
from tests.web.everybody import at_a_browser, speak, without_script
from tests.web.refused import CHANGE, POINTS, full_of_refusals, refused
from tests.web.running_pages import pages
from tests.web.sample import MARLOES

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

AT = f"/clients/{MARLOES}/preparation"
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b(?!s)")
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


async def printed_pages(page: Page) -> int:
    """On how many pages of A4 it is printed."""
    return len(PAGE_OF_PDF.findall(await page.pdf(prefer_css_page_size=True)))


@LANGUAGE
@pytest.mark.parametrize("refusals", ["one", "many"])
async def test_a_no_with_its_four_points_and_the_change_prints_on_one_page(
    browser: Browser, language: Language, refusals: str
) -> None:
    async with pages() as service, served(service.app) as address:
        await service.tell([*coached(), *(refused() if refusals == "one" else full_of_refusals())])
        context = await browser.new_context(base_url=address)
        await speak(context, address, language)
        page = await context.new_page()
        await page.goto(AT)
        text = await page.get_by_role("main").inner_text()
        count = await printed_pages(page)
        await context.close()

    assert [one for one in (CHANGE, *POINTS.values()) if one not in text] == []
    assert count == 1


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

    assert clients
    assert {client: count for client, count in counts.items() if count != 1} == {}
