"""Quests: small adventures that are offered, never imposed. Whether one is done shows in the steps themselves."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Struct

from domain.event import Event
from domain.growing import with_entry
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1
from domain.vocabulary import Quest


class QuestOffered(Event, frozen=True, kw_only=True, tag="QuestOffered"):
    """A quest was offered."""

    label = translatable("that a quest was offered")

    quest: Annotated[Quest, C1]


class QuestTaken(Event, frozen=True, kw_only=True, tag="QuestTaken"):
    """The client accepted a quest."""

    label = translatable("that a quest was accepted")

    quest: Annotated[Quest, C1]


class QuestDeclined(Event, frozen=True, kw_only=True, tag="QuestDeclined"):
    """The client declined a quest. It costs nothing."""

    label = translatable("that a quest was declined")

    quest: Annotated[Quest, C1]


QuestEvent = QuestOffered | QuestTaken | QuestDeclined
QuestStage = Literal["offered", "taken", "declined"]


class QuestStatus(Struct, frozen=True):
    """How far a quest is, and since when."""

    stage: QuestStage
    since: date


QuestsSlice = dict[Quest, QuestStatus]


def evolve(quests: QuestsSlice, event: QuestEvent) -> QuestsSlice:
    """Replaces the status of a quest."""
    return with_entry(quests, event.quest, QuestStatus(stage=_stage(event), since=event.happened_on))


def _stage(event: QuestEvent) -> QuestStage:
    match event:
        case QuestOffered():
            return "offered"
        case QuestTaken():
            return "taken"
        case QuestDeclined():
            return "declined"


EVOLVERS = slice_evolvers("quests", evolve)
