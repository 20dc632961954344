"""What a step earns: both worked cases to the printed figure, and each rule by itself."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from domain.journey.commands.evidence import (
    GapInput,
    LearningInput,
    OddsSignalInput,
    StrengthInput,
    TradeoffInput,
)
from domain.journey.commands.experiments import ForecastInput, IfThenPlanInput
from domain.journey.commands.weeks import DeclareRest
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.journey.events.experiments import ExperimentRun, Forecast
from domain.journey.events.weeks import monday_of
from domain.vocabulary import ExperimentKind
from projections.fold import fold
from projections.game.levels import level_for_points
from projections.game.points import StepPoints
from projections.game.projection import GAME
from projections.game.rules import GAME_RULES
from projections.game.state import GameState
from projections.game.view import Game
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from tests.domain.journeys import (
    ABOUT_TEACHING,
    APPLIED,
    LETTER,
    MONDAY,
    RISK,
    TALK,
    TALKED,
    TEACHER,
    answer,
    ask_why,
    cancel,
    check_in,
    conclude,
    day,
    discover,
    drop,
    hear_why,
    journey_started,
    learn,
    named,
    new_role,
    plan,
    planned,
    rated,
    refuse,
    run,
    start,
    uid,
)
from tests.histories import SET_OUT
from tests.projections.small_games import game, in_turn, the_step, view_of
from tests.projections.worked_cases import CASES, WEEKS, entries_of, evening, read, step, told

LAST = 12

# The worked cases.


@cache
def folded(number: int) -> GameState:
    return fold(GAME, entries_of(read(number)))


@cache
def in_week(number: int, week: int) -> Game:
    return GAME.view(folded(number), evening(number, week), DEFAULT_PARAMETERS)


def earned(number: int, action: str) -> StepPoints:
    return next(one for one in in_week(number, LAST).steps if one.experiment_id == step(number, action))


@pytest.mark.parametrize("number", CASES)
def test_the_points_of_every_step(number: int) -> None:
    shown = [(one.experiment_id, one.points) for one in in_week(number, LAST).steps]
    expected = told(number)["expected"]["game"]["points_per_step"]

    assert [(step(number, row["id"]), row["points"]) for row in expected] == shown


@pytest.mark.parametrize("number", CASES)
def test_the_total_and_the_level(number: int) -> None:
    shown, expected = in_week(number, LAST), told(number)["expected"]["game"]

    assert (expected["points_total"], expected["level"]) == (shown.total, shown.level.number)


@pytest.mark.parametrize("number", CASES)
@pytest.mark.parametrize("week", WEEKS)
def test_the_momentum_of_every_week(number: int, week: int) -> None:
    expected = told(number)["expected"]["game"]["momentum_per_week"]
    weeks = in_week(number, week).momentum.weeks

    assert expected[:week] == [round(one.momentum, 2) for one in weeks]


@pytest.mark.parametrize("number", CASES)
def test_the_courage_it_took(number: int) -> None:
    shown, expected = in_week(number, LAST).courage, told(number)["expected"]["courage"]

    assert shown.gap is not None
    assert expected["steps_rated"] == shown.gap.cases == len(shown.steps)
    assert expected["mean_dread_gap"] == round(shown.gap.gap, 1)


def test_after_a07_the_teaching_role_drops_and_that_disproving_step_still_earns_points() -> None:
    a07 = earned(1, "a07")

    assert a07.surprise == 5
    assert a07.points == 50


def test_a08_was_cancelled_by_the_other_party_and_earns_points_as_an_attempt() -> None:
    a08, a11 = earned(1, "a08"), earned(1, "a11")

    assert a08.points > 0
    assert a08.run == 0.6 * a11.run


def test_the_refusal_a16_earns_points_for_asking_and_takes_nothing_away() -> None:
    day_of = earned(1, "a16").on
    before, after = (
        GAME.view(folded(1), on, DEFAULT_PARAMETERS) for on in (day_of - timedelta(days=1), day_of)
    )

    assert earned(1, "a16").ask == 10
    assert before.total + earned(1, "a16").points == after.total


def test_a22_feedback_is_unusable_and_asking_for_it_earns_the_same() -> None:
    assert earned(1, "a22").ask == earned(1, "a16").ask


def test_the_rest_week_leaves_momentum_unchanged() -> None:
    eighth, ninth = in_week(1, 9).momentum.weeks[-2:]

    assert ninth.rest
    assert ninth.momentum == eighth.momentum
    assert not in_week(1, 9).momentum.return_quest


def test_the_refusal_a08_counts_as_an_attempt() -> None:
    a08 = earned(2, "a08")
    done = next(one.done for one in in_week(2, 4).momentum.weeks if one.monday == monday_of(a08.on))

    assert (a08.run, a08.courage, a08.points) == (9.0, 8, 42)
    assert done == 2


def test_the_rest_of_week_5_freezes_momentum_in_case_2() -> None:
    fourth, fifth = in_week(2, 5).momentum.weeks[-2:]

    assert fifth.rest
    assert fifth.momentum == fourth.momentum


def test_the_refusal_a18_and_the_trial_that_follows_from_it_each_earn_their_own() -> None:
    assert (earned(2, "a18").ask, earned(2, "a19").ask) == (10, 0)
    assert (earned(2, "a18").points, earned(2, "a19").points) == (46, 77)


# Each rule by itself.


def test_before_the_start_there_is_nothing_yet() -> None:
    shown = GAME.view(GAME.initial, SET_OUT, DEFAULT_PARAMETERS)

    assert (shown.total, shown.level.number, shown.steps) == (0, 1, ())
    assert (shown.momentum.now, shown.momentum.weeks, shown.momentum.return_quest) == (0.5, (), False)
    assert (shown.courage.steps, shown.courage.gap, shown.courage.ladder.bearable) == ((), None, 5)


@pytest.mark.parametrize(
    ("planned", "points"),
    [
        ({}, 0),
        ({"hypothesis": "they need people"}, 4),
        ({"forecast": ForecastInput(appeal=0)}, 3),
        ({"forecast": ForecastInput(invited=0.0)}, 3),
        ({"forecast": ForecastInput(appeal=7, invited=0.5)}, 3),
        ({"forecast": ForecastInput(five_tries="perhaps")}, 3),
        ({"forecast": ForecastInput()}, 0),
        ({"plan": IfThenPlanInput(when="Tue", where="there")}, 3),
        (
            {
                "hypothesis": "so",
                "forecast": ForecastInput(appeal=1),
                "plan": IfThenPlanInput(when="Tue", where="there"),
            },
            10,
        ),
    ],
)
def test_planning_pays_a_hypothesis_a_forecast_and_a_when_and_where(
    planned: Mapping[str, Any], points: int
) -> None:
    assert points == the_step(*ABOUT_TEACHING, plan(**planned), run()).plan


@pytest.mark.parametrize(
    ("kind", "hours", "points"),
    [
        ("desk_research", None, 4),
        ("follow_up", None, 5),
        ("reflection", None, 5),
        ("application", None, 10),
        ("conversation", None, 15),
        ("interview", None, 15),
        ("job_shadow", None, 20),
        ("job_shadow", 5.9, 20),
        ("job_shadow", 6.0, 30),
        ("trial", 20.0, 40),
    ],
)
def test_going_pays_by_the_kind_of_step(kind: ExperimentKind, hours: float | None, points: int) -> None:
    assert points == the_step(*ABOUT_TEACHING, plan(kind=kind), run(hours=hours)).run


@pytest.mark.parametrize("outcome", [cancel(), refuse()], ids=["cancelled", "refused"])
@pytest.mark.parametrize(
    ("kind", "left"),
    [
        ("desk_research", 2.4),
        ("follow_up", 3),
        ("application", 6),
        ("conversation", 9),
        ("job_shadow", 18),
        ("trial", 24),
    ],
)
def test_what_the_other_side_called_off_pays_sixty_percent(
    outcome: UserCommand, kind: ExperimentKind, left: float
) -> None:
    assert left == the_step(*ABOUT_TEACHING, plan(kind=kind), outcome).run


def test_a_plan_that_was_taken_back_is_no_step() -> None:
    assert game(*ABOUT_TEACHING, plan(hypothesis="so"), drop()).steps == ()


def test_a_check_in_and_a_rest_are_no_steps() -> None:
    taught = check_in(learned=LearningInput(odds=(OddsSignalInput(signal="referral", role_id=TEACHER),)))
    rest = DeclareRest(happened_on=day(1), monday=MONDAY)

    assert game(*ABOUT_TEACHING, taught, rest).total == 0


A_STRENGTH = StrengthInput(strength_id=uid("calm"), wording="calm")
A_GAP = GapInput(gap_id=uid("licence"), wording="a licence", closable=True)
A_TRADE = TradeoffInput(winner=named("peace"), loser=named("pay"), met_in_reality=False)
HEARD = OddsSignalInput(signal="vacancies_many")


@pytest.mark.parametrize(
    ("learned", "points"),
    [
        ({"appeal": 0}, 5),
        ({"odds": (HEARD,)}, 5),
        ({"odds": (HEARD, OddsSignalInput(signal="referral"))}, 5),
        ({"tradeoffs": (A_TRADE,)}, 5),
        ({"strengths": (A_STRENGTH,)}, 5),
        ({"gaps": (A_GAP,)}, 5),
        ({"strengths": (A_STRENGTH,), "gaps": (A_GAP,)}, 5),
        ({"roles": (new_role(),)}, 5),
        ({"appeal": 5, "odds": (HEARD,), "tradeoffs": (A_TRADE,), "gaps": (A_GAP,)}, 20),
        (
            {
                "appeal": 5,
                "odds": (HEARD,),
                "tradeoffs": (A_TRADE,),
                "gaps": (A_GAP,),
                "roles": (new_role(),),
            },
            20,
        ),
    ],
)
def test_each_learning_pays_five_once_and_twenty_at_most(learned: Mapping[str, Any], points: int) -> None:
    assert points == the_step(*TALKED, learn(**learned)).learn


def test_a_conclusion_pays_five_from_its_day_on() -> None:
    told = (*TALKED, conclude(happened_on=day(6)))

    assert (the_step(*told, on=day(5)).learn, the_step(*told, on=day(6)).learn) == (0, 5)


def test_a_role_that_came_into_view_with_the_plan_is_learned() -> None:
    assert the_step(start(), plan(role_id=None, new_role=new_role()), run()).learn == 5


def test_a_role_met_in_a_step_and_told_later_is_learned() -> None:
    found = discover(
        role_id=RISK, title="risk manager", found="experiment", found_in=TALK, happened_on=day(7)
    )

    assert the_step(*TALKED, found, on=day(6)).learn == 0
    assert the_step(*TALKED, found, on=day(7)).learn == 5


def test_an_answers_signal_is_learned_on_the_day_it_came_and_only_once() -> None:
    told = (*APPLIED, answer(), answer(happened_on=day(12), answer="called_back"))

    assert [the_step(*told, on=day(ahead)).learn for ahead in (8, 9, 12)] == [0, 5, 5]


def test_an_answer_is_learned_in_the_step_it_was_heard_in() -> None:
    told = (
        *APPLIED,
        plan(kind="follow_up", refers_to=LETTER),
        run(happened_on=day(9)),
        answer(heard_in=TALK),
    )
    letter, call = game(*told).steps

    assert (letter.learn, call.learn) == (0, 5)


@pytest.mark.parametrize(
    ("expected", "rating", "points"),
    [(7, 4, 5), (4, 7, 5), (7, 5, 0), (5, 7, 0), (0, 10, 5), (7, 7, 0), (None, 0, 0), (7, None, 0)],
)
def test_surprise_pays_five_at_a_difference_of_three_either_way(
    expected: int | None, rating: int | None, points: int
) -> None:
    told = (*ABOUT_TEACHING, plan(forecast=ForecastInput(appeal=expected)), run(), learn(appeal=rating))

    assert points == the_step(*told).surprise


def test_a_rating_surprises_from_its_day_on() -> None:
    guessed = planned(forecast=Forecast(appeal=7))
    told: list[AnyJourneyEvent] = [
        journey_started(),
        guessed,
        ExperimentRun(happened_on=day(2), experiment_id=TALK),
    ]
    told.append(rated(rating=2, happened_on=day(4)))

    assert [view_of(told, day(ahead)).steps[0].surprise for ahead in (3, 4)] == [0, 5]


@pytest.mark.parametrize(("dread", "points"), [(None, 0), (0, 0), (4, 0), (5, 2), (7, 6), (9, 10), (10, 12)])
@pytest.mark.parametrize("outcome", [run(), cancel(), refuse()], ids=["run", "cancelled", "refused"])
def test_courage_pays_for_going_whatever_came_of_it(
    dread: int | None, points: int, outcome: UserCommand
) -> None:
    assert points == the_step(*ABOUT_TEACHING, plan(dread_before=dread), outcome).courage


def test_courage_pays_twenty_four_a_week_in_the_order_of_the_log() -> None:
    next_week, later = MONDAY + timedelta(days=7), MONDAY + timedelta(days=9)
    told = [
        *in_turn("first", on=later, dread_before=10),
        *in_turn("second", on=next_week, dread_before=9),
        *in_turn("third", on=next_week, dread_before=8),
        *in_turn("fourth", on=next_week, dread_before=5),
        *in_turn("another week", on=MONDAY + timedelta(days=14), dread_before=10),
    ]
    paid = {one.experiment_id: one.courage for one in game(*ABOUT_TEACHING, *told).steps}

    names = ("first", "second", "third", "fourth", "another week")
    assert [paid[uid(name)] for name in names] == [12, 10, 2, 0, 12]


def test_asking_pays_ten_from_the_day_it_was_asked() -> None:
    told = (*APPLIED, ask_why())

    assert (the_step(*told, on=day(9)).ask, the_step(*told, on=day(10)).ask) == (0, 10)


def test_receiving_feedback_pays_nothing() -> None:
    assert the_step(*APPLIED, ask_why(), hear_why()) == the_step(*APPLIED, ask_why())


def test_repeats_of_a_kind_and_role_in_a_week_pay_less_and_less() -> None:
    shown = game(*ABOUT_TEACHING, *in_turn("1", "2", "3", "4", "5")).steps

    assert [one.rep for one in shown] == [1, 0.7, 0.5, 0.3, 0.3]
    # 10.5, 7.5 and 4.5 go to the even side.
    assert [one.points for one in shown] == [15, 10, 8, 4, 4]


def test_another_kind_another_role_or_another_week_is_no_repeat() -> None:
    told = (
        *ABOUT_TEACHING,
        discover(role_id=RISK, title="risk manager"),
        *in_turn("a talk"),
        *in_turn("an interview", kind="interview"),
        *in_turn("another role", role_id=RISK),
        *in_turn("no role", role_id=None),
        *in_turn("another week", on=MONDAY + timedelta(days=14)),
    )

    assert {one.rep for one in game(*told).steps} == {1.0}


def test_a_step_that_is_logged_late_lowers_nothing() -> None:
    sunday, monday = MONDAY + timedelta(days=13), MONDAY + timedelta(days=7)
    first, second = in_turn("talk", on=sunday), in_turn("told late", on=monday)
    shown = game(*ABOUT_TEACHING, *first, *second).steps

    assert [(one.on, one.rep) for one in shown] == [(monday, 0.7), (sunday, 1.0)]


def test_a_repeat_lowers_neither_surprise_nor_courage_nor_asking() -> None:
    second = uid("second")
    told = (
        *ABOUT_TEACHING,
        *in_turn("first"),
        *in_turn("second", dread_before=8, forecast=ForecastInput(appeal=1)),
        learn(from_step=second, appeal=9, happened_on=day(9)),
        ask_why(experiment_id=second),
    )
    shown = game(*told).steps[1]

    assert shown.rep == 0.7
    # 0.7 x (3 + 15 + 5) + 5 + 8 + 10
    assert shown.points == 39


def test_eight_bare_applications_earn_about_what_one_well_planned_talk_does() -> None:
    bare = in_turn(*"12345678", kind="application")
    talk = plan(
        hypothesis="so",
        forecast=ForecastInput(appeal=4),
        plan=IfThenPlanInput(when="Tue", where="there"),
    )
    learned = learn(appeal=5, odds=(HEARD,), gaps=(A_GAP,))

    assert game(*ABOUT_TEACHING, *bare).total == 37
    assert game(*ABOUT_TEACHING, talk, run(), learned).total == 40


@pytest.mark.parametrize(
    ("total", "number", "needed"),
    [
        (0, 1, 60),
        (59, 1, 1),
        (60, 2, 120),
        (180, 3, 180),
        (359, 3, 1),
        (360, 4, 240),
        (600, 5, 300),
        (900, 6, 360),
        (1260, 7, 420),
        (1679, 7, 1),
        (1680, 8, None),
        (99999, 8, None),
    ],
)
def test_a_level_begins_at_its_border(total: int, number: int, needed: int | None) -> None:
    shown = level_for_points(total, GAME_RULES.levels)

    assert (shown.number, shown.needed) == (number, needed)
    assert shown.reached_at <= total
    assert shown.next_at == (None if needed is None else total + needed)
