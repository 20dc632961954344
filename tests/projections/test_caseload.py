"""A coach's desk line: what each event does to it, and that corrections leave no trace."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.course import AdjustPlan, SetTrack
from domain.journey.commands.endings import RecordEnding
from domain.journey.commands.pulses import RateEnergy, RateTrust
from domain.journey.corrections.events import AnyJourneyEvent, EntryCorrected, EntryRetracted
from domain.journey.decide import UserCommand
from domain.journey.events.alerts import AlertAcknowledged, AlertClosed, AlertOpened, AlertSnoozed
from domain.journey.events.experiments import ExperimentRun
from domain.journey.events.pulses import EnergyRated
from projections.caseload.projection import CASELOAD
from projections.caseload.state import CaseloadAlert, CaseloadEntry
from projections.fold import fold, fold_more
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from tests.domain.journeys import (
    ABOUT_TEACHING,
    RISK,
    SET_OUT,
    TALKED,
    TEACHER,
    block,
    cancel,
    check_in,
    conclude,
    day,
    discover,
    drop,
    journey_started,
    park,
    plan,
    refuse,
    reopen,
    run,
    start,
    uid,
)
from tests.domain.scenario import decide_commands
from tests.histories import History, histories
from tests.projections.small_games import entries

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def line_of(events: list[AnyJourneyEvent]) -> CaseloadEntry:
    case = fold(CASELOAD, entries(events))
    assert case is not None
    return case


def line(*told: UserCommand) -> CaseloadEntry:
    return line_of(decide_commands(told))


def opened(on: date, since: date | None = None) -> AlertOpened:
    return AlertOpened(happened_on=on, rule="silence", since=since or on)


def test_a_line_begins_with_the_start() -> None:
    expected = CaseloadEntry(
        journey_id=uid("journey"),
        called="Marloes",
        track="preventive",
        locale="nl-NL",
        time_zone="Europe/Amsterdam",
        weekly_goal=2,
        started_on=SET_OUT,
        programme_end=None,
        after_care={},
        version=1,
        position=1,
    )
    assert expected == line(start())


def test_a_history_without_a_start_has_no_line() -> None:
    assert fold(CASELOAD, entries([EnergyRated(happened_on=day(1), rating=4)])) is None


def test_steps_are_what_was_run_cancelled_or_refused() -> None:
    told: tuple[UserCommand, ...] = ABOUT_TEACHING
    ends = (run(), cancel(), refuse(), drop())
    for end in ends:
        step = uid(type(end).__name__)
        told = (*told, plan(experiment_id=step), type(end)(happened_on=day(2), experiment_id=step))

    assert line(*told).steps == 3


def test_the_first_run_and_the_last_step_go_by_their_days_not_by_when_they_were_told() -> None:
    late, early = uid("late"), uid("early")
    case = line(
        *ABOUT_TEACHING,
        plan(experiment_id=late),
        plan(experiment_id=early),
        run(experiment_id=late, happened_on=day(6)),
        run(experiment_id=early, happened_on=day(3)),
    )
    assert (case.first_run_on, case.last_step_on) == (day(3), day(6))


def test_a_step_that_did_not_take_place_is_no_first_run() -> None:
    case = line(*ABOUT_TEACHING, plan(), cancel())

    assert (case.first_run_on, case.last_step_on) == (None, day(2))


def test_roles_aside_are_those_blocked_or_parked_until_they_are_opened_again() -> None:
    two = (*ABOUT_TEACHING, discover(role_id=RISK, title="risk manager"))
    aside = (*two, block(), park(role_id=RISK))

    assert (line(*two).roles_known, line(*two).roles_in_play) == (2, 2)
    assert line(*aside).roles_aside == {TEACHER, RISK}
    assert line(*aside, reopen()).roles_aside == {RISK}


def test_the_last_contact_is_the_latest_check_in() -> None:
    case = line(
        start(), check_in(happened_on=day(8)), check_in(happened_on=day(5), check_in_id=uid("told late"))
    )

    assert case.last_contact_on == day(8)


def test_a_rating_told_late_replaces_no_later_one() -> None:
    case = line(
        start(),
        RateEnergy(happened_on=day(8), rating=7),
        RateTrust(happened_on=day(8), rating=6),
        RateEnergy(happened_on=day(5), rating=2),
        RateTrust(happened_on=day(5), rating=1),
    )
    assert (case.energy, case.energy_on, case.trust, case.trust_on) == (7, day(8), 6, day(8))


def test_the_coach_the_track_and_the_plan_are_the_latest() -> None:
    case = line(
        start(),
        AssignCoach(happened_on=day(1), coach_id=uid("Ingrid"), name="Ingrid"),
        SetTrack(happened_on=day(2), track="curative"),
        AdjustPlan(happened_on=day(3), weekly_goal=3),
        AdjustPlan(happened_on=day(4), programme_end=day(90), locale="nb"),
    )
    assert (case.coach_id, case.track) == (uid("Ingrid"), "curative")
    assert (case.weekly_goal, case.programme_end, case.locale) == (3, day(90), "nb")


def test_an_ending_is_told_with_its_day() -> None:
    case = line(start(), RecordEnding(happened_on=day(30), ending="education"))

    assert (case.ending, case.ended_on) == ("education", day(30))


MOVED = AlertAcknowledged(happened_on=day(11), rule="silence", move="rang her")
PAUSED = AlertSnoozed(happened_on=day(12), rule="silence", until=day(20))
KEPT = CaseloadAlert(rule="silence", since=day(9), opened_on=day(10))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([], (KEPT,)),
        ([MOVED], (CaseloadAlert(rule="silence", since=day(9), opened_on=day(10), acknowledged_on=day(11)),)),
        ([PAUSED], (CaseloadAlert(rule="silence", since=day(9), opened_on=day(10), snoozed_until=day(20)),)),
        (
            [PAUSED, MOVED],
            (CaseloadAlert(rule="silence", since=day(9), opened_on=day(10), acknowledged_on=day(11)),),
        ),
        ([AlertClosed(happened_on=day(13), rule="silence")], ()),
        ([AlertClosed(happened_on=day(13), rule="tunnel")], (KEPT,)),
        (
            [MOVED, AlertClosed(happened_on=day(13), rule="silence"), opened(day(30))],
            (CaseloadAlert(rule="silence", since=day(30), opened_on=day(30)),),
        ),
    ],
)
def test_an_alert_is_kept_with_what_was_done_about_it(
    told: list[Any], expected: tuple[CaseloadAlert, ...]
) -> None:
    case = line_of([journey_started(), opened(day(10), day(9)), *told])

    assert expected == case.alerts


@pytest.mark.parametrize("told", [MOVED, PAUSED])
def test_what_is_done_about_an_alert_that_is_not_open_is_left_alone(told: AnyJourneyEvent) -> None:
    assert line_of([journey_started(), told]).alerts == ()


def test_a_step_that_was_retracted_does_not_count() -> None:
    told = decide_commands((*TALKED, conclude()))
    number = next(place for place, event in enumerate(told, 1) if isinstance(event, ExperimentRun))

    case = line_of([*told, EntryRetracted(happened_on=day(9), number=number)])

    assert (line_of(told).steps, case.steps, case.first_run_on) == (1, 0, None)


def test_a_start_that_was_corrected_is_shown_as_it_is_now() -> None:
    restated = journey_started(called="Marloes V.", weekly_goal=3)

    case = line_of([journey_started(), EntryCorrected(happened_on=day(2), number=1, fact=restated)])

    assert (case.called, case.weekly_goal) == ("Marloes V.", 3)


@long_histories
@given(history=histories(), cut=st.integers(0, 200))
def test_a_line_that_goes_on_is_the_line_of_the_whole(history: History, cut: int) -> None:
    told = history.entries()

    assert fold(CASELOAD, told) == fold_more(CASELOAD, fold(CASELOAD, told[:cut]), told[cut:])


@given(history=histories())
def test_the_line_is_the_same_on_any_day(history: History) -> None:
    case = fold(CASELOAD, history.entries())

    assert (
        CASELOAD.view(case, SET_OUT, DEFAULT_PARAMETERS)
        == CASELOAD.view(case, history.today, DEFAULT_PARAMETERS)
        == case
    )
