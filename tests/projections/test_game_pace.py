"""Momentum week by week, the courage it took, and the ladder that follows from it."""

from datetime import date, timedelta
from typing import get_args

import pytest

from domain.journey.commands.course import AdjustPlan, SwitchGame
from domain.journey.commands.weeks import DeclareRest
from domain.journey.decide import UserCommand
from domain.vocabulary import ExperimentKind, Tie
from projections.fold import fold
from projections.game.momentum import MomentumWeek, momentum_word
from projections.game.projection import GAME
from projections.game.reserve import reserve_weeks_left
from projections.game.rules import GAME_RULES
from projections.game.switch import GameSwitch
from projections.learning_model.ladder import RungName
from tests.domain.journeys import (
    ABOUT_TEACHING,
    MONDAY,
    cancel,
    contact,
    day,
    plan,
    run,
    start,
    uid,
)
from tests.domain.scenario import decide_commands
from tests.projections.small_games import entries, game, in_turn, step_of


def weeks(*told: UserCommand, on: date) -> tuple[MomentumWeek, ...]:
    return game(*told, on=on).momentum.weeks


def sunday(week: int) -> date:
    """The Sunday of a week of the small journey, whose first one began on a Wednesday."""
    return MONDAY + timedelta(days=7 * week - 1)


def test_the_first_week_is_the_calendar_week_of_the_start_with_the_full_goal() -> None:
    (first,) = weeks(start(weekly_goal=3), on=sunday(1))

    assert (first.number, first.monday, first.goal, first.over) == (1, MONDAY, 3, True)
    assert [one.number for one in weeks(start(), on=sunday(1) + timedelta(days=1))] == [1, 2]


def test_a_missed_week_takes_three_quarters_to_three_fifths() -> None:
    busy = [
        command for week in (1, 2, 3) for name in "ab" for command in step_of(f"{week}{name}", sunday(week))
    ]
    shown = weeks(*ABOUT_TEACHING, *busy, on=sunday(4))

    assert [round(one.momentum, 2) for one in shown[2:]] == [0.75, 0.6]


def test_more_steps_than_the_goal_lift_momentum_no_more_than_the_goal() -> None:
    both = [weeks(*ABOUT_TEACHING, *in_turn(*names), on=sunday(2))[-1] for names in ("ab", "abcd")]

    assert [one.done for one in both] == [2, 4]
    assert both[0].momentum == both[1].momentum


def test_half_the_goal_leads_to_half() -> None:
    told = (*ABOUT_TEACHING, *step_of("one", sunday(1)))

    assert weeks(*told, on=sunday(1))[-1].momentum == pytest.approx(0.5)


def test_momentum_never_comes_to_nothing() -> None:
    assert weeks(start(), on=day(700))[-1].momentum > 0


def test_a_rest_freezes_momentum_whatever_else_happens_in_it() -> None:
    rest = DeclareRest(happened_on=day(0), monday=MONDAY + timedelta(days=7))
    idle = weeks(*ABOUT_TEACHING, rest, on=sunday(2))
    busy = weeks(*ABOUT_TEACHING, rest, *in_turn("a", "b"), on=sunday(2))

    assert [one.rest for one in idle] == [False, True]
    assert idle[0].momentum == idle[1].momentum == busy[1].momentum
    assert busy[1].done == 2


def test_a_rest_counts_from_the_day_it_was_declared() -> None:
    rest = DeclareRest(happened_on=day(20), monday=MONDAY, reserve=True)

    assert [weeks(start(), rest, on=day(ahead))[0].rest for ahead in (19, 20)] == [False, True]


def test_a_week_that_is_not_over_takes_nothing_and_may_lift_already() -> None:
    saturday = sunday(2) - timedelta(days=1)
    idle = weeks(*ABOUT_TEACHING, on=saturday)
    busy = weeks(*ABOUT_TEACHING, *in_turn("a", "b"), on=saturday)

    assert not idle[1].over
    assert idle[0].momentum == idle[1].momentum < busy[1].momentum


def test_after_two_missed_weeks_the_return_quest_is_offered_until_the_next_step_or_rest() -> None:
    third = MONDAY + timedelta(days=14)
    rest = DeclareRest(happened_on=third, monday=third)
    back = step_of("back", third)

    assert [game(start(), on=sunday(week)).momentum.return_quest for week in (1, 2)] == [False, True]
    assert game(start(), on=third).momentum.return_quest
    assert not game(start(), rest, on=third).momentum.return_quest
    assert not game(*ABOUT_TEACHING, *back, on=third).momentum.return_quest


