"""What can be seen in the demo, whatever day it is started: each part of the loop in one of its journeys."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import pytest
from msgspec import Struct

from domain.history import RecordedEvent
from domain.journey.aggregate import INITIAL, Journey, evolve
from domain.journey.decide import decide
from domain.journey.events.experiments import ExperimentRun
from domain.journey.events.weeks import monday_of
from projections.alerts.projection import ALERTS
from projections.coaching.projection import COACHING
from projections.fold import fold
from projections.game.projection import GAME
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from service.demo import demo_histories, last_sunday
from service.demo.people import COACH_OF_CLIENT, SANNE

MONDAY = date(2026, 11, 23)
every_day = pytest.mark.parametrize("today", [MONDAY + timedelta(days=ahead) for ahead in range(7)], ids=str)


class LivedJourney(Struct, frozen=True):
    """A journey of the demo: where it stands, and all that was recorded."""

    journey: Journey
    entries: tuple[RecordedEvent, ...]


@cache
def lived(today: date) -> tuple[LivedJourney, ...]:
    """The journeys of a demo that is started on a day."""
    found: list[LivedJourney] = []
    for history in demo_histories(today):
        journey, entries = INITIAL, list[RecordedEvent]()
        for one in history.steps:
            for event in decide(journey, one.command, today):
                journey = evolve(journey, event)
                entry = RecordedEvent(
                    position=len(entries) + 1,
                    journey_id=history.journey_id,
                    number=len(entries) + 1,
                    recorded_at=datetime.combine(today, time(12), tzinfo=UTC),
                    event=event,
                )
                entries.append(entry)
        found.append(LivedJourney(journey, tuple(entries)))
    return tuple(found)


@every_day
def test_each_has_a_step_ahead_with_a_guess(today: date) -> None:
    for one in lived(today):
        plans = [step.planned for step in one.journey.experiments.values() if step.stage == "planned"]

        assert [plan for plan in plans if plan.forecast and plan.planned_for and plan.planned_for > today]
        assert all(plan.happened_on <= last_sunday(today) for plan in plans)


@every_day
def test_each_has_closed_last_week_with_a_conclusion_that_steers(today: date) -> None:
    last_monday = monday_of(last_sunday(today))

    for one in lived(today):
        review = one.journey.weeks.reviewed[last_monday]
        profile = PROFILE.view(fold(PROFILE, one.entries), today, DEFAULT_PARAMETERS)
        usual = sorted(profile.suggestions, key=lambda found: -found.score)

        assert review.first == "role"
        assert profile.suggestions[0].role_id == review.first_role_id != usual[0].role_id


@every_day
def test_of_the_clients_of_a_coach_one_had_no_session_for_long(today: date) -> None:
    waiting = [
        COACH_OF_CLIENT[one.journey.started.event.called].name
        for one in lived(today)
        if "no_session"
        in {alert.rule for alert in ALERTS.view(fold(ALERTS, one.entries), today, DEFAULT_PARAMETERS)}
    ]

    assert waiting == [SANNE.name]


def test_one_has_a_challenge_to_answer_and_another_has_accepted_one() -> None:
    answers = [
        {
            challenge.answer
            for challenge in COACHING.view(fold(COACHING, one.entries), MONDAY, DEFAULT_PARAMETERS).challenges
        }
        for one in lived(MONDAY)
    ]

    assert answers == [set(), {None}, {"accepted", "met"}]


def test_one_has_a_quest_under_way_and_no_one_has_two() -> None:
    under_way = [
        [
            quest.quest
            for quest in GAME.view(fold(GAME, one.entries), MONDAY, DEFAULT_PARAMETERS).quests
            if quest.stage == "taken" and quest.done_on is None
        ]
        for one in lived(MONDAY)
    ]

    assert under_way == [["listening_tour"], [], []]


@pytest.mark.parametrize("place", [0, 1], ids=["Marloes", "Jonas"])
def test_a_refusal_was_heard_by_phone_and_its_one_change_meets_an_interview_ahead(place: int) -> None:
    journey = lived(MONDAY)[place].journey
    concluded = [key for key, one in journey.refusals.concluded.items() if one.change]
    heard = [one for one in journey.feedback.received.values() if one.via == "call"]
    ahead = {
        one.planned.role_id
        for one in journey.experiments.values()
        if one.stage == "planned" and one.planned.kind == "interview"
    }

    assert heard
    assert {"enough", "not_enough"} <= {heard[0].heard.competence, heard[0].heard.well_qualified}
    assert {journey.experiments[key].planned.role_id for key in concluded} & ahead


def test_one_may_call_about_a_refusal_and_has_the_number() -> None:
    journey = lived(MONDAY)[2].journey
    (planned,) = [
        one.planned
        for one in journey.experiments.values()
        if one.stage == "planned" and one.planned.kind == "follow_up"
    ]

    assert planned.refers_to in journey.refusals.agreed
    assert planned.meeting
    assert planned.meeting.contact_id in journey.network.phones
    assert planned.refers_to not in journey.feedback.requested
    assert journey.answers.refused_on(planned.refers_to)


def test_fears_and_beliefs_came_out_both_ways() -> None:
    journeys = [one.journey for one in lived(MONDAY)]
    fears = Counter(
        step.outcome.fear
        for one in journeys
        for step in one.experiments.values()
        if isinstance(step.outcome, ExperimentRun) and step.outcome.fear
    )

    assert set(fears) == {"did_not", "partly", "happened"}
    for one in journeys:
        assert {"held_up", "did_not"} <= {judged.verdict for judged in one.beliefs.values()}


def test_one_has_guessed_often_enough_to_see_how_well() -> None:
    found = [
        PROFILE.view(fold(PROFILE, one.entries), MONDAY, DEFAULT_PARAMETERS).forecasts
        for one in lived(MONDAY)
    ]
    enough = DEFAULT_PARAMETERS.forecasts.shown_from

    assert any(
        min(one.answered, one.five_tries, one.liking_rated, one.dread_rated) >= enough for one in found
    )
