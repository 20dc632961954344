"""The weeks of a journey: each part by itself, the worked cases, and what holds of the weeks of every journey."""

from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.commands.course import AdjustPlan
from domain.journey.commands.evidence import (
    GapInput,
    LearningInput,
    OddsSignalInput,
    StrengthInput,
    TradeoffInput,
)
from domain.journey.commands.experiment_outcomes import NextStepInput
from domain.journey.commands.experiments import IfThenPlanInput
from domain.journey.commands.insights import NameInsight
from domain.journey.commands.suggestions import OfferedExperimentInput, OfferSuggestions
from domain.journey.commands.weeks import DeclareRest, PlanWeek, ReviewWeek
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.journey.events.evidence import AppealRated, OddsSignalHeard, Source
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.weeks import monday_of
from projections.fold import fold, fold_more
from projections.learning_model.attribution import largest_moves
from projections.learning_model.evidence_index import build_evidence_index
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.promise_attribution import promise_attributions
from projections.learning_model.role_beliefs import role_beliefs
from projections.learning_model.state import INITIAL as NOTHING
from projections.learning_model.state import LearningState
from projections.weeks.projection import WEEKS
from projections.weeks.state import WeeksState
from projections.weeks.view import WeekNextStep, WeekRole, Weeks, WeekView
from tests.domain.journeys import (
    ABOUT_TEACHING,
    APPLIED,
    LETTER,
    MONDAY,
    PAY,
    PEACE,
    RISK,
    TALK,
    TALKED,
    TEACHER,
    answer,
    cancel,
    conclude,
    day,
    discover,
    drop,
    heard,
    name_criterion,
    named,
    new_role,
    plan,
    rated,
    refuse,
    run,
    start,
    uid,
    write,
)
from tests.domain.scenario import decide_commands
from tests.histories import SET_OUT, History, histories
from tests.projections.small_games import entries
from tests.projections.worked_cases import CASES, entries_of, evening, read, told
from tests.projections.worked_cases import WEEKS as NUMBERS

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
days = st.integers(0, 120).map(lambda ahead: SET_OUT + timedelta(days=ahead))

SUNDAY = MONDAY + timedelta(days=6)
SECOND = MONDAY + timedelta(days=7)


def view_of(events: list[AnyJourneyEvent], on: date) -> Weeks:
    return WEEKS.view(fold(WEEKS, entries(events)), on, DEFAULT_PARAMETERS)


def weeks(*commands: UserCommand, on: date = SUNDAY) -> Weeks:
    return view_of(decide_commands(commands), on)


def first(*commands: UserCommand, on: date = SUNDAY) -> WeekView:
    """The week of the start, seen from its Sunday unless it is told otherwise."""
    return weeks(*commands, on=on).weeks[0]


# Which weeks there are.


def test_every_week_up_to_the_day_is_there_oldest_first() -> None:
    shown = weeks(start(), on=SECOND + timedelta(days=7))

    assert [(one.number, one.monday) for one in shown.weeks] == [
        (1, MONDAY),
        (2, SECOND),
        (3, SECOND + timedelta(days=7)),
    ]


def test_before_the_start_there_are_no_weeks() -> None:
    assert weeks(start(), on=day(-1)).weeks == ()
    assert WEEKS.view(WEEKS.initial, SUNDAY, DEFAULT_PARAMETERS).weeks == ()


# Plan.


def test_a_step_is_in_the_week_it_is_meant_for() -> None:
    shown = weeks(*ABOUT_TEACHING, plan(planned_for=SECOND), on=SECOND).weeks

    assert [len(one.plan.steps) for one in shown] == [0, 1]


def test_a_step_without_a_day_is_in_the_week_it_was_planned_in() -> None:
    (step,) = first(
        *ABOUT_TEACHING, plan(plan=IfThenPlanInput(when="Fri 16:30", where="her practice"))
    ).plan.steps

    assert (step.experiment_id, step.kind, step.role) == (TALK, "conversation", "teacher")
    assert (step.planned_for, step.when, step.where, step.ended) == (None, "Fri 16:30", "her practice", None)


