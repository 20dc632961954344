"""The voice in four languages: what is never said, one word for each concept, short buttons, translations that were looked at."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from click.testing import CliRunner

from domain.vocabulary import Language
from service.localization import extraction
from service.localization.__main__ import language_command
from service.localization.catalogue import SOURCE, plural_forms
from service.localization.catalogue_checks import catalogue_errors
from service.localization.extraction import (
    CATALOGUES,
    TRANSLATED,
    load_catalogue,
    reword_message,
    write_catalogue,
)
from service.localization.locales import LANGUAGES
from service.localization.reviewed import mark_reviewed, read_reviewed
from service.localization.wording import Wording, never_said, read_wording, wording_errors
from tests.source_code import ROOT

LETTERS = ROOT / "service/email/templates"
TEMPLATES = ROOT / "service/web/templates"
PLACE = re.compile(r"%\(\w+\)s")
TRANS = re.compile(r"\{%-?\s*trans\b[^%]*%\}(.*?)\{%-?\s*endtrans\s*-?%\}|gettext\(\"(.*?)\"\)", re.DOTALL)
HIDDEN = re.compile(r'<span class="visually-hidden">.*?</span>', re.DOTALL)
MOST_WORDS = 4
DEMO = "sign_in/demo.html"
"""Its buttons also say who somebody is."""


@pytest.fixture(scope="module")
def wording() -> Wording:
    return read_wording()


def catalogue(**translations: str) -> Catalog:
    made = Catalog(locale="nl")
    for english, string in translations.items():
        made.add(english.replace("_", " "), string)
    return made


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_says_what_is_never_said_or_has_another_word_for_a_concept(
    language: Language, known: Catalog, wording: Wording
) -> None:
    messages = known if language == SOURCE else load_catalogue(language)

    assert [*wording_errors(language, messages, wording)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_says_what_is_never_said(language: Language, wording: Wording) -> None:
    letters = {path.name: path.read_text("utf-8") for path in LETTERS.glob(f"*.{language}.txt")}

    assert len(letters) >= 11
    assert {
        name: words for name, text in letters.items() if (words := [*never_said(language, text, wording)])
    } == {}


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "Congratulations, you made it", "Congratulations"),
        ("en", "You missed a week", "You missed"),
        ("en", "Ask somebody", "somebody"),
        ("en", "A refusal of %(employer)s", "refusal"),
        ("en", "It cannot be. Don't", "Don't"),
        ("nl", "Genoteerd.", "Genoteerd"),
        ("nl", "Deze reis is van jou.", "reis"),
        ("sv", "Din dragningskraft", "dragningskraft"),
        ("nb", "Det er et gap her.", "gap"),
    ],
)
def test_a_word_that_is_never_said_is_found(
    language: Language, text: str, word: str, wording: Wording
) -> None:
    assert [*never_said(language, text, wording)] == [word]


def test_a_place_or_a_tag_says_nothing(wording: Wording) -> None:
    assert [*never_said("en", "Seen on %(sight)s, <b class='talks'>{{ odds }}</b> `promise`", wording)] == []


def test_a_planted_word_fails_in_each_language(wording: Wording) -> None:
    planted = catalogue(Saved="Genoteerd", A_priority="Een voorkeur")
    english = catalogue(Noted="")

    assert [*wording_errors("nl", planted, wording)] == [
        "nl: never say 'Genoteerd': 'Saved'",
        "nl: another word for 'priority' than its own: 'A priority'",
    ]
    assert [*wording_errors("en", english, wording)] == ["en: never say 'Noted': 'Noted'"]


def buttons() -> Iterator[tuple[str, str]]:
    """The file and the English text of each button and of each link that looks like one."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = path.relative_to(TEMPLATES).as_posix()
        if name == DEMO:
            continue
        text = path.read_text("utf-8")
        for opening, closing in (
            ("<button", "</button>"),
            ('class="button"', "</a>"),
            ('class="button ', "</a>"),
        ):
            for part in text.split(opening)[1:]:
                for found in TRANS.finditer(HIDDEN.sub("", part.partition(closing)[0])):
                    english = (found.group(1) or found.group(2)).strip()
                    yield name, re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", english)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_has_at_most_four_words(language: Language) -> None:
    messages = load_catalogue(language) if language != SOURCE else None
    long = set[tuple[str, str]]()
    for name, english in buttons():
        message = messages.get(english) if messages else None
        for text in plural_forms(message) if message else (english,):
            # What comes after a colon says of what the button is one, for those who cannot see it.
            if len(PLACE.sub("X", text.partition(":")[0]).split()) > MOST_WORDS:
                long.add((name, text))

    assert len({english for _, english in buttons()}) > 100
    assert long == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_was_looked_at_since_its_english_changed(language: Language, known: Catalog) -> None:
    found = catalogue_errors(language, load_catalogue(language), known, read_reviewed(language, CATALOGUES))

    assert [one for one in found if "has changed" in one] == []


def test_when_the_english_changes_the_translation_is_to_be_looked_at(tmp_path: Path) -> None:
    write_catalogue("nl", catalogue(Save_it="Opslaan"), tmp_path)
    mark_reviewed("nl", load_catalogue("nl", tmp_path), tmp_path, lambda _: True)

    assert reword_message("nl", "Save it", "Save", tmp_path)
    messages = load_catalogue("nl", tmp_path)
    before = catalogue_errors("nl", messages, catalogue(Save=""), read_reviewed("nl", tmp_path))
    count = mark_reviewed("nl", messages, tmp_path, lambda one: one.id == "Save")
    after = catalogue_errors("nl", messages, catalogue(Save=""), read_reviewed("nl", tmp_path))

    assert before == [
        "nl: the English is new or has changed: look at the translation, then mark it as reviewed: 'Save'"
    ]
    assert count == 1
    assert after == []
    assert len(read_reviewed("nl", tmp_path)) == 1


def test_a_message_is_reworded_in_singular_and_plural(tmp_path: Path) -> None:
    made = Catalog(locale="nl")
    made.add(("one talk", "%(count)s talks"), ("één gesprek", "%(count)s gesprekken"))
    write_catalogue("nl", made, tmp_path)

    assert reword_message("nl", "%(count)s talks", "%(count)s conversations", tmp_path)
    assert not reword_message("nl", "no such text", "any", tmp_path)

    message = load_catalogue("nl", tmp_path).get("one talk")
    assert message
    assert message.id == ("one talk", "%(count)s conversations")
    assert plural_forms(message) == ("één gesprek", "%(count)s gesprekken")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["reviewed", "nl"], "Name messages, or use --all."),
        (["reviewed", "nl", "--all", "Save"], "Name messages, or use --all."),
        (["reviewed", "nl", "no such text"], "nl has no such message: 'no such text'"),
        (["reword", "no such text", "any"], "no language has this message"),
    ],
)
def test_a_command_says_what_is_wrong_and_changes_nothing(arguments: list[str], message: str) -> None:
    before = {path: path.read_bytes() for path in extraction.CATALOGUES.rglob("*.*")}

    result = CliRunner().invoke(language_command, arguments)

    assert result.exit_code != 0
    assert message in result.output
    assert {path: path.read_bytes() for path in extraction.CATALOGUES.rglob("*.*")} == before
