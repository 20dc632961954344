"""The course: tracks and good endings, phases and loops, the plan, the game, the ending, and every journey."""

from datetime import date
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.journey.commands.course import AdjustPlan, EmphasisePhase, SetTrack, SwitchGame
from domain.journey.commands.endings import PlanAfterCare, RecordEnding
from domain.journey.corrections.events import AnyJourneyEvent, EntryCorrected
from domain.journey.decide import UserCommand
from domain.vocabulary import Ending, Phase, Track
from projections.course.endings import GOOD_ENDINGS
from projections.course.projection import COURSE
from projections.course.state import CourseEvent, CourseState
from projections.course.view import AfterCareView, Course, PhasePeriod, PlanView, StartSpeed, TrackPeriod
from projections.fold import fold, fold_more
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from tests.domain.journeys import (
    ABOUT_TEACHING,
    SET_OUT,
    TALKED,
    cancel,
    day,
    journey_started,
    plan,
    run,
    start,
    uid,
)
from tests.domain.scenario import decide_commands
from tests.histories import History, histories
from tests.projections.arbitrary_events import DAYS, arbitrary_events
from tests.projections.small_games import LONG_AFTER, entries
from tests.projections.worked_cases import entries_of, evening, read

TRACKS: tuple[Track, ...] = get_args(Track)


def view_of(events: list[AnyJourneyEvent], on: date) -> Course:
    return COURSE.view(fold(COURSE, entries(events)), on, DEFAULT_PARAMETERS)


def course(*told: UserCommand, on: date = LONG_AFTER) -> Course:
    return view_of(decide_commands(told), on)


def phase(code: Phase, on: int) -> UserCommand:
    return EmphasisePhase(happened_on=day(on), phase=code)


def ended(ending: Ending, on: int = 30) -> UserCommand:
    return RecordEnding(happened_on=day(on), ending=ending)


def taken(name: str, on: int) -> tuple[UserCommand, UserCommand]:
    return (
        plan(experiment_id=uid(name), happened_on=day(0)),
        run(experiment_id=uid(name), happened_on=day(on)),
    )


# The track.


def test_before_the_start_there_is_no_course() -> None:
    shown = course(start(), on=day(-1))

    assert (shown.started, shown.track, shown.plan, shown.game_on, shown.game_since) == (
        None,
        None,
        None,
        False,
        None,
    )
    assert (shown.good_endings, shown.start_speed) == (
        (),
        StartSpeed(first_run=None, days=None, in_time=None),
    )


def test_a_journey_begins_on_the_track_of_its_start() -> None:
    assert course(start(track="curative")).track == TrackPeriod(track="curative", since=SET_OUT, until=None)


def test_another_track_holds_from_its_day_on_with_its_own_good_endings() -> None:
    told = (start(), SetTrack(happened_on=day(10), track="re_integration"))
    before, after = course(*told, on=day(9)), course(*told, on=day(10))

    assert before.track == TrackPeriod(track="preventive", since=SET_OUT, until=None)
    assert before.good_endings == GOOD_ENDINGS["preventive"]
    assert after.tracks == (
        TrackPeriod(track="preventive", since=SET_OUT, until=day(10)),
        TrackPeriod(track="re_integration", since=day(10), until=None),
    )
    assert after.good_endings == GOOD_ENDINGS["re_integration"]


@pytest.mark.parametrize("track", TRACKS)
def test_every_track_aims_wider_than_a_job(track: Track) -> None:
    good = set(GOOD_ENDINGS[track])

    assert "new_work" in good
    assert len(good) > 3
    assert "stopped" not in good


# Phases.


def test_no_phase_is_in_the_foreground_until_one_was_emphasised() -> None:
    shown = course(start())

    assert (shown.phase, shown.phases, shown.loops) == (None, (), 0)


