"""Quests: each rule by itself, how a quest stands, and that its progress is in the steps whether it was offered or not."""

from datetime import date, timedelta
from typing import Any, get_args

import pytest

from domain.journey.commands.evidence import GapInput, OddsSignalInput, TradeoffInput
from domain.journey.commands.experiments import ForecastInput
from domain.journey.commands.gaps import CloseGap, DecideGap
from domain.journey.commands.quests import DeclineQuest, OfferQuest, TakeQuest
from domain.journey.commands.vision import DecodeDream, QualityInput, SeeQuality
from domain.journey.commands.weeks import DeclareRest
from domain.journey.decide import UserCommand
from domain.vocabulary import Distance, Quest, TestedAspect
from projections.game.quests import QuestView
from tests.domain.journeys import (
    ABOUT_TEACHING,
    APPLIED,
    LETTER,
    MONDAY,
    RISK,
    TALKED,
    TEACHER,
    answer,
    ask_why,
    conclude,
    day,
    discover,
    judge,
    learn,
    named,
    new_role,
    plan,
    refuse,
    run,
    start,
    uid,
)
from tests.projections.small_games import done, game, quest, step_of

OFFERED = OfferQuest(happened_on=day(1), quest="walk_a_day")
TAKEN = TakeQuest(happened_on=day(3), quest="walk_a_day")
DECLINED = DeclineQuest(happened_on=day(5), quest="walk_a_day")
REFUSED = answer(answer="rejected_unseen")


def not_done(needed: int, so_far: int = 0) -> tuple[int, int, None]:
    return so_far, needed, None


# How a quest stands.


def test_every_quest_is_shown_before_anything_was_told_of_it() -> None:
    shown = game(start(), on=day(0)).quests

    assert [one.quest for one in shown] == list(get_args(Quest))
    assert {(one.stage, one.since, one.done, one.done_on) for one in shown} == {
        ("not_offered", None, 0, None)
    }


@pytest.mark.parametrize(
    ("on", "stage", "since"),
    [
        (0, "not_offered", None),
        (2, "offered", day(1)),
        (4, "taken", day(3)),
        (6, "declined", day(5)),
    ],
)
def test_a_quest_stands_as_it_was_told_last(on: int, stage: str, since: date | None) -> None:
    shown = quest("walk_a_day", start(), OFFERED, TAKEN, DECLINED, on=day(on))

    assert (shown.stage, shown.since) == (stage, since)


def test_a_quest_that_was_declined_and_offered_again_on_one_day_is_offered() -> None:
    again = OfferQuest(happened_on=day(5), quest="walk_a_day")

    assert quest("walk_a_day", start(), OFFERED, DECLINED, again).stage == "offered"


def test_a_quest_is_done_by_its_steps_even_when_it_was_declined() -> None:
    shadowed = step_of("day along", day(4), kind="job_shadow")
    long = (*ABOUT_TEACHING, OFFERED, shadowed[0], run(experiment_id=uid("day along"), hours=7.0), DECLINED)

    assert quest("walk_a_day", *long) == QuestView(
        quest="walk_a_day", stage="declined", since=day(5), done=1, needed=1, done_on=day(2)
    )


def test_the_way_back_is_offered_by_the_game_itself_after_two_missed_weeks() -> None:
    missed = MONDAY + timedelta(days=13)

    assert quest("come_back", start(), on=missed - timedelta(days=1)).stage == "not_offered"
    assert quest("come_back", start(), on=missed).stage == "offered"


# Each rule.


@pytest.mark.parametrize(("on", "so_far"), [(7, 1), (8, 0)])
def test_first_light_is_an_experiment_run_within_seven_days_of_the_start(on: int, so_far: int) -> None:
    assert done("first_light", *ABOUT_TEACHING, plan(), run(happened_on=day(on)))[0] == so_far


def test_a_step_that_was_refused_is_no_first_light() -> None:
    assert done("first_light", *ABOUT_TEACHING, plan(), refuse()) == not_done(1)


OUTSIDE, WITH_PEOPLE = uid("outside"), uid("with people")
DREAM = DecodeDream(
    happened_on=day(1),
    dream_id=uid("forester"),
    dream="forester",
    qualities=(QualityInput(quality_id=OUTSIDE, wording="outside"),),
)
OTHER_DREAM = DecodeDream(
    happened_on=day(1),
    dream_id=uid("clown"),
    dream="clown",
    qualities=(QualityInput(quality_id=WITH_PEOPLE, wording="with people"),),
)


def seen(role: str, quality: Any = OUTSIDE, on: int = 4) -> list[UserCommand]:
    return [
        discover(role_id=uid(role), title=role),
        SeeQuality(happened_on=day(on), role_id=uid(role), quality_id=quality),
    ]


def test_dream_decoder_is_a_dream_and_two_roles_that_offer_its_qualities() -> None:
    two = (start(), DREAM, *seen("ranger"), *seen("gardener", on=6))

    assert done("dream_decoder", start(), DREAM) == not_done(3, 1)
    assert done("dream_decoder", *two) == (3, 3, day(6))
    assert done("dream_decoder", *two, on=day(5)) == not_done(3, 2)