def test_the_last_plan_for_a_week_counts() -> None:
    made = PlanWeek(happened_on=day(0), monday=MONDAY, intention="hear one story")
    again = PlanWeek(happened_on=day(1), monday=MONDAY, intention="hear two stories")

    assert not first(start()).plan.made
    assert first(start(), made, again, on=day(0)).plan.intention == "hear one story"
    assert first(start(), made, again).plan.intention == "hear two stories"


def test_suggestions_stand_in_the_week_they_were_offered_for() -> None:
    offered = OfferSuggestions(
        happened_on=day(0),
        monday=SECOND,
        offers=(OfferedExperimentInput(role_id=TEACHER, kind="conversation"),),
    )
    one, two = weeks(*ABOUT_TEACHING, offered, on=SECOND).weeks

    assert one.suggestions == ()
    assert [(each.role, each.kind) for each in two.suggestions] == [("teacher", "conversation")]


# Run and conclude.


@pytest.mark.parametrize(
    ("outcome", "ended", "done"),
    [(run(), "run", 1), (cancel(), "cancelled", 1), (refuse(), "refused", 1), (drop(), "dropped", 0)],
)
def test_what_the_other_side_calls_off_counts_as_done_and_a_plan_taken_back_does_not(
    outcome: UserCommand, ended: str, done: int
) -> None:
    week = first(*ABOUT_TEACHING, plan(), outcome)

    assert [(one.experiment_id, one.ended, one.on) for one in week.steps] == [(TALK, ended, day(2))]
    assert [one.ended for one in week.plan.steps] == [ended]
    assert week.done == done


def test_a_conclusion_is_told_with_its_step_from_its_day_on() -> None:
    ring = NextStepInput(what="ring again", due=day(10))
    told_later = (*TALKED, conclude(next_step=ring))
    (before,) = first(*told_later, on=day(2)).steps
    (after,) = first(*told_later, on=day(3)).steps

    assert (before.concluded, before.conclusion, before.next_step) == (False, None, None)
    assert (after.concluded, after.conclusion) == (True, "worth another look")
    assert after.next_step == WeekNextStep(what="ring again", due=day(10))


def test_steps_stand_by_day_and_then_in_the_order_they_were_logged() -> None:
    late = (
        plan(experiment_id=uid("early"), happened_on=day(0)),
        run(experiment_id=uid("early"), happened_on=day(1)),
    )
    week = first(*APPLIED, plan(), run(), *late)

    assert [one.experiment_id for one in week.steps] == [uid("early"), LETTER, TALK]


# Learn.

LEARNED = LearningInput(
    appeal=7,
    odds=(OddsSignalInput(signal="referral"), OddsSignalInput(signal="market_growing")),
    tradeoffs=(TradeoffInput(winner=named("peace"), loser=named("pay"), met_in_reality=True),),
    strengths=(StrengthInput(strength_id=uid("calm"), wording="stays calm", hidden=True, witness="contact"),),
    gaps=(GapInput(gap_id=uid("papers"), wording="papers", closable=True),),
    roles=(new_role(),),
)


def test_what_a_step_taught_stands_in_the_week_of_the_step() -> None:
    week = first(*ABOUT_TEACHING, plan(), run(), conclude(learned=LEARNED, happened_on=day(9)), on=day(9))
    learned = week.learned

    assert msgspec.structs.asdict(learned.counts) == {
        "ratings": 1,
        "signals": 2,
        "tradeoffs": 1,
        "strengths": 1,
        "gaps": 1,
        "roles": 2,
    }
    assert [(one.role, one.rating, one.experiment_id) for one in learned.ratings] == [("teacher", 7, TALK)]
    assert {one.signal for one in learned.signals} == {"referral", "market_growing"}
    assert [(one.winner, one.loser, one.met) for one in learned.tradeoffs] == [("peace", "pay", True)]
    assert [(one.wording, one.hidden) for one in learned.strengths] == [("stays calm", True)]
    assert [(one.wording, one.role) for one in learned.gaps] == [("papers", "teacher")]
    assert [(one.title, one.source) for one in learned.roles] == [
        ("teacher", "own"),
        ("risk manager", "experiment"),
    ]


