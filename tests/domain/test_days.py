"""The days of a journey, for every command: not after today, not before the start."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import pytest
from msgspec.structs import replace

from domain.aggregate import decide_batch
from domain.errors import DomainError, InvalidValue, UnknownJourney
from domain.journey.aggregate import INITIAL, evolve
from domain.journey.commands.start import StartJourney
from domain.journey.consent_ends import ends_consent
from domain.journey.decide import UserCommand
from domain.journey.events.roles import RoleDiscovered, RoleParked
from domain.journey.events.start import JourneyStarted
from tests.domain import arbitrary_commands
from tests.domain.arbitrary_commands import AnyCommand
from tests.domain.journeys import SET_OUT, conclude, day, discover, park, plan, role_discovered, run, start
from tests.domain.scenario import JOURNEY, LONG_AFTER, decide_commands, given
from tests.histories import sample_journey

LATER: Sequence[AnyCommand] = [
    command
    for kind, command in arbitrary_commands.one_of_each(sample_journey(0, 30)).items()
    if kind is not StartJourney and not ends_consent(command)
]
"""What ends a consent is refused for no date: `tests/application/test_going_west.py`."""
NOON = datetime.combine(LONG_AFTER, time(12), tzinfo=UTC)
every_later_command = pytest.mark.parametrize("command", LATER, ids=[type(one).__name__ for one in LATER])


def moved(command: AnyCommand, on: date) -> AnyCommand:
    return replace(command, happened_on=on)


@every_later_command
def test_nothing_happens_in_the_future(command: AnyCommand) -> None:
    given(start()).when(moved(command, day(3)), today=day(2)).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(2)} or earlier"
    )


@every_later_command
def test_nothing_happens_before_the_journey(command: AnyCommand) -> None:
    given(start()).when(moved(command, day(-1))).then_refused(
        InvalidValue, field="happened_on", allowed=f"{SET_OUT} or later"
    )


@every_later_command
def test_nothing_happens_without_a_journey(command: AnyCommand) -> None:
    given().when(command).then_refused(UnknownJourney, field="", allowed="StartJourney first")


def test_the_day_of_the_start_belongs_to_the_journey() -> None:
    given(start()).when(discover(happened_on=SET_OUT), today=SET_OUT).then(role_discovered())


def test_several_commands_are_each_decided_on_what_the_ones_before_made() -> None:
    commands: list[UserCommand] = [start(), discover(), discover(), park()]

    assert [JourneyStarted, RoleDiscovered, RoleParked] == [type(one) for one in decide_commands(commands)]


def test_what_several_commands_make_is_what_they_make_one_by_one() -> None:
    commands: list[UserCommand] = [start(), discover(), plan(), run(), conclude()]
    journey, events = decide_batch(JOURNEY, INITIAL, commands, now=NOON, by=None)
    one_by_one = INITIAL
    for event in events:
        one_by_one = evolve(one_by_one, event)

    assert one_by_one == journey
    assert decide_commands(commands, journey=journey) == []


def test_the_first_refused_of_several_commands_stops_them_all_and_says_its_place() -> None:
    commands: list[UserCommand] = [start(), park(), discover()]
    with pytest.raises(DomainError, match="has not been discovered") as refusal:
        decide_batch(JOURNEY, INITIAL, commands, now=NOON, by=None, first=4)

    assert refusal.value.command == 5