def test_coming_back_to_a_phase_is_a_loop() -> None:
    told = (start(), phase("self", 1), phase("vision", 5), phase("self", 9), phase("vision", 12))
    shown = course(*told)

    assert [(one.phase, one.since, one.until, one.again) for one in shown.phases] == [
        ("self", day(1), day(5), False),
        ("vision", day(5), day(9), False),
        ("self", day(9), day(12), True),
        ("vision", day(12), None, True),
    ]
    assert shown.loops == 2
    assert course(*told, on=day(8)).loops == 0


def test_a_phase_that_was_current_then_has_no_end_then() -> None:
    told = (start(), phase("self", 1), phase("vision", 5))

    assert course(*told, on=day(4)).phase == PhasePeriod(
        phase="self", since=day(1), until=None, again=False, steps=0
    )


def test_steps_belong_to_the_phase_of_their_day() -> None:
    told = (
        *ABOUT_TEACHING,
        phase("self", 2),
        phase("market_exploration", 6),
        *taken("too early", 1),
        *taken("first", 2),
        *taken("on the day of the change", 6),
        plan(experiment_id=uid("called off"), happened_on=day(0)),
        cancel(experiment_id=uid("called off"), happened_on=day(8)),
    )
    shown = course(*told)

    assert [one.steps for one in shown.phases] == [1, 2]
    assert shown.steps == 4


# The plan and the game.


def test_what_is_not_adjusted_stays_as_it_is() -> None:
    told = (
        start(programme_end=day(90)),
        AdjustPlan(happened_on=day(5), weekly_goal=1),
        AdjustPlan(happened_on=day(8), programme_end=day(60), locale="sv"),
    )

    assert course(*told).plans == (
        PlanView(since=SET_OUT, weekly_goal=2, programme_end=day(90), locale="nl-NL"),
        PlanView(since=day(5), weekly_goal=1, programme_end=day(90), locale="nl-NL"),
        PlanView(since=day(8), weekly_goal=1, programme_end=day(60), locale="sv"),
    )
    assert course(*told, on=day(7)).plan == course(*told).plans[1]


def test_the_days_since_the_programme_s_end_follow_the_plan_in_force() -> None:
    told = (start(programme_end=day(60)), AdjustPlan(happened_on=day(70), programme_end=day(80)))
    days = {on: course(*told, on=day(on)).days_since_programme_end for on in (59, 60, 69, 70, 80, 83)}

    assert days == {59: None, 60: 0, 69: 9, 70: None, 80: 0, 83: 3}


def test_a_journey_without_an_end_does_not_end() -> None:
    assert course(start()).days_since_programme_end is None


def test_the_game_is_on_until_it_is_switched_off() -> None:
    told = (
        start(),
        SwitchGame(happened_on=day(3), on=False),
        SwitchGame(happened_on=day(9), on=True),
    )
    stands = [course(*told, on=day(on)) for on in (2, 3, 9)]

    assert [(one.game_on, one.game_since) for one in stands] == [
        (True, SET_OUT),
        (False, day(3)),
        (True, day(9)),
    ]


# The ending and the care after it.


def test_an_ending_is_good_by_the_track_of_its_day() -> None:
    told = (
        start(track="preventive"),
        ended("return_to_work", on=30),
        SetTrack(happened_on=day(40), track="re_integration"),
    )
    (shown,) = [one for one in [course(*told).ending] if one]

    assert (shown.ending, shown.on, shown.good) == ("return_to_work", day(30), False)
    assert course(*told, on=day(29)).ending is None


def test_rest_is_a_good_ending_of_a_re_integration() -> None:
    shown = course(start(track="re_integration"), ended("rest")).ending

    assert shown is not None
    assert shown.good


def test_care_lies_ahead_up_to_its_day() -> None:
    ring = PlanAfterCare(happened_on=day(30), after_care_id=uid("ring"), due=day(60), what="ring")
    lunch = PlanAfterCare(happened_on=day(31), after_care_id=uid("lunch"), due=day(50), what="lunch")
    told = (start(), ring, lunch)
    later = course(*told, on=day(60))

    assert [one.what for one in course(*told, on=day(31)).after_care] == ["lunch", "ring"]
    assert later.after_care == (
        AfterCareView(after_care_id=uid("ring"), planned_on=day(30), due=day(60), what="ring"),
    )
    assert [one.what for one in later.after_care_past] == ["lunch"]


