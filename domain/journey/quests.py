"""Quests: small adventures that are offered, never imposed. Whether one is done shows in the steps themselves."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Struct

from domain.decision_rules import not_before
from domain.errors import IllegalStep
from domain.journey.forms import Fact, Wish
from domain.sensitivity import C1
from domain.vocabulary import Quest

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class QuestOffered(Fact, frozen=True, kw_only=True, tag="QuestOffered"):
    """A quest was offered."""

    quest: Annotated[Quest, C1]


class QuestTaken(Fact, frozen=True, kw_only=True, tag="QuestTaken"):
    """The client took it on."""

    quest: Annotated[Quest, C1]


class QuestDeclined(Fact, frozen=True, kw_only=True, tag="QuestDeclined"):
    """The client let it pass, which costs nothing."""

    quest: Annotated[Quest, C1]


Stage = Literal["offered", "taken", "declined"]


class Standing(Struct, frozen=True):
    """How a quest stands, and since when."""

    stage: Stage
    since: date


Quests = dict[Quest, Standing]


def evolve(quests: Quests, fact: QuestOffered | QuestTaken | QuestDeclined) -> Quests:
    """Remember how each stands."""
    return {**quests, fact.quest: Standing(stage=_stage(fact), since=fact.happened_on)}


def _stage(fact: QuestOffered | QuestTaken | QuestDeclined) -> Stage:
    match fact:
        case QuestOffered():
            return "offered"
        case QuestTaken():
            return "taken"
        case QuestDeclined():
            return "declined"


class OfferQuest(Wish, frozen=True, kw_only=True, tag="OfferQuest"):
    """Offer a quest; one that was declined may be offered again."""

    quest: Quest


class TakeQuest(Wish, frozen=True, kw_only=True, tag="TakeQuest"):
    """Take on a quest, offered or not."""

    quest: Quest


class DeclineQuest(Wish, frozen=True, kw_only=True, tag="DeclineQuest"):
    """Let a quest pass that was offered or taken."""

    quest: Quest


def offer(journey: "Journey", wish: OfferQuest) -> list[Fact]:
    """Offer what is not offered or taken already."""
    known = journey.quests.get(wish.quest)
    if known and known.stage in ("offered", "taken"):
        return []
    _in_order(known, wish)
    return [QuestOffered(happened_on=wish.happened_on, quest=wish.quest)]


def take(journey: "Journey", wish: TakeQuest) -> list[Fact]:
    """Take it once."""
    known = journey.quests.get(wish.quest)
    if known and known.stage == "taken":
        return []
    _in_order(known, wish)
    return [QuestTaken(happened_on=wish.happened_on, quest=wish.quest)]


def decline(journey: "Journey", wish: DeclineQuest) -> list[Fact]:
    """Decline what was offered or taken."""
    known = journey.quests.get(wish.quest)
    if known is None:
        raise IllegalStep(
            "This quest was not offered.", field="quest", allowed="a quest that was offered or taken"
        )
    if known.stage == "declined":
        return []
    _in_order(known, wish)
    return [QuestDeclined(happened_on=wish.happened_on, quest=wish.quest)]


def _in_order(known: Standing | None, wish: OfferQuest | TakeQuest | DeclineQuest) -> None:
    if known:
        not_before(wish.happened_on, known.since, "The last word on this quest is of %(day)s.")
