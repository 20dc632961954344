"""The readable page: in her language, standing alone, with nothing that runs."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest

from domain.history import apply_corrections
from domain.journey.events.course import PlanAdjusted
from domain.journey.events.roles import RoleStanding
from domain.journey.events.start import JourneyStarted
from domain.vocabulary import Language, OddsSignal
from service.accounts.caller import AccountRole
from service.authorization.actions import ReadAction
from service.localization.locales import LANGUAGES
from service.localization.translator import translator_for
from service.personal_data import archive
from service.personal_data.archive import labels
from service.personal_data.archive.archive_files import archive_files
from service.personal_data.archive.views import ArchiveViews
from tests.archive.material import PRIVATE, REASON, SHARED, made, material

pytestmark = pytest.mark.slow

TEMPLATES = Path(archive.__file__).parent / "templates"
FETCHING = {"src", "href", "srcset", "action", "poster", "data", "background"}


class Seen(HTMLParser):
    """What a browser would see."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and "style" not in self._open:
            self.texts.append(" ".join(data.split()))


def page(language: Language | None = None) -> str:
    return made(material(language=language))["index.html"].decode()


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_in_the_language_that_is_asked_for(language: Language) -> None:
    found = page(language)

    assert f'<html lang="{language}">' in found
    assert translator_for(language).gettext("Week by week") in found


def test_without_one_it_is_in_the_language_of_the_journey() -> None:
    told = [one.event for one in apply_corrections(material().entries)]
    locales = [one.locale for one in told if isinstance(one, JourneyStarted | PlanAdjusted) and one.locale]

    assert f'<html lang="{locales[-1].partition("-")[0]}">' in page()


def test_nothing_in_it_runs_or_is_fetched() -> None:
    seen = Seen(page())

    assert not seen.tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    assert not seen.attributes & FETCHING
    assert not [one for one in seen.attributes if one.startswith("on")]
    assert "url(" not in page()
    assert "default-src 'none'" in page()


def test_what_somebody_wrote_is_never_taken_for_the_page() -> None:
    assert PRIVATE not in page()
    assert "sees the doctor&lt;/b&gt;" in page()


def test_her_coachs_own_notes_are_in_it_under_a_heading_of_their_own() -> None:
    texts = Seen(page("en")).texts

    headings = [texts.index(one) for one in ("Notes shared with you", "Your coach\u2019s own working notes")]
    shared, private = (next(i for i, text in enumerate(texts) if one in text) for one in (SHARED, "doctor"))
    assert headings[0] < shared < headings[1] < private


def test_who_looked_and_what_the_account_holds_is_in_it() -> None:
    texts = " ".join(Seen(page("en")).texts)

    assert all(one in texts for one in ("Ingrid", REASON, "kari@example.no", "telephone of Kari"))


def test_every_week_is_in_it() -> None:
    views = ArchiveViews(material().entries)
    weeks = len(re.findall("<article>", page()))

    assert weeks == len(views.by_name("weeks").weeks)


def test_nothing_that_the_page_says_was_forgotten_for_translation() -> None:
    said = "".join(one.read_text() for one in sorted(TEMPLATES.glob("*.html")))
    for translated in (r"{% trans.*?{% endtrans %}", r"{[{%#].*?[}%#]}", r"<style>.*?</style>", r"<[^>]*>"):
        said = re.sub(translated, " ", said, flags=re.DOTALL)

    names = re.sub(r"\w+\.(jsonl?|md)", " ", said)
    assert set(re.findall(r"[A-Za-z]+", names)) == {"Soundings", "UTC", "views"}


def test_every_code_it_shows_has_a_name() -> None:
    assert set(get_args(OddsSignal.__args__[0]) + get_args(OddsSignal.__args__[1])) == set(
        labels.SIGNAL_LABELS
    )
    assert set(get_args(ReadAction)) | {"break_glass", "export_studies"} == set(labels.ACTION_LABELS)
    assert set(get_args(AccountRole)) == set(labels.ROLE_LABELS)
    assert set(get_args(RoleStanding)) == set(labels.STANDING_LABELS)


def test_a_journey_without_an_account_says_nothing_of_one() -> None:
    bare = material()
    alone = type(bare)(journey_id=bare.journey_id, entries=bare.entries, language="en")
    text = dict(archive_files(alone))["index.html"].decode()

    assert "Your account" not in text
    assert "Nobody but you has looked." in text