def test_two_halves_of_two_dreams_are_no_decoded_dream() -> None:
    told = (start(), DREAM, OTHER_DREAM, *seen("ranger"), *seen("nurse", WITH_PEOPLE))

    assert done("dream_decoder", *told) == not_done(3, 2)


def tried(*names: str, found: Any = "atlas") -> list[UserCommand]:
    """Roles that were each discovered and talked about, one a day."""
    commands: list[UserCommand] = []
    for ahead, name in enumerate(names, 1):
        commands.append(discover(role_id=uid(name), title=name, found=found))
        commands += step_of(f"about {name}", day(ahead), role_id=uid(name))
    return commands


def test_three_unknown_roles_are_tested_and_come_from_elsewhere_than_the_own_list() -> None:
    assert done("three_unknown_roles", start(), *tried(*"abc")) == (3, 3, day(3))
    assert done("three_unknown_roles", start(), *tried(*"ab"), *tried("c", found="own")) == not_done(3, 2)
    assert done("three_unknown_roles", start(), *tried(*"abc", found="intake")) == not_done(3)


def test_a_role_heard_of_in_a_talk_counts_once_it_is_tested() -> None:
    met = (*TALKED, conclude(), learn(roles=(new_role(),)))

    assert done("three_unknown_roles", *met) == not_done(3)
    assert done("three_unknown_roles", *met, *step_of("test", day(6), role_id=RISK)) == not_done(3, 1)


def odds_of(role: str, on: date) -> list[UserCommand]:
    return [
        discover(role_id=uid(role), title=role),
        *step_of(f"odds of {role}", on, role_id=uid(role)),
        learn(
            from_step=uid(f"odds of {role}"), happened_on=on, odds=(OddsSignalInput(signal="one_of_many"),)
        ),
    ]


def test_ask_the_odds_is_hearing_them_for_two_roles_by_the_sunday_of_week_two() -> None:
    sunday = MONDAY + timedelta(days=13)
    late = odds_of("nurse", sunday + timedelta(days=1))

    assert done("ask_the_odds", start(), *odds_of("nurse", day(3)), *odds_of("baker", sunday)) == (
        2,
        2,
        sunday,
    )
    assert done("ask_the_odds", start(), *odds_of("baker", day(3)), *late) == not_done(2, 1)


def test_an_answer_to_an_approach_is_no_asking_for_the_odds() -> None:
    assert done("ask_the_odds", *APPLIED, REFUSED) == not_done(2)


def rating(name: str, on: date, appeal: int, **told: Any) -> list[UserCommand]:
    return [
        *step_of(name, on, **told),
        learn(from_step=uid(name), happened_on=on, appeal=appeal),
    ]


GUESS = {"forecast": ForecastInput(appeal=8)}
LIKED = (
    *ABOUT_TEACHING,
    discover(role_id=RISK, title="risk manager"),
    *rating("liked", day(2), 8),
    *rating("less so", day(2), 5, role_id=RISK),
)


def test_devils_advocate_puts_the_role_rated_highest_to_the_test() -> None:
    assert done("devils_advocate", *LIKED) == not_done(1)
    assert done("devils_advocate", *LIKED, *rating("test", day(5), 3, **GUESS)) == (1, 1, day(5))


@pytest.mark.parametrize("other", [{"role_id": RISK, **GUESS}, {"forecast": None}])
def test_another_role_or_a_step_without_a_forecast_is_no_devils_advocate(other: dict[str, Any]) -> None:
    assert done("devils_advocate", *LIKED, *rating("test", day(5), 3, **other)) == not_done(1)


def test_devils_advocate_counts_whatever_the_rating_is() -> None:
    disliked = done("devils_advocate", *LIKED, *rating("test", day(5), 0, **GUESS))

    assert disliked == done("devils_advocate", *LIKED, *rating("test", day(5), 10, **GUESS))


@pytest.mark.parametrize(("hours", "so_far"), [(6.0, 1), (5.5, 0), (None, 0)])
def test_walk_a_day_takes_six_hours(hours: float | None, so_far: int) -> None:
    told = (*ABOUT_TEACHING, plan(kind="job_shadow"), run(hours=hours))

    assert done("walk_a_day", *told)[0] == so_far


@pytest.mark.parametrize(("distance", "so_far"), [("same", 0), ("near", 0), ("far", 2), ("licence", 2)])
def test_the_other_side_is_two_talks_outside_the_sector(distance: Distance, so_far: int) -> None:
    told = (start(), discover(distance=distance), *step_of("a", day(2)), *step_of("b", day(3)))

    assert done("the_other_side", *told)[0] == so_far


def test_a_role_lies_outside_as_it_was_judged_on_the_day_of_the_talk() -> None:
    told = (start(), discover(distance="near"), judge(happened_on=day(3)))

    assert done("the_other_side", *told, *step_of("a", day(2)), *step_of("b", day(3))) == not_done(2, 1)


