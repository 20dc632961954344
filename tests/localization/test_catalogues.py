"""No language lacks a message, and none says something else."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from domain.vocabulary import Language
from service.localization.catalogue import catalogue_path
from service.localization.catalogue_checks import catalogue_errors
from service.localization.extraction import (
    CATALOGUES,
    TRANSLATED,
    load_catalogue,
    update_catalogue,
    write_catalogue,
)


@pytest.mark.slow
@pytest.mark.parametrize("language", TRANSLATED)
def test_no_language_lacks_a_message(language: Language, known: Catalog) -> None:
    found = catalogue_errors(language, load_catalogue(language), known)

    assert found == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_that_was_read_is_written_as_it_stood(language: Language, tmp_path: Path) -> None:
    write_catalogue(language, load_catalogue(language), tmp_path)

    written = tmp_path / catalogue_path(language)
    assert (CATALOGUES / catalogue_path(language)).read_bytes() == written.read_bytes()


@pytest.mark.slow
def test_bringing_a_catalogue_up_to_date_twice_changes_it_once(known: Catalog, tmp_path: Path) -> None:
    changes = [update_catalogue("nl", known, tmp_path) for _ in range(2)]

    assert changes == [True, False]


@pytest.mark.slow
def test_a_translation_outlives_what_is_new(known: Catalog, tmp_path: Path) -> None:
    before = load_catalogue("nl", tmp_path)
    before.add("Skip to the content", "Naar de inhoud")
    write_catalogue("nl", before, tmp_path)
    update_catalogue("nl", known, tmp_path)

    found = load_catalogue("nl", tmp_path).get("Skip to the content")
    assert found is not None
    assert found.string == "Naar de inhoud"


@pytest.mark.slow
def test_messages_are_found_in_templates_and_in_code(known: Catalog) -> None:
    places = {text: known.get(text) for text in ("Skip to the content", "the market is growing")}

    assert [[path for path, _ in message.locations] for message in places.values() if message] == [
        ["service/web/templates/layout.html"],
        ["service/personal_data/archive/labels.py"],
    ]


def of(**messages: str | tuple[str, str]) -> Catalog:
    """A catalogue with one message for each kind of fault."""
    made = Catalog(locale="nl")
    for text, string in messages.items():
        made.add(TEXTS[text], string)
    return made


TEXTS: dict[str, str | tuple[str, str]] = {
    "plain": "Plain",
    "placed": "Seen by %(name)s",
    "tagged": "A <b>bold</b> step",
    "counted": ("%(count)s step of %(role)s", "%(count)s steps of %(role)s"),
    "stale": "Said no more",
}
SOUND: dict[str, str | tuple[str, str]] = {
    "plain": "Gewoon",
    "placed": "Gezien door %(name)s",
    "tagged": "Een <b>moedige</b> stap",
    "counted": ("Eén stap van %(role)s", "%(count)s stappen van %(role)s"),
}


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ({"plain": ""}, "not translated: 'Plain'"),
        ({"placed": "Gezien door %(naam)s"}, "with other places than the English: 'Seen by %(name)s'"),
        ({"placed": "Gezien"}, "with other places than the English: 'Seen by %(name)s'"),
        ({"tagged": "Een moedige stap"}, "with other tags than the English: 'A <b>bold</b> step'"),
        (
            {"counted": ("Eén stap", "%(count)s stappen van %(role)s")},
            "with other places than the English: '%(count)s step of %(role)s'",
        ),
        (
            {"counted": ("Eén stap van %(role)s", "")},
            "without all its plural forms: '%(count)s step of %(role)s'",
        ),
        ({"stale": "Niet meer"}, "nobody says this any more: 'Said no more'"),
    ],
)
def test_each_kind_of_fault_is_found(broken: dict[str, str | tuple[str, str]], fault: str) -> None:
    english = of(**dict.fromkeys(SOUND, ""))

    found = catalogue_errors("nl", of(**{**SOUND, **broken}), english)

    assert f"nl: {fault}" in found


def test_a_sound_catalogue_has_no_faults() -> None:
    found = catalogue_errors("nl", of(**SOUND), of(**dict.fromkeys(SOUND, "")))

    assert found == []


def test_a_doubtful_message_is_a_fault() -> None:
    guessed = of(**SOUND)
    guessed.add("Plain", "Gewoon", flags=["fuzzy"])

    found = catalogue_errors("nl", guessed, of(**dict.fromkeys(SOUND, "")))

    assert found == ["nl: doubtful: 'Plain'"]
