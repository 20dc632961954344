"""Three quests to choose from: one of each aim, none that is done, declined lately or impossible; one at a time."""

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.commands.evidence import GapInput, OddsSignalInput, TradeoffInput
from domain.journey.commands.gaps import CloseGap, DecideGap
from domain.journey.commands.quests import DeclineQuest, OfferQuest, TakeQuest
from domain.journey.decide import UserCommand
from domain.vocabulary import Quest
from projections.game.quest_choices import QUEST_AIMS, QuestAim, QuestChoice
from tests.domain.journeys import (
    ABOUT_TEACHING,
    APPLIED,
    TALKED,
    answer,
    day,
    learn,
    named,
    plan,
    run,
    start,
    uid,
)
from tests.histories import SET_OUT, History, histories
from tests.projections.small_games import game, view_of

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
days = st.integers(0, 120).map(lambda ahead: SET_OUT + timedelta(days=ahead))
AIMS: tuple[QuestAim, ...] = get_args(QuestAim)
WEEK = timedelta(weeks=1)
LATE = day(40)
"""After the quests of the first weeks."""
REFUSED = (*APPLIED, answer(answer="rejected_unseen"))


def choices(*told: UserCommand, on: date = LATE) -> tuple[QuestChoice, ...]:
    return game(*told, on=on).quest_choices


def chosen(*told: UserCommand, on: date = LATE) -> list[Quest]:
    return [one.quest for one in choices(*told, on=on)]


def decline(*quests: Quest, on: date = LATE - WEEK) -> list[UserCommand]:
    return [DeclineQuest(happened_on=on, quest=one) for one in quests]


def test_there_is_one_about_knowing_one_about_courage_and_one_about_range() -> None:
    shown = choices(*TALKED, on=day(3))

    assert [one.about for one in shown] == list(AIMS)
    assert [one.quest for one in shown] == ["ask_the_odds", "walk_a_day", "three_unknown_roles"]
    assert [str(one.why) for one in shown] == [
        "You have not heard about your chances yet.",
        "You have not spent a whole day with someone at work yet.",
        "You have only tried work from your own list.",
    ]


def test_nothing_is_said_of_what_was_tried_before_anything_was() -> None:
    assert chosen(start(), on=day(0)) == ["ask_the_odds", "first_light", "the_other_side"]


def test_why_says_how_far_it_is() -> None:
    heard = learn(happened_on=day(2), odds=(OddsSignalInput(signal="market_growing"),))

    assert (
        str(choices(*TALKED, heard, on=day(3))[0].why)
        == "You have not had to choose between two priorities in real life yet."
    )
    assert str(
        choices(
            *TALKED,
            heard,
            *decline("trade_off_trail", "gap_closer", "dream_decoder", "listening_tour", on=day(3)),
            on=day(10),
        )[0].why
    ) == ("You have heard about your chances in one role.")


@pytest.mark.parametrize(
    ("told", "on", "quest", "possible"),
    [
        (ABOUT_TEACHING, day(7), "first_light", True),
        (ABOUT_TEACHING, day(8), "first_light", False),
        (ABOUT_TEACHING, day(11), "ask_the_odds", True),
        (ABOUT_TEACHING, day(12), "ask_the_odds", False),
        (ABOUT_TEACHING, LATE, "devils_advocate", False),
        ((*TALKED, learn(appeal=7)), LATE, "devils_advocate", True),
        (APPLIED, LATE, "ring_the_no", False),
        (REFUSED, LATE, "ring_the_no", True),
        (REFUSED, day(29), "three_week_knock", False),
        (REFUSED, day(30), "three_week_knock", True),
        (ABOUT_TEACHING, LATE, "gap_closer", False),
        ((start(),), LATE, "come_back", False),
    ],
)
def test_a_quest_is_only_there_while_it_can_be_done(
    told: tuple[UserCommand, ...], on: date, quest: Quest, possible: bool
) -> None:
    others = [one for one, aim in QUEST_AIMS.items() if aim == QUEST_AIMS[quest] and one != quest]

    declined = decline(*others, on=max(day(0), on - WEEK))

    assert (quest in chosen(*told, *declined, on=on)) == possible