def test_an_answer_teaches_in_the_week_it_came() -> None:
    one, two = weeks(*APPLIED, answer(), on=day(9)).weeks

    assert one.learned.counts.signals == 0
    assert [(each.signal, each.answer_to, each.on) for each in two.learned.signals] == [
        ("invited", LETTER, day(9))
    ]


def test_what_came_with_the_intake_was_not_learned() -> None:
    week = first(start(), discover(found="intake", starting_appeal=8), name_criterion())

    assert week.learned.counts.ratings == 0
    assert week.learned.counts.roles == 0


def test_evidence_about_a_role_that_is_missing_breaks_nothing() -> None:
    events = decide_commands((start(),))
    week = view_of([*events, rated(), heard("referral")], SUNDAY).weeks[0]

    assert [one.role for one in week.learned.ratings] == [None]
    assert week.moved == ()


def test_an_insight_stands_in_its_week() -> None:
    insight = NameInsight(
        happened_on=day(4), insight_id=uid("aha"), wording="I like teams", found="experiment", found_in=TALK
    )
    (shown,) = first(*TALKED, insight).insights

    assert (shown.wording, shown.on, shown.source, shown.source_id) == (
        "I like teams",
        day(4),
        "experiment",
        TALK,
    )


# Moved.


def test_a_step_moves_the_promise_of_its_role_as_seen_on_sunday() -> None:
    concluded = conclude(learned=LEARNED)
    (moved,) = first(*ABOUT_TEACHING, discover(role_id=uid("x"), title="x"), plan(), run(), concluded).moved
    known, found = moved.roles

    assert (moved.experiment_id, moved.kind, moved.role) == (TALK, "conversation", "teacher")
    assert (known.title, found.title, found.promise_before) == ("teacher", "risk manager", None)
    assert known.promise_before is not None
    assert moved.size == known.promise - known.promise_before > 0


def test_a_step_that_taught_nothing_moved_nothing() -> None:
    assert first(*TALKED, conclude()).moved == ()


def test_an_answer_of_a_later_week_is_no_move_of_the_weeks_steps() -> None:
    assert first(*APPLIED, answer(), on=day(30)).moved == ()
    assert len(first(*APPLIED, answer(happened_on=day(3)), on=day(30)).moved) == 1


# Review and rest, goal.

REVIEW = ReviewWeek(happened_on=day(4), monday=MONDAY, conclusion="two doors opened")


def test_a_week_is_open_until_it_is_reviewed() -> None:
    shown = weeks(start(), REVIEW, on=day(3))
    closed = weeks(start(), REVIEW, on=SUNDAY)

    assert (shown.open, shown.weeks[0].review) == ((MONDAY,), None)
    assert closed.open == ()
    assert [one.review and one.review.conclusion for one in closed.weeks] == ["two doors opened"]


def test_a_rest_needs_no_review() -> None:
    rest = DeclareRest(happened_on=day(0), monday=SECOND, reason="influenza")
    shown = weeks(start(), rest, on=SECOND)

    assert shown.open == (MONDAY,)
    assert [one.rest for one in shown.weeks] == [False, True]
    assert b"influenza" not in msgspec.json.encode(shown)


def test_a_week_may_be_closed_once_every_step_that_was_run_is_concluded() -> None:
    called_off = (write(), cancel(experiment_id=LETTER))
    told_all = (*TALKED, *called_off, conclude(), REVIEW)

    assert [first(*told_all, on=day(on)).may_close for on in (1, 2, 3, 4)] == [True, False, True, False]


def test_an_application_asks_for_no_conclusion_before_its_week_is_closed() -> None:
    assert first(*APPLIED, on=day(3)).may_close


