"""Whatever a reader sees is translated: pages in a language nobody speaks hold nothing else but what people wrote."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest

from domain import vocabulary
from service.demo.people import DEMO_STAFF, EMAIL_DOMAIN, ORGANISATION, PROGRAMME
from service.localization.locales import LANGUAGE_NAMES
from service.localization.translator import translator_for
from service.web import rendering
from tests.http.running_service import RunningService, open_service
from tests.localization.pseudo import pseudo_words
from tests.web.demo_service import demo
from tests.web.walk import Look, walked

SHOWN = ("aria-label", "title", "alt", "placeholder", "value")
SILENT = ("script", "style", "code", "option")
NAMED = {
    "Soundings",
    "soundings",
    "Northern Light",
    "Anna",
    "anna@example.org",
    "Sun",
    "JSON",
    "ID",
    "px",
    *LANGUAGE_NAMES.values(),
}
"""Names, which are the same in every language."""
CODES = {code for one in vars(vocabulary).values() for code in get_args(one) if isinstance(code, str)}
"""Stored, and never shown as they are."""
CALENDAR = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
WORD = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture(autouse=True)
def nobodys_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page is answered in a language nobody speaks."""
    monkeypatch.setattr("service.localization.current_translator.translator_for", lambda _: pseudo_words())
    monkeypatch.setattr("service.web.rendering.translator_for", lambda _: pseudo_words())
    # With a cache of its own, which ends with the test.
    monkeypatch.setattr(rendering, "_environment", cache(rendering._environment.__wrapped__))


class Reader(HTMLParser):
    """Reads what of a page a person sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag not in {"input", "meta", "link", "br", "hr", "img", "path"}:
            self._within.append(tag)
        hidden = told.get("type") in {"hidden", "radio", "checkbox"} or tag in {"button", "option", "data"}
        for name in SHOWN:
            if (text := told.get(name)) and not (name == "value" and hidden):
                self.texts.append(text)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            while self._within.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not set(SILENT) & set(self._within):
            self.texts.append(data)


def outside(text: str) -> str:
    """What of a text is in no brackets."""
    depth, left = 0, []
    for letter in text:
        if letter == "⟦":
            depth += 1
        elif letter == "⟧":
            depth -= 1
        elif depth == 0:
            left.append(letter)
    return "".join(left)


def unmarked(html: str, told: list[str]) -> list[str]:
    """Texts that somebody sees and nobody translates."""
    reader = Reader()
    reader.feed(html)
    found: list[str] = []
    whole = "\x00".join(reader.texts)
    for text in outside(whole).split("\x00"):
        left = text
        for one in told:
            left = left.replace(one, " ")
        if WORD.search(CALENDAR.sub("", left)):
            found.append(text.strip())
    return found


def said(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for one in value.values():
                yield from said(one)
        case list():
            for one in value:
                yield from said(one)
        case _:
            pass


async def written(browser: httpx.AsyncClient) -> set[str]:
    """What somebody wrote in her journey, or others about her in it."""
    found: set[str] = set()
    for one in (await browser.get("/api/v1/journeys")).json()["journeys"]:
        answer = await browser.get(f"/api/v1/journeys/{one['journey_id']}/events", params={"limit": 1000})
        found |= {text for entry in answer.json()["events"] for text in said(entry["event"])}
    return {one for one in found if " " in one or not one.islower() or not one.isascii() or one.isalpha()}


def forms(texts: set[str]) -> list[str]:
    """Each as it may stand on a page, the longest first."""
    whole = (
        texts | {one[:1].upper() + one[1:] for one in texts} | {one[:1].lower() + one[1:] for one in texts}
    )
    return sorted(whole - CODES, key=len, reverse=True)


@pytest.mark.slow
async def test_every_page_of_the_demo_is_marked(database: str, tmp_path: Path) -> None:
    left: dict[str, list[str]] = {}
    kinds: set[str] = set()
    async with demo(database, tmp_path) as stage:
        staff = {text for one in DEMO_STAFF for text in (one.name, one.email)}
        told = {ORGANISATION, PROGRAMME, *NAMED, *staff}
        for guest in stage.guests:
            async with stage.as_(guest) as browser:
                told |= await written(browser) | {
                    f"{guest.name.split()[0].lower()}@{EMAIL_DOMAIN}",
                    guest.name,
                }
        known = forms(told)
        for guest in stage.guests:
            async with stage.as_(guest) as browser:
                pages: dict[str, str] = {}
                found = await walked(looking(browser, pages), "/", "/start")
                for kind, address in found.items():
                    if kind not in kinds and (texts := unmarked(pages[address], known)):
                        left[f"{guest.role} {address}"] = texts
                kinds |= found.keys()
    assert len(kinds) > 30
    assert left == {}


async def test_every_page_of_coming_in_is_marked(database: str) -> None:
    async with open_service(database) as service:
        await service.person()
        left = {kind: found async for kind, found in unmarked_of(service)}

    assert left == {}


async def unmarked_of(service: RunningService) -> Any:
    stranger, anna = service.browser(), service.browser()
    await anna.sign_in()

    for browser, first in (
        (stranger, ("/sign-in", "/enter", "/invitation", "/nowhere")),
        (anna, ("/account", "/account/proof", "/start")),
    ):

        async def look(address: str, browser: Any = browser) -> tuple[int, str]:
            answer = await browser.http.get(address, follow_redirects=True)
            return (200 if address == "/nowhere" else answer.status_code), answer.text

        for kind, address in (await walked(look, *first)).items():
            if found := unmarked((await look(address))[1], sorted(NAMED, key=len, reverse=True)):
                yield kind, found


def looking(browser: httpx.AsyncClient, pages: dict[str, str]) -> Look:
    async def look(address: str) -> tuple[int, str]:
        answer = await browser.get(address, follow_redirects=True)
        pages[address] = answer.text
        return answer.status_code, answer.text

    return look


def test_the_language_nobody_speaks_is_no_other() -> None:
    assert pseudo_words().gettext("Save") == "⟦Sàvé⟧"
    assert translator_for("en").gettext("Save") == "Save"
