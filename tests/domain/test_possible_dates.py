"""Which dates can be told: every date of every command has a first and a last day, and an error that says so."""

from datetime import date
from random import Random
from typing import Any

import pytest
from msgspec import inspect

from domain.allowed_dates import possible_dates
from domain.command import Command
from domain.errors import InvalidValue
from domain.journey.aggregate import INITIAL
from domain.journey.commands.start import StartJourney
from domain.journey.consent_ends import ends_consent
from domain.journey.decide import decide
from domain.programme import aggregate as programmes
from domain.programme import decide as programme_decisions
from domain.programme.commands import OpenProgramme
from tests.domain.arbitrary_commands import ALL_COMMANDS, CommandGenerator
from tests.histories import sample_journey
from tests.impossible_dates import IMPOSSIBLE, Path, date_paths, with_date

HISTORY = sample_journey(1, 100)


class FullCommands(CommandGenerator):
    """Makes commands in which nothing is left out."""

    def _made(self, name: str, of: inspect.Type) -> Any:
        match of:
            case inspect.UnionType():
                return self._made(
                    name, next(one for one in of.types if not isinstance(one, inspect.NoneType))
                )
            case inspect.VarTupleType():
                return tuple(self._made(name, of.item_type) for _ in range(max(1, of.min_length or 0)))
            case inspect.DateType():
                return HISTORY.today
            case _:
                return super()._made(name, of)


def full_command(kind: type) -> Any:
    """A command of a kind with a day in each of its dates."""
    return FullCommands(Random(0), HISTORY).one(kind)


DATED_FIELDS = tuple(
    (kind, path)
    for kind in ALL_COMMANDS
    for path in date_paths(full_command(kind))
    if path != ("happened_on",) or not ends_consent(full_command(kind))
)
"""Every date of every command, but the day of what ends a consent, which no date stops."""


@pytest.mark.parametrize(
    ("kind", "path"),
    DATED_FIELDS,
    ids=lambda one: one.__name__ if isinstance(one, type) else "/".join(map(str, one)),
)
def test_an_impossible_date_is_refused_by_its_field(kind: type[Command], path: Path) -> None:
    journey = INITIAL if kind is StartJourney else HISTORY.journey
    for day in IMPOSSIBLE:
        command = with_date(full_command(kind), path, day)

        with pytest.raises(InvalidValue) as refused:
            decide(journey, command, HISTORY.today)

        assert refused.value.field == "/".join(map(str, path))
        assert refused.value.allowed


@pytest.mark.parametrize("day", IMPOSSIBLE)
def test_a_programme_opens_on_a_possible_date(day: date) -> None:
    command = OpenProgramme(
        happened_on=day, name="Onward", tracks=("curative",), languages=("nl",), time_zone="UTC"
    )

    with pytest.raises(InvalidValue) as refused:
        programme_decisions.decide(programmes.INITIAL, command, date(2026, 6, 1))

    assert (refused.value.field, bool(refused.value.allowed)) == ("happened_on", True)


def test_the_error_says_what_is_possible() -> None:
    command = StartJourney(
        happened_on=date(1969, 12, 31), called="Ans", track="curative", locale="nl", time_zone="UTC"
    )

    with pytest.raises(InvalidValue) as refused:
        decide(INITIAL, command, date(2026, 6, 1))

    assert str(refused.value) == "Use a date from 1970 on, and at most 60 years ago."
    assert refused.value.allowed == "1970-01-01 or later"


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 6, 1), date(1970, 1, 1), date(2036, 6, 1)),
        (date(2032, 2, 29), date(1972, 2, 28), date(2042, 2, 28)),
        (date(2050, 6, 1), date(1990, 6, 1), date(2060, 6, 1)),
    ],
)
def test_sixty_years_back_and_ten_ahead_are_possible(today: date, first: date, last: date) -> None:
    possible = possible_dates(today)

    assert (possible.first, possible.last) == (first, last)