def test_the_goal_of_a_week_is_the_one_set_by_its_end() -> None:
    adjusted = AdjustPlan(happened_on=SECOND + timedelta(days=2), weekly_goal=3)
    language = AdjustPlan(happened_on=SECOND + timedelta(days=9), locale="sv")
    told_all = (start(weekly_goal=1), adjusted, language)

    assert [one.goal for one in weeks(*told_all, on=day(21)).weeks] == [1, 3, 3, 3]
    assert [one.goal for one in weeks(*told_all, on=SECOND).weeks] == [1, 1]


# The worked cases.


@cache
def folded(number: int) -> WeeksState:
    return fold(WEEKS, entries_of(read(number)))


@cache
def of_case(number: int, week: int) -> Weeks:
    return WEEKS.view(folded(number), evening(number, week), DEFAULT_PARAMETERS)


ROWS = [
    pytest.param(number, row, id=f"case {number}, week {row['week']}")
    for number in CASES
    for row in told(number)["expected"]["end_of_week"]
]


@pytest.mark.parametrize(("number", "row"), ROWS)
def test_the_weeks_find_the_new_roles_of_the_case(number: int, row: Any) -> None:
    found: list[WeekRole] = [
        role for week in of_case(number, row["week"]).weeks for role in week.learned.roles
    ]

    assert row["new_roles"] == sum(one.source != "own" for one in found)


@pytest.mark.parametrize(("number", "row"), ROWS)
def test_what_the_last_week_moved_stands_where_the_case_says(number: int, row: Any) -> None:
    expected = {one["role"]: one["promise"] for one in row["top"]}
    moved = {
        role.title: round(role.promise)
        for step in of_case(number, row["week"]).weeks[-1].moved
        for role in step.roles
        if role.title in expected
    }

    assert {title: expected[title] for title in moved} == moved


def test_the_case_moves_a_leading_role_in_most_of_its_expected_weeks() -> None:
    moving = [
        (number, row["week"])
        for number in CASES
        for row in told(number)["expected"]["end_of_week"]
        if of_case(number, row["week"]).weeks[-1].moved
    ]

    assert len(moving) >= 10


@pytest.mark.parametrize("number", CASES)
def test_every_step_of_a_case_is_done_in_one_of_its_weeks(number: int) -> None:
    shown = of_case(number, NUMBERS[-1]).weeks
    points = told(number)["expected"]["game"]["points_per_step"]

    assert [one.number for one in shown] == list(NUMBERS)
    assert sum(one.done for one in shown) == len(points)


def test_case_1_rests_in_week_9() -> None:
    assert [one.number for one in of_case(1, 12).weeks if one.rest] == [9]


# What holds of every journey.


@given(histories(), st.integers(0, 200), days)
@long_histories
def test_a_fold_taken_up_again_is_the_fold_of_the_whole(history: History, cut: int, on: date) -> None:
    all_of_it = history.entries()
    whole, kept = fold(WEEKS, all_of_it), fold(WEEKS, all_of_it[:cut])
    stored = msgspec.json.decode(msgspec.json.encode(kept), type=WeeksState)

    assert whole == fold_more(WEEKS, kept, all_of_it[cut:])
    assert WEEKS.view(whole, on, DEFAULT_PARAMETERS) == WEEKS.view(
        fold_more(WEEKS, stored, all_of_it[cut:]), on, DEFAULT_PARAMETERS
    )


@given(histories(), days)
@long_histories
def test_the_weeks_can_be_told_in_json(history: History, on: date) -> None:
    shown = WEEKS.view(fold(WEEKS, history.entries()), on, DEFAULT_PARAMETERS)

    assert shown == msgspec.json.decode(msgspec.json.encode(shown), type=Weeks)


@given(histories(), days)
@long_histories
def test_the_weeks_at_a_date_depend_only_on_what_is_dated_up_to_it(history: History, on: date) -> None:
    up_to_it = [event for event in history.events if event.happened_on <= on]

    assert view_of(list(history.events), on) == view_of(up_to_it, on)


@given(histories(), days)
@long_histories
def test_a_week_that_is_over_keeps_its_moves(history: History, on: date) -> None:
    state = fold(WEEKS, history.entries())
    over = [
        one for one in WEEKS.view(state, on, DEFAULT_PARAMETERS).weeks if one.monday + timedelta(days=6) <= on
    ]
    later = WEEKS.view(state, on + timedelta(days=30), DEFAULT_PARAMETERS).weeks

    assert [one.moved for one in over] == [one.moved for one in later[: len(over)]]