def test_a_rest_is_no_missed_week() -> None:
    second, third = MONDAY + timedelta(days=7), MONDAY + timedelta(days=14)
    rest = DeclareRest(happened_on=day(1), monday=second)

    assert not game(start(), rest, on=third).momentum.return_quest
    assert game(start(), rest, on=sunday(3)).momentum.return_quest


def test_another_goal_holds_from_its_week_on_and_leaves_earlier_weeks_alone() -> None:
    third = sunday(3) - timedelta(days=2)
    eager = AdjustPlan(happened_on=third, weekly_goal=3)
    less = AdjustPlan(happened_on=third, weekly_goal=1)
    elsewhere = AdjustPlan(happened_on=sunday(4), locale="sv")
    before = weeks(start(weekly_goal=2), on=sunday(2))
    shown = weeks(start(weekly_goal=2), eager, less, elsewhere, on=sunday(4))

    assert [one.goal for one in shown] == [2, 2, 1, 1]
    assert before == shown[:2]
    assert weeks(start(weekly_goal=2), eager, on=third - timedelta(days=1))[-1].goal == 2


# Whether it is shown.


def test_a_journey_begins_with_the_game_on() -> None:
    assert game(start(), on=day(3)).switch == GameSwitch(on=True, since=day(0))


@pytest.mark.parametrize(("on", "playing", "since"), [(4, True, 0), (5, False, 5), (9, True, 9)])
def test_the_game_is_on_or_off_since_it_was_switched_last(on: int, playing: bool, since: int) -> None:
    off = SwitchGame(happened_on=day(5), on=False)
    again = SwitchGame(happened_on=day(9), on=True)

    assert game(start(), off, again, on=day(on)).switch == GameSwitch(on=playing, since=day(since))


# Courage and the ladder.


def test_dread_is_shown_by_day_for_the_steps_with_both_ratings() -> None:
    plans = [plan(experiment_id=uid(name), dread_before=7, contact=contact()) for name in "abc"]
    told: list[UserCommand] = [
        *ABOUT_TEACHING,
        *plans,
        run(experiment_id=uid("a"), happened_on=day(4), dread_after=2),
        cancel(experiment_id=uid("b"), happened_on=day(3), dread_after=3),
        run(experiment_id=uid("c"), happened_on=day(5)),
    ]
    shown = game(*told).courage

    assert [(one.on, one.before, one.after) for one in shown.steps] == [(day(3), 7, 3), (day(4), 7, 2)]
    assert {one.rung for one in shown.steps} == {"strong_tie_talk"}
    assert shown.gap is None


@pytest.mark.parametrize(
    ("kind", "tie", "rung"),
    [
        ("conversation", "strong", "strong_tie_talk"),
        ("conversation", "medium", "weak_tie_talk"),
        ("conversation", "weak", "weak_tie_talk"),
        ("conversation", "none", "cold_call"),
        ("job_shadow", "weak", "shadow"),
        ("follow_up", "none", "feedback_call"),
        ("interview", "none", None),
        ("application", "weak", None),
    ],
)
def test_a_step_stands_on_the_rung_of_its_kind_and_tie(
    kind: ExperimentKind, tie: Tie, rung: RungName | None
) -> None:
    told = (
        *ABOUT_TEACHING,
        plan(kind=kind, contact=contact(tie=tie), dread_before=8),
        run(dread_after=1),
    )
    shown = game(*told).courage

    assert rung == shown.steps[0].rung
    # (2 x 5 + 8) / 3
    assert {one.name: one.predicted for one in shown.ladder.rungs if one.rated} == (
        {rung: 6.0} if rung else {}
    )


def test_a_talk_with_nobody_named_stands_on_no_rung() -> None:
    told = (*ABOUT_TEACHING, plan(dread_before=8), run(dread_after=1))

    assert game(*told).courage.steps[0].rung is None


def test_every_rung_is_offered_to_one_who_sets_out() -> None:
    shown = game(start()).courage.ladder

    assert [one.name for one in shown.rungs] == [
        "strong_tie_talk",
        "weak_tie_talk",
        "shadow",
        "feedback_call",
        "cold_call",
    ]
    assert {(one.predicted, one.offered) for one in shown.rungs} == {(5.0, True)}
    assert sorted(shown.kinds) == sorted(get_args(ExperimentKind))


def test_bearable_is_the_median_dread_of_the_last_five_rated_steps() -> None:
    dreads = [9, 1, None, 2, 6, 3, 8]
    told = [
        command
        for ahead, dread in enumerate(dreads, 2)
        for command in step_of(str(ahead), day(ahead), dread_before=dread)
    ]

    assert game(*ABOUT_TEACHING, *told).courage.ladder.bearable == 3
    assert game(*ABOUT_TEACHING, *told, on=day(3)).courage.ladder.bearable == 5
    assert game(*ABOUT_TEACHING, *told, on=day(2)).courage.ladder.bearable == 9


