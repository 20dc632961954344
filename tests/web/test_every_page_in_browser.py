"""Every page of everybody in a real browser: wide and narrow, light and dark, in two languages; and by the keyboard alone."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page

from service.localization.locales import LANGUAGES
from tests.demo import Demo
from tests.web.everybody import EVERYBODY, at_a_browser, pages_of, speak
from tests.web.visit import Look, Visit
from tests.web.walk import kind_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

ENGLISH, *TRANSLATED = LANGUAGES
"""A page is seen in English and in one of the others, in turn: long words put into it stand for those of all languages."""
LOOKS: tuple[Look, Look] = ((390, "light"), (1280, "dark"))
"""One of them in English, the other in the other language."""
PHONE = 390
SMALLEST = 320
"""The width on which every page has to stand without scrolling sideways (WCAG 1.4.10)."""


async def faults(seen: Visit, look: Look, address: str, who: str, language: str) -> list[str]:
    """What is wrong with a page in a look, at half its width, and on the smallest screen."""
    width, scheme = look
    await seen.look(width, scheme)
    await seen.open(address, state=who)
    found: list[str] = []
    if (spoken := await seen.language()) != language:
        found.append(f"is in {spoken} and not in {language}")
    found += [f"is not accessible: {one}" for one in await seen.violations()]
    await seen.unfold()
    looks: tuple[Look, ...] = (
        (width, scheme),
        (max(width // 2, SMALLEST), scheme),
        (SMALLEST, "light"),
    )
    for across, colours in looks:
        await seen.look(across, colours)
        if (wide := await seen.width()) > across:
            found.append(f"is wider than {across}: {wide}")
    if language == ENGLISH:
        await seen.lengthen()
        for across in (SMALLEST, PHONE):
            await seen.look(across, "light")
            if (wide := await seen.width()) > across:
                found.append(f"is wider than {across} with long words: {wide}")
    return found + await seen.noise()


def plainest_and_fullest(addresses: list[str]) -> list[str]:
    """Of a page that is opened in several ways, such as a form with something filled in, two of them."""
    ways: dict[str, list[str]] = {}
    for address in addresses:
        ways.setdefault(urlsplit(kind_of(address)).path, []).append(address)
    return [
        one
        for all_of_them in ways.values()
        for one in sorted({min(all_of_them, key=len), max(all_of_them, key=len)})
    ]


@pytest.fixture(scope="module")
async def visits(browser: Browser, demo: Demo) -> AsyncIterator[Callable[[str], Awaitable[Visit]]]:
    """Everybody at a browser of their own, once somebody asks for it: it goes from one language to the next."""
    opened: dict[str, Visit] = {}
    chosen: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"}
    async with AsyncExitStack() as stack:

        async def visit_of(who: str) -> Visit:
            if who not in opened:
                at_hers = at_a_browser(browser, demo, who, reduced_motion="reduce", **chosen)
                context = await stack.enter_async_context(at_hers)
                opened[who] = Visit(await context.new_page(), demo.site, LOOKS[0])
            return opened[who]

        yield visit_of


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", EVERYBODY)
async def test_every_page_is_accessible_quiet_and_within_its_width(
    visits: Callable[[str], Awaitable[Visit]], demo: Demo, who: str, language: str
) -> None:
    found: list[str] = []
    addresses = plainest_and_fullest(await pages_of(demo, who))
    seen = await visits(who)
    await speak(seen.page.context, demo.site, language)
    for number, address in enumerate(addresses):
        if language not in (ENGLISH, TRANSLATED[number % len(TRANSLATED)]):
            continue
        look = LOOKS[(number + (language != ENGLISH)) % len(LOOKS)]
        found += [f"{address} {fault}" for fault in await faults(seen, look, address, who, language)]

    assert len(addresses) > 2
    assert found == []


async def focused(page: Page) -> str:
    """What the keyboard is on, and whether one can see that it is: of what is drawn for it, the picture counts."""
    return cast(
        "str",
        await page.evaluate(
            """() => {
                const one = document.activeElement;
                const drawn = one.matches('.segments input') ? one.nextElementSibling : one;
                const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
                const after = getComputedStyle(one, '::after').outlineStyle;
                // The parts of a date are drawn by the browser, and so is which of them it is.
                const visible = one.type === 'date' || outlineStyle !== 'none' && outlineWidth !== '0px' || after !== 'none';
                const name = one.name || one.id || one.textContent.trim().slice(0, 40) || one.tagName;
                return `${one.tagName.toLowerCase()} ${name}${visible ? '' : ' UNSEEN'}`;
            }"""
        ),
    )


async def tabbed_through(page: Page, until: str, most: int = 120) -> list[str]:
    """What Tab leads to, up to something."""
    passed: list[str] = []
    while len(passed) < most:
        await page.keyboard.press("Tab")
        passed.append(await focused(page))
        if passed[-1].startswith(until):
            return passed
    raise AssertionError(f"no {until} among {passed}")


async def test_a_step_is_logged_by_the_keyboard_alone(browser: Browser, demo: Demo) -> None:
    unseen: list[str] = []
    looks: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}
    async with at_a_browser(browser, demo, "client", **looks) as context:
        page = await context.new_page()
        await speak(context, demo.site, "en")
        await page.goto("/")
        await page.goto(page.url.replace("/week", "/log"))
        keys = page.keyboard
        for field, typed in (
            ("input kind", "Space"),
            ("input role", "risk manager zorg"),
            ("input who", "Jan"),
            ("input happened", ""),
            ("input appeal", "Space"),
            ("input odds", "Space"),
            ("textarea conclusion", "It is calmer than I thought"),
            ("input next_step", "Ring his colleague"),
        ):
            unseen += [one for one in await tabbed_through(page, field) if one.endswith("UNSEEN")]
            if typed == "Space":
                await keys.press("Space")
            elif typed:
                await keys.type(typed)
        passed = await tabbed_through(page, "button Save")
        await keys.press("Enter")
        await page.wait_for_url("**/reveal?at=*")

        said = await page.locator("#receipt").inner_text()
    assert said.startswith("Saved.")
    assert [one for one in [*unseen, *passed] if one.endswith("UNSEEN")] == []


ACTS_IN_A_ROW = {
    "session": (("input conclusion", "Shorter talks"), ("button Save", "")),
    "challenge": (("input what", "Ring one person"), ("button Set the challenge", "")),
    "quest": (("input quest", " "), ("button Offer the quest", "")),
    "snooze": (("button Snooze", ""),),
}
"""What is done in the row of a client: where the keyboard goes, and what it writes there."""


async def acted_in_a_row(page: Page, act: str, keys: Sequence[tuple[str, str]]) -> list[str]:
    """Opens the next row, chooses an act and carries it out, by the keyboard."""
    passed = await tabbed_through(page, "summary")
    await page.keyboard.press("Enter")
    await page.locator(".kinds").wait_for()
    passed += await tabbed_through(page, f"a tab-{act}-")
    await page.keyboard.press("Enter")
    await page.locator(f'[id^="tab-{act}-"][aria-current]').wait_for()
    for place, text in keys:
        passed += await tabbed_through(page, place)
        if text:
            await page.keyboard.type(text)
    await page.keyboard.press("Enter")
    await page.locator("#receipt:focus").get_by_text("Undo").wait_for()
    return passed


async def test_the_desk_is_worked_by_the_keyboard_alone(browser: Browser, demo: Demo) -> None:
    looks: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
    async with at_a_browser(browser, demo, "coach", **looks) as context:
        page = await context.new_page()
        await speak(context, demo.site, "en")
        await page.goto("/desk")
        before = await page.get_by_role("heading", level=1).inner_text()
        first = await tabbed_through(page, "a Skip to the content")
        passed: list[str] = []
        for act, keys in ACTS_IN_A_ROW.items():
            passed += await acted_in_a_row(page, act, keys)
            passed += await tabbed_through(page, "button Undo")
            await page.keyboard.press("Enter")
            await page.locator("#receipt:focus").get_by_text("Undone.").wait_for()
        after = await page.get_by_role("heading", level=1).inner_text()
        rest = await tabbed_through(page, "a Marloes")
        await page.keyboard.press("Enter")
        await page.wait_for_url(re.compile(r"/clients/"))

    assert len(first) == 1
    assert before == after != "Nobody needs you today."
    assert [one for one in [*first, *passed, *rest] if one.endswith("UNSEEN")] == []
