"""With the game off no page of a client speaks of it, in any language, but the history, which keeps what was done, and More."""

import re
from pathlib import Path

import httpx
import pytest

from service.atlas.starter_files import read_starter
from tests.same_origin import SAME_ORIGIN
from tests.web.demo_service import demo
from tests.web.running_pages import seen
from tests.web.walk import Look, walked

pytestmark = pytest.mark.slow

GAME_WORDS = {
    "en": r"points?|levels?|momentum|quests?|badges?",
    "nl": r"punten|niveaus?|vaart|missies?|badges?",
    "sv": r"poäng|nivå(?:er|n)?|fart(?:en)?|uppdrag(?:et|en)?|märken?|märket",
    "nb": r"poeng|nivå(?:er|et)?|fart(?:en)?|oppdrag(?:et|ene)?|merker?|merket",
}
"""By language, as `docs/terms.md` has them."""
WHERE_IT_STANDS = re.compile(r"/(game|more|history|entries)\b")
"""Where the game is switched on again, and where everything is kept that was ever done."""
UNSEEN = re.compile(r"<(script|style|head)\b.*?</\1>", re.DOTALL)


def fetching(browser: httpx.AsyncClient, pages: dict[str, str]) -> Look:
    async def fetch(address: str) -> tuple[int, str]:
        answer = await browser.get(address, follow_redirects=True)
        pages[str(answer.url)] = answer.text
        return answer.status_code, answer.text

    return fetch


def without_descriptions(text: str, language: str) -> str:
    """A text without what the atlas says of occupations: people, time and money come "to the point" outside the game, too."""
    for one in read_starter().occupations.values():
        text = text.replace(one.descriptions[language], "")
    return text


async def switch_off(browser: httpx.AsyncClient) -> None:
    """Press the button on the page of the game."""
    home = await browser.get("/", follow_redirects=True)
    (at,) = set(re.findall(r"/journeys/[0-9a-f-]{36}", home.text))
    page = (await browser.get(f"{at}/game")).text
    form = page[page.index(f"{at}/game/off") :]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]+)"', form[: form.index("</form>")]))
    answer = await browser.post(f"{at}/game/off", data=fields, headers=SAME_ORIGIN)
    assert answer.status_code == 303, answer.text


async def test_no_page_speaks_of_the_game_while_it_is_off(database: str, tmp_path: Path) -> None:
    found: list[str] = []
    async with demo(database, tmp_path) as stage:
        client = next(one for one in stage.guests if one.role == "client")
        async with stage.as_(client) as browser:
            await switch_off(browser)
            for language, words in GAME_WORDS.items():
                browser.cookies.set("soundings-language", language)
                pages: dict[str, str] = {}
                await walked(fetching(browser, pages), "/")
                for address, html in pages.items():
                    text = without_descriptions(seen(UNSEEN.sub("", html)), language)
                    found += [
                        f"{language} {address}: {text[max(0, one.start() - 60) : one.end() + 40]}"
                        for one in re.finditer(rf"(?i)\b(?:{words})\b", text)
                        if not WHERE_IT_STANDS.search(address)
                    ]
                assert len(pages) > 25

    assert found == []
