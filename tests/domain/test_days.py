"""The days of a journey, for every command: not after today, not before the start."""

from collections.abc import Sequence
from datetime import date
from typing import get_args

import pytest
from msgspec.structs import replace

from domain.errors import DomainError, InvalidValue, UnknownJourney
from domain.journey.decisions import Command, decide_all
from domain.journey.endings import RecordEnding
from domain.journey.pulses import RateEnergy, RateTrust
from domain.journey.state import INITIAL, evolve
from domain.journey.weeks import DeclareRest, PlanWeek, ReviewWeek
from tests.domain.journeys import (
    MONDAY,
    SET_OUT,
    answer,
    ask_why,
    block,
    cancel,
    check_in,
    conclude,
    condition,
    day,
    discover,
    drop,
    follow_up,
    hear_why,
    judge,
    learn,
    park,
    plan,
    refuse,
    reopen,
    role_discovered,
    run,
    silence,
    start,
    wish,
)
from tests.domain.scenario import given

LATER: Sequence[Command] = (
    condition(),
    wish(),
    discover(),
    judge(),
    block(),
    park(),
    reopen(),
    plan(),
    run(),
    cancel(),
    refuse(),
    drop(),
    conclude(),
    learn(),
    answer(),
    silence(),
    follow_up(),
    ask_why(),
    hear_why(),
    PlanWeek(happened_on=SET_OUT, monday=MONDAY),
    ReviewWeek(happened_on=SET_OUT, monday=MONDAY, conclusion="one talk"),
    DeclareRest(happened_on=SET_OUT, monday=MONDAY),
    check_in(),
    RateEnergy(happened_on=SET_OUT, rating=4),
    RateTrust(happened_on=SET_OUT, rating=9),
    RecordEnding(happened_on=SET_OUT, ending="new_work"),
)
every_later_command = pytest.mark.parametrize("command", LATER, ids=[type(one).__name__ for one in LATER])


def moved(command: Command, on: date) -> Command:
    return replace(command, happened_on=on)


def test_these_are_all_the_commands() -> None:
    expected = {one.__name__ for one in get_args(Command)}

    assert expected == {"StartJourney", *(type(one).__name__ for one in LATER)}


@every_later_command
def test_nothing_happens_in_the_future(command: Command) -> None:
    given(start()).when(moved(command, day(3)), today=day(2)).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(2)} or earlier"
    )


@every_later_command
def test_nothing_happens_before_the_journey(command: Command) -> None:
    given(start()).when(moved(command, day(-1))).then_refused(
        InvalidValue, field="happened_on", allowed=f"{SET_OUT} or later"
    )


@every_later_command
def test_nothing_happens_without_a_journey(command: Command) -> None:
    given().when(command).then_refused(UnknownJourney, field="", allowed="StartJourney first")


def test_the_day_of_the_start_belongs_to_the_journey() -> None:
    given(start()).when(discover(happened_on=SET_OUT), today=SET_OUT).then(role_discovered())


def test_several_commands_are_each_decided_on_what_the_ones_before_made() -> None:
    commands: list[Command] = [start(), discover(), discover(), park()]
    decided = decide_all(INITIAL, commands, day(3))

    assert [len(events) for events in decided] == [1, 1, 0, 1]


def test_what_several_commands_make_is_what_they_make_one_by_one() -> None:
    journey = INITIAL
    commands: list[Command] = [start(), discover(), plan(), run(), conclude()]
    decided = [event for events in decide_all(journey, commands, day(9)) for event in events]
    for event in decided:
        journey = evolve(journey, event)

    assert decide_all(journey, commands, day(9)) == [[], [], [], [], []]


def test_of_several_commands_the_first_refused_stops_them_all() -> None:
    with pytest.raises(DomainError, match="not discovered"):
        decide_all(INITIAL, [start(), park(), discover()], day(9))
