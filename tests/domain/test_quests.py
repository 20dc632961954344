"""Quests: offered, taken or let pass, never imposed."""

from datetime import date
from typing import Any, get_args

import pytest

from domain.errors import InvalidValue
from domain.journey.commands.quests import DeclineQuest, OfferQuest, TakeQuest
from domain.journey.decide import UserCommand
from domain.journey.events.quests import QuestDeclined, QuestOffered, QuestTaken
from domain.vocabulary import Quest
from tests.domain.journeys import day, start
from tests.domain.more_journeys import ON, later_than
from tests.domain.scenario import given

LATER = day(9)


def offer(on: date = ON, quest: Quest = "ask_the_odds") -> OfferQuest:
    return OfferQuest(happened_on=on, quest=quest)


def take(on: date = ON, quest: Quest = "ask_the_odds") -> TakeQuest:
    return TakeQuest(happened_on=on, quest=quest)


def decline(on: date = ON, quest: Quest = "ask_the_odds") -> DeclineQuest:
    return DeclineQuest(happened_on=on, quest=quest)


@pytest.mark.parametrize("quest", get_args(Quest))
def test_a_quest_is_offered(quest: Quest) -> None:
    given(start()).when(offer(quest=quest)).then(QuestOffered(happened_on=ON, quest=quest))


@pytest.mark.parametrize(
    "so_far", [(), (offer(),), (offer(), decline())], ids=["unasked", "offered", "declined"]
)
def test_a_quest_is_taken(so_far: tuple[UserCommand, ...]) -> None:
    given(start(), *so_far).when(take(LATER)).then(QuestTaken(happened_on=LATER, quest="ask_the_odds"))


@pytest.mark.parametrize("so_far", [offer(), take()], ids=["offered", "taken"])
def test_a_quest_is_let_pass(so_far: UserCommand) -> None:
    given(start(), so_far).when(decline(LATER)).then(QuestDeclined(happened_on=LATER, quest="ask_the_odds"))


def test_a_declined_quest_may_be_offered_again() -> None:
    given(start(), offer(), decline()).when(offer(LATER)).then(
        QuestOffered(happened_on=LATER, quest="ask_the_odds")
    )


@pytest.mark.parametrize(
    ("so_far", "again"),
    [
        ((offer(),), offer(LATER)),
        ((take(),), offer(LATER)),
        ((take(),), take(LATER)),
        ((offer(), decline(LATER)), decline(LATER)),
    ],
    ids=["offered", "taken, so offered", "taken", "declined"],
)
def test_what_is_so_already_is_nothing_new(so_far: tuple[UserCommand, ...], again: UserCommand) -> None:
    given(start(), *so_far).when(again).then_nothing()


@pytest.mark.parametrize(
    "so_far", [(), (offer(quest="walk_a_day"),), (decline(),)], ids=["unasked", "another", "declined before"]
)
def test_a_quest_that_the_game_offers_by_itself_is_declined_each_time(
    so_far: tuple[UserCommand, ...],
) -> None:
    given(start(), *so_far).when(decline(LATER)).then(QuestDeclined(happened_on=LATER, quest="ask_the_odds"))


@pytest.mark.parametrize(
    ("so_far", "early"),
    [
        ((offer(LATER),), take()),
        ((offer(LATER),), decline()),
        ((take(LATER),), decline()),
        ((offer(), decline(LATER)), offer()),
        ((offer(), decline(LATER)), take()),
    ],
)
def test_a_quest_goes_on_in_order_of_days(so_far: Any, early: UserCommand) -> None:
    given(start(), *so_far).when(early).then_refused(
        InvalidValue, field="happened_on", allowed=later_than(LATER)
    )


def test_each_quest_stands_for_itself() -> None:
    given(start(), take(LATER)).when(take(quest="walk_a_day")).then(
        QuestTaken(happened_on=ON, quest="walk_a_day")
    )
