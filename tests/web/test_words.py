"""How dates and numbers are said, and that every code has a word."""

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

import pytest

from domain.journey.experiments import Stage
from domain.vocabulary import Answer, Distance, Kind, Track
from service.web import words

NO_BREAK = "\N{NO-BREAK SPACE}"


def test_dates_are_said_in_words() -> None:
    assert words.day(date(2026, 4, 5)) == f"5{NO_BREAK}April 2026"
    assert words.short_day(date(2026, 1, 15)) == f"Thu 15{NO_BREAK}Jan"


@pytest.mark.parametrize(("change", "said"), [(12, "+12"), (0, "0"), (-3, "\N{MINUS SIGN}3")])
def test_a_change_has_its_sign(change: int, said: str) -> None:
    assert words.signed(change) == said


def test_numbers_are_whole_and_halves_go_up() -> None:
    assert words.percent(0.925) == f"93{NO_BREAK}%"
    assert words.give_or_take(66.5, 12.6) == f"67{NO_BREAK}±{NO_BREAK}13"


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (Kind, words.KINDS),
        (Stage, words.STAGES),
        (Answer, words.ANSWERS),
        (Distance, words.DISTANCES),
        (Track, words.TRACKS),
    ],
)
def test_every_code_has_a_word(codes: Any, said: Mapping[Any, str]) -> None:
    assert set(get_args(codes)) == said.keys() - {None}
