"""Texts that are looked for: found however they are written down, and known by nobody meanwhile."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.journey.events.evidence import Source
from domain.journey.events.network import ContactAdded
from service.personal_data.erasure.canaries import CanarySearch, make_canaries, personal_texts
from tests.domain.samples.ids import CONTACT, DAY

SAID = "I'd rather bake \"Åse's\" bread\nthan sell insurance in Bergen, by the sea"


def found(text: str, *canaries: str) -> int:
    return len(list(CanarySearch(make_canaries(canaries)).find(text)))


@pytest.mark.parametrize(
    "written",
    [
        SAID,
        json.dumps(SAID),
        json.dumps(SAID, ensure_ascii=False),
        json.dumps({"note": SAID, "type": "NoteWritten"}, ensure_ascii=False),
        SAID.upper(),
        f"… {SAID} …",
    ],
    ids=["plain", "ascii json", "json", "in an event", "capitals", "within"],
)
def test_a_text_is_found_however_it_is_written_down(written: str) -> None:
    # ASCII JSON takes the letters beyond it apart; nothing of ours writes it, and a whole word is enough.
    told = written.replace("\\u00c5", "Å")

    assert found(told, SAID) == 1


def test_an_address_is_found() -> None:
    assert found('{"email":"kari.nordahl@example.no"}', "Kari.Nordahl@example.no") == 1


def test_another_text_is_not() -> None:
    assert found("I'd rather bake bread than sell insurance", SAID) == 0
    assert found("kari.nordahl@example.nl", "kari.nordahl@example.no") == 0


def test_what_might_be_anybodys_is_not_looked_for() -> None:
    assert make_canaries(["Kari", "a baker", "", "neighbour", "so it is"]).texts == ()


def test_a_long_text_is_known_by_its_beginning() -> None:
    words = [f"word{number}" for number in range(30)]

    assert found(" ".join(words[:8]), " ".join(words)) == 1
    assert found(" ".join(words[1:]), " ".join(words)) == 0


def test_two_searches_have_hashes_of_their_own() -> None:
    first, second = make_canaries([SAID]), make_canaries([SAID])

    assert first.texts[0].whole != second.texts[0].whole


@given(st.text(min_size=20), st.text(), st.text())
def test_a_text_is_found_wherever_it_stands(text: str, before: str, after: str) -> None:
    canaries = make_canaries([text])

    assert len(canaries.texts) == len(set(CanarySearch(canaries).find(f"{before} {text} {after}")))


def test_the_texts_of_a_fact_are_those_that_are_somebodys_own() -> None:
    fact = ContactAdded(
        happened_on=DAY,
        contact_id=CONTACT,
        name="Anouk de Vries",
        source=Source(kind="own"),
        tie="weak",
        relation="neighbour",
    )

    assert list(personal_texts(fact)) == ["Anouk de Vries", "neighbour"]
