"""The days of a journey, for every command: not after today, not before the start."""

from collections.abc import Sequence
from datetime import date

import pytest
from msgspec.structs import replace

from domain.errors import DomainError, InvalidValue, UnknownJourney
from domain.journey.aggregate import INITIAL, evolve
from domain.journey.commands.start import StartJourney
from domain.journey.decide import UserCommand, decide_batch
from tests.domain import wild
from tests.domain.journeys import SET_OUT, conclude, day, discover, park, plan, role_discovered, run, start
from tests.domain.scenario import given
from tests.domain.wild import Wished
from tests.histories import sample_journey

LATER: Sequence[Wished] = [
    command for kind, command in wild.one_of_each(sample_journey(0, 30)).items() if kind is not StartJourney
]
every_later_command = pytest.mark.parametrize("command", LATER, ids=[type(one).__name__ for one in LATER])


def moved(command: Wished, on: date) -> Wished:
    return replace(command, happened_on=on)


@every_later_command
def test_nothing_happens_in_the_future(command: Wished) -> None:
    given(start()).when(moved(command, day(3)), today=day(2)).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(2)} or earlier"
    )


@every_later_command
def test_nothing_happens_before_the_journey(command: Wished) -> None:
    given(start()).when(moved(command, day(-1))).then_refused(
        InvalidValue, field="happened_on", allowed=f"{SET_OUT} or later"
    )


@every_later_command
def test_nothing_happens_without_a_journey(command: Wished) -> None:
    given().when(command).then_refused(UnknownJourney, field="", allowed="StartJourney first")


def test_the_day_of_the_start_belongs_to_the_journey() -> None:
    given(start()).when(discover(happened_on=SET_OUT), today=SET_OUT).then(role_discovered())


def test_several_commands_are_each_decided_on_what_the_ones_before_made() -> None:
    commands: list[UserCommand] = [start(), discover(), discover(), park()]
    decided = decide_batch(INITIAL, commands, day(3))

    assert [len(events) for events in decided] == [1, 1, 0, 1]


def test_what_several_commands_make_is_what_they_make_one_by_one() -> None:
    journey = INITIAL
    commands: list[UserCommand] = [start(), discover(), plan(), run(), conclude()]
    decided = [event for events in decide_batch(journey, commands, day(9)) for event in events]
    for event in decided:
        journey = evolve(journey, event)

    assert decide_batch(journey, commands, day(9)) == [[], [], [], [], []]


def test_of_several_commands_the_first_refused_stops_them_all() -> None:
    with pytest.raises(DomainError, match="not discovered"):
        decide_batch(INITIAL, [start(), park(), discover()], day(9))
