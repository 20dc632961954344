"""Quests: small adventures that are offered, never imposed. Whether one is done shows in the steps themselves."""

from domain.command import Command
from domain.decision_rules import require_not_before
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.quests import QuestDeclined, QuestOffered, QuestStatus, QuestTaken
from domain.vocabulary import Quest


class OfferQuest(Command, frozen=True, kw_only=True, tag="OfferQuest"):
    """Offer a quest. One that was declined can be offered again."""

    quest: Quest


class TakeQuest(Command, frozen=True, kw_only=True, tag="TakeQuest"):
    """Accept a quest, offered or not."""

    quest: Quest


class DeclineQuest(Command, frozen=True, kw_only=True, tag="DeclineQuest"):
    """Decline a quest, offered or not; or drop one that was accepted."""

    quest: Quest


def handle_offer_quest(journey: Journey, command: OfferQuest) -> list[JourneyEvent]:
    """Offers a quest. Returns no event if it is offered or taken."""
    known = journey.quests.get(command.quest)
    if known and known.stage in ("offered", "taken"):
        return []
    _require_in_order(known, command)
    return [QuestOffered(happened_on=command.happened_on, quest=command.quest)]


def handle_take_quest(journey: Journey, command: TakeQuest) -> list[JourneyEvent]:
    """Takes a quest, offered or not. Returns no event if it is taken."""
    known = journey.quests.get(command.quest)
    if known and known.stage == "taken":
        return []
    _require_in_order(known, command)
    return [QuestTaken(happened_on=command.happened_on, quest=command.quest)]


def handle_decline_quest(journey: Journey, command: DeclineQuest) -> list[JourneyEvent]:
    """Declines a quest, which the game may have offered by itself. Returns no event if it was declined that day."""
    known = journey.quests.get(command.quest)
    if known == QuestStatus(stage="declined", since=command.happened_on):
        return []
    _require_in_order(known, command)
    return [QuestDeclined(happened_on=command.happened_on, quest=command.quest)]


def _require_in_order(known: QuestStatus | None, command: OfferQuest | TakeQuest | DeclineQuest) -> None:
    if known:
        require_not_before(command.happened_on, known.since, "This quest was last updated on %(day)s.")


HANDLERS: CommandHandlers = {
    OfferQuest: handle_offer_quest,
    TakeQuest: handle_take_quest,
    DeclineQuest: handle_decline_quest,
}