@given(histories(), days)
@long_histories
def test_what_a_week_moved_is_the_change_between_its_folds(history: History, on: date) -> None:
    learning = fold(WEEKS, history.entries()).learning
    for week in WEEKS.view(fold(WEEKS, history.entries()), on, DEFAULT_PARAMETERS).weeks:
        until = min(week.monday + timedelta(days=6), on)
        before = [one for one in history.entries() if one.event.happened_on < week.monday]
        then = role_beliefs(fold(WEEKS, before).learning, until, DEFAULT_PARAMETERS)
        now = role_beliefs(learning, until, DEFAULT_PARAMETERS)
        moves = {(step.experiment_id, role.role_id): role for step in week.moved for role in step.roles}
        for role_id, source in _moved_by_one_thing(learning, week.monday, until).items():
            if role_id in then:
                change = now[role_id].promise - then[role_id].promise
                move = moves.get((source, role_id))
                assert (move.change() if move else 0) == pytest.approx(change, abs=1e-9)


def _moved_by_one_thing(learning: LearningState, first: date, last: date) -> dict[UUID, UUID]:
    """The roles of which one step told something in these days, and nothing else did."""
    found: defaultdict[UUID, set[UUID | None]] = defaultdict(set)
    evidence: list[AppealRated | OddsSignalHeard] = [*learning.ratings, *learning.signals]
    for one in evidence:
        if first <= one.happened_on <= last:
            sources = {one.source.id, one.answer_to if isinstance(one, OddsSignalHeard) else None}
            found[one.role_id] |= sources - {None} or {None}
    for key, role in learning.roles.items():
        if any(first <= one.happened_on <= last for one in role.judged):
            found[key].add(None)
    return {
        key: source
        for key, sources in found.items()
        if len(sources) == 1 and (source := next(iter(sources))) in learning.steps
    }


@given(histories(), days)
@long_histories
def test_the_moves_are_those_of_the_whole_profile(history: History, on: date) -> None:
    learning = fold(WEEKS, history.entries()).learning
    expected = {
        one.experiment_id: {role.role_id: (role.promise_before, role.promise) for role in one.roles}
        for one in largest_moves(learning, date.min, on)
        if one.roles
    }
    taken = [key for key, step in learning.steps.items() if (day_of := step.happened_on()) and day_of <= on]
    moves = {
        one.experiment_id: {role.role_id: (role.promise_before, role.promise) for role in one.roles}
        for one in promise_attributions(
            learning, build_evidence_index(learning, DEFAULT_PARAMETERS), taken, on
        )
    }

    assert expected == moves


@given(histories(), days)
@long_histories
def test_every_step_and_every_fact_of_the_journey_is_in_exactly_one_week(history: History, on: date) -> None:
    learning = fold(WEEKS, history.entries()).learning
    shown = WEEKS.view(fold(WEEKS, history.entries()), on, DEFAULT_PARAMETERS).weeks
    signals = [one for one in learning.signals if one.happened_on <= on and one.source.kind != "intake"]
    steps = [step for step in learning.steps.values() if (day_of := step.happened_on()) and day_of <= on]

    assert sum(one.learned.counts.signals for one in shown) == len(signals)
    assert sum(one.done for one in shown) == len(steps)
    assert all(monday_of(step.on) == one.monday for one in shown for step in one.steps)


def test_a_role_of_nowhere_was_moved_by_nothing() -> None:
    found = RoleDiscovered(
        happened_on=day(0), role_id=RISK, title="risk manager", distance="far", source=Source(kind="own")
    )
    state = fold(WEEKS, entries([found])).learning

    assert state != NOTHING
    assert (
        promise_attributions(
            state, build_evidence_index(state, DEFAULT_PARAMETERS), [TALK, PAY, PEACE], day(9)
        )
        == ()
    )
