"""A journey has room for so many events, and a day for so many; what was let or said can be taken back even then."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.errors import InvalidOperation
from domain.event import AuthoredEvent
from domain.journey.aggregate import Journey
from domain.journey.commands.corrections import RetractEntry
from domain.journey.commands.pulses import RateEnergy
from domain.journey.commands.sight import GrantSight, WithdrawSight
from domain.journey.commands.weeks import TurnWeek
from domain.journey.decide import decide
from domain.journey.events.pulses import EnergyRated
from domain.vocabulary import MAX_EVENTS, MAX_EVENTS_A_DAY
from tests.domain.journeys import MONDAY, RISK, day, start
from tests.domain.scenario import LONG_AFTER, journey_after

SIGHT = GrantSight(happened_on=day(0), reader_id=RISK, reader="ally", name="Ida", scope="profile")


def crowded(events: int, *, days: int) -> Journey:
    """A journey with so many events on so many days."""
    begun = journey_after(start(), SIGHT)
    told = (
        AuthoredEvent(EnergyRated(happened_on=day(number % days), rating=5), None)
        for number in range(events - len(begun.authored_events))
    )
    return replace(begun, authored_events=(*begun.authored_events, *told))


def test_a_full_journey_takes_no_more() -> None:
    journey = crowded(MAX_EVENTS, days=1000)

    with pytest.raises(InvalidOperation) as refused:
        decide(journey, RateEnergy(happened_on=day(1), rating=3), LONG_AFTER)

    assert str(refused.value) == "A journey can hold 25000 entries, and this one is full."


def test_nor_does_a_full_day() -> None:
    journey = crowded(MAX_EVENTS_A_DAY + 10, days=1)

    with pytest.raises(InvalidOperation) as refused:
        decide(journey, RateEnergy(happened_on=day(0), rating=3), LONG_AFTER)

    assert (refused.value.field, refused.value.allowed) == ("happened_on", "another day")
    assert decide(journey, RateEnergy(happened_on=day(1), rating=3), LONG_AFTER)


@pytest.mark.slow
def test_what_was_let_or_said_is_taken_back_even_then() -> None:
    journey = crowded(MAX_EVENTS, days=1)

    assert decide(journey, WithdrawSight(happened_on=day(0), reader_id=RISK), LONG_AFTER)
    assert decide(journey, RetractEntry(happened_on=day(0), number=2), LONG_AFTER)


def test_the_clock_goes_on_in_a_full_journey() -> None:
    monday = MONDAY + timedelta(days=7)

    assert decide(crowded(MAX_EVENTS, days=1), TurnWeek(happened_on=monday, monday=monday), LONG_AFTER)


def test_what_is_so_already_is_no_error_in_a_full_journey() -> None:
    assert decide(crowded(MAX_EVENTS, days=1), SIGHT, LONG_AFTER) == []