def test_ring_the_no_is_asking_why_after_a_refusal() -> None:
    assert done("ring_the_no", *APPLIED, REFUSED, ask_why()) == (1, 1, day(10))
    assert done("ring_the_no", *APPLIED, answer(), ask_why()) == not_done(1)
    assert done("ring_the_no", *APPLIED, ask_why(happened_on=day(5)), REFUSED) == not_done(1)


@pytest.mark.parametrize("link", [{"refers_to": LETTER}, {"refers_to": uid("first call")}])
def test_ring_the_no_may_be_asked_in_a_call_about_the_approach(link: dict[str, Any]) -> None:
    first = step_of("first call", day(9), kind="follow_up", role_id=None, refers_to=LETTER)
    call = step_of("call", day(11), kind="follow_up", role_id=None, **link)
    asked = ask_why(experiment_id=uid("call"), happened_on=day(11))

    assert done("ring_the_no", *APPLIED, REFUSED, *first, *call, asked) == (1, 1, day(11))


@pytest.mark.parametrize(("on", "so_far"), [(29, 0), (30, 1), (60, 1)])
@pytest.mark.parametrize("about", [{"refers_to": LETTER, "role_id": None}, {"role_id": TEACHER}])
def test_three_week_knock_is_a_follow_up_21_days_or_more_after_a_refusal(
    about: dict[str, Any], on: int, so_far: int
) -> None:
    call = step_of("call", day(on), kind="follow_up", **about)

    assert done("three_week_knock", *APPLIED, REFUSED, *call)[0] == so_far


@pytest.mark.parametrize("other", [{"kind": "conversation"}, {"kind": "follow_up", "role_id": None}])
def test_a_talk_or_a_call_about_something_else_is_no_knock(other: dict[str, Any]) -> None:
    assert done("three_week_knock", *APPLIED, REFUSED, *step_of("call", day(40), **other)) == not_done(1)


def traded(name: str, on: date, *, really: bool) -> list[UserCommand]:
    pair = TradeoffInput(winner=named(f"{name} one"), loser=named(f"{name} other"), met_in_reality=really)
    return [*step_of(name, on), learn(from_step=uid(name), happened_on=on, tradeoffs=(pair,))]


def test_trade_off_trail_is_five_trade_offs_met_in_reality() -> None:
    four = [one for name in "abcd" for one in traded(name, day(2), really=True)]

    assert done("trade_off_trail", *ABOUT_TEACHING, *four, *traded("e", day(3), really=False)) == not_done(
        5, 4
    )
    assert done("trade_off_trail", *ABOUT_TEACHING, *four, *traded("e", day(3), really=True)) == (
        5,
        5,
        day(3),
    )


def test_gap_closer_is_a_gap_that_was_closed_and_stays_so_when_it_is_opened_again() -> None:
    gap = uid("diploma")
    found = learn(gaps=(GapInput(gap_id=gap, wording="diploma", closable=True),))
    closed = CloseGap(happened_on=day(9), gap_id=gap)
    again = DecideGap(happened_on=day(20), gap_id=gap, decision="close")

    assert done("gap_closer", *TALKED, found) == not_done(1)
    assert done("gap_closer", *TALKED, found, closed, again) == (1, 1, day(9))


def talks(count: int, *tests: TestedAspect, since: int = 2) -> list[UserCommand]:
    return [
        one
        for ahead in range(since, since + count)
        for one in step_of(f"{tests} {ahead}", day(ahead), tests=tests)
    ]


def test_listening_tour_is_ten_talks_planned_to_test_the_same_thing() -> None:
    mixed = (*ABOUT_TEACHING, *talks(6, "odds"), *talks(9, "appeal", "gaps"))

    assert done("listening_tour", *mixed) == not_done(10, 9)
    assert done("listening_tour", *mixed, *talks(1, "gaps", since=20)) == (10, 10, day(20))


def test_come_back_is_a_step_after_two_missed_weeks() -> None:
    third = MONDAY + timedelta(days=16)

    assert done("come_back", *ABOUT_TEACHING, *step_of("back", third)) == (1, 1, third)
    assert done("come_back", *TALKED, *step_of("back", third)) == not_done(1)


def test_a_week_off_is_no_missed_week_and_takes_no_return_back_when_it_is_told_later() -> None:
    second, third = MONDAY + timedelta(days=7), MONDAY + timedelta(days=16)
    rest = DeclareRest(happened_on=day(1), monday=second)
    told_later = DeclareRest(happened_on=third + timedelta(days=1), monday=second, reserve=True)

    assert done("come_back", *ABOUT_TEACHING, rest, *step_of("back", third)) == not_done(1)
    assert done("come_back", *ABOUT_TEACHING, *step_of("back", third), told_later) == (1, 1, third)


def test_a_step_told_late_takes_no_return_back() -> None:
    third = MONDAY + timedelta(days=16)
    late = step_of("late", MONDAY + timedelta(days=8))

    assert done("come_back", *ABOUT_TEACHING, *step_of("back", third), *late) == (1, 1, third)