def test_a_rung_over_two_above_the_bearable_is_not_offered_and_kinds_off_the_ladder_are() -> None:
    calm = in_turn(*"abcde", on=day(3), kind="desk_research", dread_before=3)
    told = (*ABOUT_TEACHING, plan(kind="job_shadow", dread_before=6), run(), *calm)
    ladder = game(*told).courage.ladder

    assert ladder.bearable == 3
    assert {one.name for one in ladder.rungs if not one.offered} == {"shadow"}
    assert set(get_args(ExperimentKind)) - set(ladder.kinds) == {"job_shadow"}


@pytest.mark.parametrize(
    ("busy", "week", "word"),
    [
        ((1, 2), 2, None),
        ((1, 2), 3, "rising"),
        ((1,), 3, "slowing"),
        ((1, 3), 3, "slowing"),
    ],
)
def test_the_word_for_momentum_compares_the_last_two_weeks_that_are_over(
    busy: tuple[int, ...], week: int, word: str | None
) -> None:
    told = [one for at in busy for name in "ab" for one in step_of(f"{at}{name}", sunday(at))]
    monday = MONDAY + timedelta(days=7 * (week - 1))

    shown = [momentum_word(game(*ABOUT_TEACHING, *told, on=on).momentum, on) for on in (monday, sunday(week))]

    assert shown == [word, word]


def test_a_week_off_leaves_momentum_steady() -> None:
    rest = DeclareRest(happened_on=day(0), monday=MONDAY + timedelta(days=7))
    third = MONDAY + timedelta(days=14)

    assert momentum_word(game(*ABOUT_TEACHING, rest, on=third).momentum, third) == "steady"


def test_whoever_is_away_or_comes_back_is_not_told_to_be_slowing_down() -> None:
    early = step_of("early", sunday(1))
    back = sunday(5)

    def word(*told: UserCommand, on: date) -> str | None:
        return game(*ABOUT_TEACHING, *early, *told, on=on).momentum_word

    assert word(on=sunday(2) + timedelta(days=1)) == "slowing"
    assert word(on=back) is None
    assert word(*step_of("again", back), on=back) is None


def reserve(*told: UserCommand, on: date) -> int:
    state = fold(GAME, entries(decide_commands(told)))
    return reserve_weeks_left(state, on, GAME_RULES.reserve)


@pytest.mark.parametrize(("weeks", "left"), [(5, 0), (6, 1), (11, 1), (12, 2), (16, 2), (18, 3)])
def test_there_is_a_reserve_week_for_every_six_weeks_of_the_programme_from_the_start(
    weeks: int, left: int
) -> None:
    assert reserve(start(programme_end=sunday(weeks)), on=day(0)) == left


def test_without_an_end_of_the_programme_there_is_one_for_every_six_weeks_that_have_begun() -> None:
    assert [reserve(start(), on=sunday(week)) for week in (1, 6, 7, 12, 13)] == [1, 1, 2, 2, 3]


def test_another_end_of_the_programme_changes_the_reserve_from_its_day_on() -> None:
    longer = AdjustPlan(happened_on=day(3), programme_end=sunday(12))

    assert [reserve(start(programme_end=sunday(6)), longer, on=day(ahead)) for ahead in (2, 3)] == [1, 2]


def test_only_reserve_weeks_use_the_reserve_and_never_more_than_there_is() -> None:
    second, third = MONDAY + timedelta(days=7), MONDAY + timedelta(days=14)
    ahead = DeclareRest(happened_on=day(0), monday=second)
    used = [DeclareRest(happened_on=third, monday=monday, reserve=True) for monday in (MONDAY, second)]

    assert reserve(start(programme_end=sunday(6)), ahead, on=third) == 1
    assert reserve(start(programme_end=sunday(6)), *used[:1], on=third) == 0
    shorter = AdjustPlan(happened_on=third, programme_end=sunday(6))
    assert reserve(start(programme_end=sunday(12)), *used, shorter, on=third) == 0
    assert reserve(start(programme_end=sunday(12)), *used, shorter, on=third - timedelta(days=1)) == 2


def test_before_the_start_there_is_no_reserve() -> None:
    assert reserve(start(), on=day(-1)) == 0
    assert reserve_weeks_left(GAME.initial, day(0), GAME_RULES.reserve) == 0