def test_a_gap_that_is_open_asks_to_be_closed() -> None:
    gap = GapInput(gap_id=uid("certificate"), wording="certificate", closable=True)
    others = decline("trade_off_trail", "dream_decoder", "listening_tour")
    told = (*TALKED, learn(gaps=(gap,)), *others)
    closed = (
        DecideGap(happened_on=day(5), gap_id=uid("certificate"), decision="close"),
        CloseGap(happened_on=day(6), gap_id=uid("certificate")),
    )

    assert str(choices(*told)[0].why) == "One thing that you were asked for is still missing."
    assert "gap_closer" not in chosen(*told[:-3], *closed, *others)


def test_what_is_least_far_along_comes_first() -> None:
    trade = TradeoffInput(winner=named("pay"), loser=named("peace"), met_in_reality=True)

    assert chosen(*TALKED)[0] == "trade_off_trail"
    assert chosen(*TALKED, learn(tradeoffs=(trade,)))[0] == "dream_decoder"


def test_a_declined_quest_stays_away_for_28_days() -> None:
    told = (start(), *decline("the_other_side", on=day(1)))

    assert [("the_other_side" in chosen(*told, on=day(ahead))) for ahead in (0, 1, 28, 29)] == [
        True,
        False,
        False,
        True,
    ]


def test_after_not_now_nothing_is_offered_until_monday() -> None:
    monday = LATE - timedelta(days=LATE.weekday())
    told = (start(), *decline(*chosen(start()), on=monday))

    assert [bool(chosen(*told, on=monday + timedelta(days=days))) for days in (0, 1, 6, 7)] == [
        False,
        False,
        False,
        True,
    ]


def test_all_three_that_are_declined_make_room_for_others_or_for_none() -> None:
    shown = chosen(start())
    rest = chosen(start(), *decline(*shown))
    nothing = chosen(start(), *decline(*QUEST_AIMS))

    assert not set(shown) & set(rest)
    assert nothing == []


def test_one_quest_at_a_time() -> None:
    taken = TakeQuest(happened_on=day(1), quest="walk_a_day")
    other = TakeQuest(happened_on=day(2), quest="the_other_side")
    shadowed = (
        plan(experiment_id=uid("day"), kind="job_shadow"),
        run(experiment_id=uid("day"), happened_on=day(4), hours=8.0),
    )

    assert game(start(), on=LATE).accepted_quest is None
    assert (game(start(), taken, on=LATE).accepted_quest, chosen(start(), taken)) == ("walk_a_day", [])
    assert game(start(), taken, other, on=LATE).accepted_quest == "the_other_side"
    assert game(*ABOUT_TEACHING, taken, *shadowed, on=LATE).accepted_quest is None
    assert chosen(*ABOUT_TEACHING, taken, *shadowed)
    assert chosen(start(), taken, *decline("walk_a_day", on=day(3)))


def test_what_a_coach_offers_is_not_offered_twice() -> None:
    (first, *_) = chosen(start())

    assert first not in chosen(start(), OfferQuest(happened_on=day(1), quest=first))


@given(histories(), days)
@long_histories
def test_choices_are_one_of_each_aim_and_none_that_is_done_or_taken(history: History, on: date) -> None:
    shown = view_of(list(history.events), on)
    stands = {one.quest: one for one in shown.quests}
    aims = [one.about for one in shown.quest_choices]

    assert aims == [aim for aim in AIMS if aim in aims]
    assert not (shown.accepted_quest and shown.quest_choices)
    for one in shown.quest_choices:
        assert QUEST_AIMS[one.quest] == one.about
        assert stands[one.quest].done_on is None
        assert stands[one.quest].stage in ("not_offered", "declined")
