"""A figure that changed says what it is compared with: the same day without the step, or two dates."""

import re
from pathlib import Path

import httpx
import msgspec
import pytest

from domain.vocabulary import Language
from service.localization.translator import Translator, translator_for
from tests.web.demo_service import demo
from tests.web.running_pages import seen
from tests.web.walk import Look, walked

pytestmark = pytest.mark.slow

CHANGE = re.compile(r"(?<!Dread )\bwas (\d|[a-z]+, \d(?! to \d))|\d%? → \d|potential \d+, without it \d")
"""A figure that changed; what a figure may be, such as 0 to 10, is none."""
LEGENDS = (
    ("without this step", "with it"),
    ("without this reply", "with it"),
    ("Your numbers without this step, and with it, as of today.",),
    ("%(called)s\u2019s numbers without this step, and with it, as of today.",),
    ("Two dates compared",),
    ("Potential on that day, without the entry and with it. In between, older evidence fades a little.",),
    (
        (
            "What moved in a week: the potential at its end, and what it would be without what was learned "
            "from the step in that week."
        ),
    ),
)
"""What the figures of a block are compared with; a page says it in its own language."""
CHANGES = (
    "potential, was %(was)s",
    "appeal, was %(was)s",
    "chances, was %(was)s",
    "%(role)s: potential %(now)s, without it %(before)s",
)
"""How a page in another language says a change."""
PERIOD = 'class="period"'
"""Where a page says the two dates that all of it is about."""


def translator_of(html: str) -> Translator:
    language = re.search(r'<html lang="([^"]+)"', html)
    assert language, html[:200]
    return translator_for(msgspec.convert(language[1], Language))


def is_explained(html: str, text: str, translator: Translator) -> bool:
    def is_said(legend: tuple[str, ...]) -> bool:
        words = " ".join(translator.gettext(one) for one in legend)
        return all(part.strip() in text for part in words.split("%(called)s"))

    return PERIOD in html or any(map(is_said, LEGENDS))


def change_in(text: str, translator: Translator) -> re.Match[str] | None:
    if translator.language == "en":
        return CHANGE.search(text)
    said = (translator.gettext(one).removeprefix("%(role)s: ") for one in CHANGES)
    changes = (r"\d+".join(map(re.escape, re.split(r"%\(\w+\)s", one))) for one in said)
    return re.search("|".join((CHANGE.pattern, *changes)), text)


def looking(browser: httpx.AsyncClient, found: dict[str, str]) -> Look:
    async def look(address: str) -> tuple[int, str]:
        answer = await browser.get(address, follow_redirects=True)
        found[address] = answer.text
        return answer.status_code, answer.text

    return look


async def test_every_figure_of_before_has_a_legend(database: str, tmp_path: Path) -> None:
    unexplained: list[str] = []
    async with demo(database, tmp_path) as stage:
        for guest in stage.guests:
            found: dict[str, str] = {}
            async with stage.as_(guest) as browser:
                await walked(looking(browser, found), "/")
            for address, html in found.items():
                text, translator = seen(html), translator_of(html)
                change = change_in(text, translator)
                if change and not is_explained(html, text, translator):
                    unexplained.append(
                        f"{guest.role} {address}: {text[max(0, change.start() - 120) : change.end() + 60]}"
                    )

    assert unexplained == []
