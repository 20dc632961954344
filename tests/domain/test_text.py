"""The form of names and texts, and when two names are the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import (
    MOST_MARKS,
    displayed,
    escape_controls,
    has_controls,
    is_visible,
    name_key,
    normalize_lines,
    normalize_name,
    same_name,
)
from tests.odd_texts import COMMANDING, ONE_PERSON, UNSEEN

REAL_NAMES = (
    "Nguyễn Thị Ánh",
    "O'Brien-Smith",
    "محمد",
    "نسیم\u200cپور",
    "山田 太郎",
    "Zoë ❤️",
    "Åsa",
    "שִׁמְעוֹן",
    "བསྒྲུབས",
    "กี่",
    "X Æ A-12",
    "김",
    "+",
)


@pytest.mark.parametrize("name", REAL_NAMES)
def test_a_real_name_stays_as_it_is(name: str) -> None:
    assert normalize_name(name) == name
    assert is_visible(name)
    assert not has_controls(name)


@pytest.mark.parametrize("typed", ONE_PERSON)
def test_one_person_is_one_person_however_she_is_typed(typed: str) -> None:
    assert normalize_name(typed).casefold() == ONE_PERSON[0].casefold()
    assert same_name(typed, ONE_PERSON[0])


@pytest.mark.parametrize("text", UNSEEN)
def test_a_text_in_which_nothing_can_be_seen_is_not_visible(text: str) -> None:
    assert not is_visible(text)


@pytest.mark.parametrize("text", COMMANDING)
def test_characters_that_command_a_device_are_found_and_escaped(text: str) -> None:
    assert has_controls(normalize_name(text))
    assert escape_controls(text).isprintable()


@pytest.mark.parametrize("mark", ["\u0301", "\u0489", "\u0e39", "\u0301\u200d", "\u0300\u0323\u20dd"])
def test_no_name_is_drawn_over_the_lines_around_it(mark: str) -> None:
    tower = f"Ze{mark * 150}d"

    for shown in (normalize_name(tower), normalize_lines(tower), displayed(tower)):
        assert sum(unicodedata.category(one) in ("Mn", "Me") for one in shown) <= MOST_MARKS
        assert shown.endswith("d")
        assert shown in (normalize_name(shown), displayed(shown))


@pytest.mark.parametrize(("one", "other"), [("Åsa", "Asa"), ("Jo Ann", "Joann"), ("Åsa", None), ("", None)])
def test_other_names_are_others(one: str, other: str | None) -> None:
    assert not same_name(one, other)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_a_longer_text_keeps_its_lines(end: str) -> None:
    assert normalize_lines(f"  One\ttwo{end}\u2066two ") == "One two\ntwo"


@given(st.text())
def test_a_form_is_its_own_form_and_holds_nothing_that_turns_or_breaks_a_line(text: str) -> None:
    plain = normalize_name(text)

    assert normalize_name(plain) == plain
    assert normalize_lines(normalize_lines(text)) == normalize_lines(text)
    assert name_key(plain) == name_key(text)
    assert not any(
        unicodedata.bidirectional(one) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "B"}
        for one in plain
        if not has_controls(one)
    )
    assert len(plain.splitlines()) <= 1 or has_controls(plain)
