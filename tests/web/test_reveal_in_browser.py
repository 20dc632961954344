"""What a step changed, in a real browser: accessible whatever became of it, its one act in reach, and never an old page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from service.localization.code_labels import REACH
from service.localization.locales import LANGUAGES
from service.localization.translator import translator_for
from tests.web.chromium import phone, served
from tests.web.elin import AT, EVERY, REVEAL, elin, planned, talk
from tests.web.everybody import speak
from tests.web.running_pages import pages
from tests.web.sample import uid
from tests.web.test_read_your_own_write import CATCHING_UP, plan_for_the_week, two_processes
from tests.web.visit import Look, new_visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

LOOKS: tuple[Look, ...] = ((320, "light"), (390, "dark"), (1280, "light"))
TABS = 60
"""How high the bar of tabs is."""
BROKEN_WORDS = """() => [...document.querySelectorAll("main :is(h2, h3)")].flatMap(heading =>
  [...heading.childNodes].filter(one => one.nodeType === Node.TEXT_NODE).flatMap(text =>
    [...text.data.matchAll(/\\S+/g)].filter(word => {
      const range = document.createRange()
      range.setStart(text, word.index)
      range.setEnd(text, word.index + word[0].length)
      return new Set([...range.getClientRects()].map(one => one.top)).size > 1
    }).map(word => word[0])))"""
"""The words of headings that stand on more than one line."""

BROKEN_FIGURES = """() => [...document.querySelectorAll("main :is(.sum dd, .figure)")].filter(one => {
    const range = document.createRange()
    range.selectNodeContents(one)
    return new Set([...range.getClientRects()].map(line => line.top)).size > 1
  }).map(one => one.textContent)"""
"""The figures of a reveal that stand on more than one line."""


@asynccontextmanager
async def on_a_phone(browser: Browser, *told: Any, **chosen: Any) -> AsyncIterator[Page]:
    async with pages() as service, served(service.app) as site:
        await service.tell(told)
        async with phone(browser, base_url=site, reduced_motion="reduce", **chosen) as context:
            yield await context.new_page()


async def test_every_variant_is_accessible_within_its_width_and_quiet(browser: Browser) -> None:
    found: list[Any] = []
    for number, (variant, (told, of)) in enumerate(EVERY.items()):
        async with pages() as service, served(service.app) as site:
            await service.tell(told)
            visit = await new_visit(browser, site, 320)
            await speak(visit.page.context, site, LANGUAGES[number % len(LANGUAGES)])
            await visit.open(f"{AT}/steps/{uid(of)}/reveal?at=1", called="reveal", state=variant)
            await visit.unfold()
            for width, scheme in LOOKS:
                await visit.look(width, scheme)
                found += [(variant, width, scheme, *one) for one in await visit.violations()]
                if await visit.width() > width:
                    found.append((variant, width, "wider than the screen"))
            found += [(variant, one) for one in await visit.noise()]
            await visit.page.close()

    assert found == []


async def test_no_word_of_a_heading_is_broken_by_what_stands_beside_it(browser: Browser) -> None:
    broken: list[str] = []
    async with on_a_phone(browser, *talk()) as page:
        await page.set_viewport_size({"width": 320, "height": 844})
        for language in LANGUAGES:
            await page.goto(REVEAL)
            await page.context.add_cookies(
                [{"name": "soundings-language", "value": language, "url": page.url}]
            )
            await page.reload()
            longest = max((translator_for(language).gettext(one) for one in REACH.values()), key=len)
            await page.locator(".both b").last.evaluate(
                "(word, other) => { word.textContent = other }", longest
            )
            broken += await page.evaluate(BROKEN_WORDS)

    assert broken == []


async def test_figures_stand_whole_beside_long_words_on_a_small_phone(browser: Browser) -> None:
    broken: list[str] = []
    async with on_a_phone(browser, *talk()) as page:
        await page.set_viewport_size({"width": 320, "height": 844})
        await page.goto(f"{REVEAL}?at=1")
        for language in LANGUAGES:
            await speak(page.context, page.url, language)
            await page.reload()
            await page.locator(".sum dt").evaluate_all(
                "terms => terms.forEach(one => { one.textContent += ' and for what else is said at length' })"
            )
            broken += await page.evaluate(BROKEN_FIGURES)

    assert broken == []


async def test_the_one_act_is_in_reach_before_it_is_in_view(browser: Browser) -> None:
    async with on_a_phone(browser, *talk()) as page:
        await page.goto(REVEAL)
        button = page.get_by_role("link", name="Plan “Send it before Tuesday.”")
        above = await button.bounding_box()
        heading = await page.get_by_role("heading", name="One thing next").bounding_box()
        await page.evaluate("scrollTo(0, document.body.scrollHeight)")
        below = await button.bounding_box()

    assert above
    assert heading
    assert below
    assert heading["y"] > 844
    assert 0 < above["y"] < above["y"] + above["height"] <= 844 - TABS
    assert below["y"] < above["y"]


async def test_after_the_log_the_keyboard_is_at_what_was_saved(browser: Browser) -> None:
    async with on_a_phone(browser, *elin(), planned()) as page:
        await page.goto(f"{AT}/log?plan={uid('johan')}")
        await page.get_by_label("What is your conclusion?").fill("Calm")
        await page.get_by_label("What comes next?").fill("Ring Ida")
        await page.get_by_role("button", name="Save").click()
        await expect(page.locator("#receipt")).to_be_focused()
        await page.keyboard.press("Tab")

        await expect(page.get_by_role("link", name="Change or add")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_verdict_is_one_tap(browser: Browser, scripts: bool) -> None:
    async with on_a_phone(browser, *talk(), java_script_enabled=scripts) as page:
        await page.goto(REVEAL)
        await page.get_by_role("button", name="Did not hold up").click()

        await expect(page.locator(".verdict")).to_have_text("Did not hold up")
        await expect(page.get_by_role("button", name="Held up", exact=True)).to_have_count(0)


async def test_a_page_that_is_catching_up_becomes_the_page_by_itself(browser: Browser) -> None:
    async with two_processes() as (first, second, lagging), served(second.app) as site:
        lagging.seen = len(await first.entries())
        address = await plan_for_the_week(first)
        async with phone(browser, base_url=site) as context:
            page = await context.new_page()
            await page.goto(address)
            await expect(page.locator("#receipt")).to_contain_text(CATCHING_UP)
            lagging.seen = None

            await expect(page.locator("main")).to_contain_text("Two calls")