# Start speed.


def test_a_first_experiment_on_the_seventh_day_is_in_time() -> None:
    told = (*ABOUT_TEACHING, *taken("first", 7), *taken("second", 9))

    assert course(*told).start_speed == StartSpeed(first_run=day(7), days=7, in_time=True)
    assert course(*told, on=day(6)).start_speed == StartSpeed(first_run=None, days=None, in_time=None)


def test_a_first_experiment_after_a_week_is_late_and_so_is_none_at_all() -> None:
    told = (*ABOUT_TEACHING, *taken("first", 8))

    assert course(*told).start_speed == StartSpeed(first_run=day(8), days=8, in_time=False)
    assert course(*told, on=day(7)).start_speed.in_time is None
    assert course(start(), on=day(8)).start_speed.in_time is False


def test_a_step_that_was_called_off_is_no_first_experiment() -> None:
    told = (*ABOUT_TEACHING, plan(), cancel())

    assert course(*told, on=day(3)).start_speed.first_run is None
    assert course(*TALKED).start_speed.first_run == day(2)


@pytest.mark.parametrize("number", [1, 2])
def test_the_worked_cases_start_within_a_week(number: int) -> None:
    case = read(number)
    shown = COURSE.view(fold(COURSE, entries_of(case)), evening(number, 12), DEFAULT_PARAMETERS)

    assert shown.started == case.client.start_date
    assert shown.start_speed.in_time
    assert [one.weekly_goal for one in shown.plans] == [shown.plan.weekly_goal if shown.plan else None]


# What holds of every journey.

facts = arbitrary_events(get_args(CourseEvent)[1:])


@given(facts, st.integers(0, 40), DAYS)
def test_a_fold_taken_up_again_is_the_fold_of_the_whole(
    told: list[AnyJourneyEvent], cut: int, on: date
) -> None:
    log = entries(told)
    kept = msgspec.json.decode(msgspec.json.encode(fold(COURSE, log[:cut])), type=CourseState)
    again = fold_more(COURSE, kept, log[cut:])

    assert fold(COURSE, log) == again
    assert view_of(told, on) == COURSE.view(again, on, DEFAULT_PARAMETERS)


@given(facts, DAYS)
def test_the_course_at_a_date_depends_only_on_what_is_dated_up_to_it(
    told: list[AnyJourneyEvent], on: date
) -> None:
    assert view_of(told, on) == view_of([one for one in told if one.happened_on <= on], on)


@given(facts, DAYS)
def test_spells_follow_one_another_without_a_gap(told: list[AnyJourneyEvent], on: date) -> None:
    shown = view_of(told, on)

    for spells in (shown.tracks, shown.phases):
        assert [one.until for one in spells[:-1]] == [one.since for one in spells[1:]]
        assert all(one.until is None for one in spells[-1:])
    assert sum(one.steps for one in shown.phases) <= shown.steps
    assert shown.loops == len(shown.phases) - len({one.phase for one in shown.phases})


@given(facts, DAYS)
def test_a_course_can_be_sent(told: list[AnyJourneyEvent], on: date) -> None:
    shown = view_of(told, on)

    assert shown == msgspec.json.decode(msgspec.json.encode(shown), type=Course)


@given(histories())
def test_every_step_of_a_journey_is_counted(history: History) -> None:
    shown = COURSE.view(fold(COURSE, history.entries()), history.today, DEFAULT_PARAMETERS)
    steps = [one for one in history.journey.experiments.values() if one.stage not in ("planned", "dropped")]

    assert shown.steps == len(steps)


def test_a_corrected_start_is_another_track_from_the_first_day_on() -> None:
    corrected = EntryCorrected(happened_on=day(3), number=1, fact=journey_started(track="curative"))
    shown = view_of([journey_started(track="preventive"), corrected], day(0))

    assert shown.track == TrackPeriod(track="curative", since=SET_OUT, until=None)
