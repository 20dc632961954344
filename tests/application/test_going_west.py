"""A clock that goes west: today is never before what was recorded, and what ends a consent is never refused for a date."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.aggregate import decide_batch
from domain.journey.aggregate import Journey
from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.consents import GiveConsent, WithdrawConsent
from domain.journey.commands.corrections import CorrectEntry
from domain.journey.commands.course import ChangeTimeZone
from domain.journey.commands.deputies import AnswerDeputy, EndDeputy, ProposeDeputy
from domain.journey.commands.sight import GrantSight, WithdrawSight
from domain.journey.deputies import deputy_scope, granted_scope
from domain.journey.events.sight import SightGranted
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.sight.projection import SIGHT
from projections.sight.view import Sight
from service.application.aggregates import JOURNEY_AGGREGATE, today_of
from tests.domain.journeys import uid
from tests.histories import History, histories_with_deputies
from tests.projections.small_games import entries
from tests.web.sample import MONDAY, start

NIGHT = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)
"""Half past midnight in Amsterdam, half past eleven in the evening in London."""
FIRST = date(2026, 6, 2)
COACH, DEPUTY, COVER, CONSENT = uid("ingrid"), uid("sanne"), uid("cover"), uid("consent")
ZONES = ("Europe/London", "Pacific/Pago_Pago")
TOLD = {"as it is there": 0, "the day before": -1, "tomorrow": 1, "last year": -400, "in a year": 400}
"""How far from the first day the end is said to be."""

COVERED: dict[str, Any] = {
    "deputy_id": DEPUTY,
    "name": "Sanne",
    "first_day": FIRST,
    "last_day": FIRST + timedelta(days=9),
}


def granted() -> list[Any]:
    shared: dict[str, Any] = {"reader_id": COACH, "reader": "coach", "name": "Ingrid"}
    return [
        AssignCoach(happened_on=FIRST, coach_id=COACH, name="Ingrid"),
        GrantSight(happened_on=FIRST, scope="everything", **shared),
        ProposeDeputy(happened_on=FIRST, cover_id=COVER, **COVERED),
        AnswerDeputy(happened_on=FIRST, cover_id=COVER, agreed=True, scope="everything", **COVERED),
        GiveConsent(happened_on=FIRST, consent_id=CONSENT, purpose="research", wording=1),
    ]


ENDS: dict[str, Any] = {
    "sharing": WithdrawSight(happened_on=FIRST, reader_id=COACH),
    "consent": WithdrawConsent(happened_on=FIRST, consent_id=CONSENT),
    "deputy": EndDeputy(happened_on=FIRST, cover_id=COVER),
    "deputy by a no": AnswerDeputy(happened_on=FIRST, cover_id=COVER, agreed=False),
}


def lived(commands: Sequence[Any], *, journey: Journey = JOURNEY_AGGREGATE.initial) -> Journey:
    return decide_batch(JOURNEY_AGGREGATE, journey, commands, now=NIGHT, by=None)[0]


def in_force(journey: Journey) -> tuple[set[str], Sight]:
    """What the policy lets somebody see or do at this moment, and what the page and the API say."""
    today = today_of(journey, NIGHT)
    told = entries([event for _, event in journey.numbered_events()])
    sight = SIGHT.view(fold(SIGHT, told), today, DEFAULT_PARAMETERS)
    holds = {
        "sharing": granted_scope(journey, COACH, today) is not None,
        "consent": CONSENT not in journey.consents.ended,
        "deputy": deputy_scope(journey, DEPUTY, today) is not None,
    }
    return {name for name, one in holds.items() if one}, sight


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize("end", ENDS)
def test_what_was_agreed_to_before_the_clock_went_west_is_ended_at_once(
    end: str, told: str, zone: str
) -> None:
    west = ChangeTimeZone(happened_on=FIRST, time_zone=zone)
    journey = lived([start(time_zone="Europe/Amsterdam"), *granted(), west])
    before, _ = in_force(journey)
    on = FIRST + timedelta(days=TOLD[told])

    after, sight = in_force(lived([_on(ENDS[end], on)], journey=journey))

    subject = end.partition(" ")[0]
    assert before == {"sharing", "consent", "deputy"}
    assert subject not in after
    assert {
        "sharing": bool(sight.readers),
        "consent": bool(sight.consents),
        "deputy": any(one.scope and not one.ended_on for one in sight.deputies),
    } == {name: name in after for name in before}


def _on(command: Any, day: date) -> Any:
    return replace(command, happened_on=day)


def test_what_is_shared_before_the_clock_went_west_is_said_to_be_shared() -> None:
    less, *_ = [one for one in granted() if isinstance(one, GrantSight)]
    west = ChangeTimeZone(happened_on=FIRST, time_zone="Europe/London")
    journey = lived([start(time_zone="Europe/Amsterdam"), *granted(), west])

    _, sight = in_force(journey)

    assert [one.scope for one in sight.readers] == [less.scope]
    assert today_of(journey, NIGHT) == FIRST
    assert today_of(journey, NIGHT + timedelta(days=2)) == date(2026, 6, 3)


def test_a_share_whose_day_is_corrected_counts_by_when_it_was_recorded() -> None:
    """The first is moved to after the second: the policy goes by the second, and so does the page."""
    shared: dict[str, Any] = {"reader_id": COACH, "reader": "coach", "name": "Ingrid"}
    first = GrantSight(happened_on=MONDAY, scope="progress", **shared)
    second = GrantSight(happened_on=MONDAY, scope="everything", **shared)
    journey = lived([start(), AssignCoach(happened_on=MONDAY, coach_id=COACH, name="Ingrid"), first, second])
    (number, _) = (number for number, one in journey.numbered_events() if isinstance(one, SightGranted))
    moved = CorrectEntry(happened_on=FIRST, number=number, restated=_on(first, FIRST))
    journey = lived([moved], journey=journey)

    _, sight = in_force(journey)

    assert granted_scope(journey, COACH, today_of(journey, NIGHT)) == "everything"
    assert [one.scope for one in sight.readers] == ["everything"]


@given(histories_with_deputies(), st.sampled_from([0, 1, 30]))
def test_the_page_says_what_the_policy_goes_by(history: History, later: int) -> None:
    journey, today = history.journey, history.today + timedelta(days=later)

    sight = SIGHT.view(fold(SIGHT, history.entries()), today, DEFAULT_PARAMETERS)

    of_coaches = {one.reader_id: one.scope for one in sight.readers if one.reader == "coach"}
    assert of_coaches == {
        reader: scope for reader in journey.sight if (scope := granted_scope(journey, reader, today))
    }
