"""The quests that a coach can offer, and what became of those they offered."""

from typing import Literal

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.quests import QuestDeclined, QuestOffered, QuestTaken
from domain.vocabulary import Quest
from projections.game.view import Game

QuestStanding = Literal["open", "accepted", "declined", "dropped", "done"]


class QuestOffers(Struct, frozen=True, kw_only=True):
    """Quests as a coach sees them; the client's own are not among them."""

    free: tuple[Quest, ...]
    """Those that can be offered: neither offered, nor accepted, nor done, and their time has not passed."""
    made: tuple[tuple[Quest, QuestStanding], ...]
    """Those that were offered."""
    running: bool
    """Whether the client has accepted a quest: then another one waits until it is done or dropped."""


def quest_offers(journey: Journey, game: Game) -> QuestOffers:
    """The quests on the day of the view. None can be offered while the client has the game switched off."""
    on = journey.course.game is None or journey.course.game.on
    made = _made(journey)
    free: tuple[Quest, ...] = tuple(
        one.quest
        for one in game.quests
        if one.stage in ("not_offered", "declined") and one.done_on is None and not one.is_over(game.on)
    )
    done = {one.quest for one in game.quests if one.done_on}
    return QuestOffers(
        free=free if on else (),
        made=tuple((quest, "done" if quest in done else standing) for quest, standing in made.items()),
        running=game.accepted_quest is not None,
    )


def _made(journey: Journey) -> dict[Quest, QuestStanding]:
    """What became of each offer; what the client does with a quest that was not offered is theirs."""
    made: dict[Quest, QuestStanding] = {}
    for event in journey.unretracted_events().values():
        match event:
            case QuestOffered(quest=quest):
                made[quest] = "open"
            case QuestTaken(quest=quest) if quest in made:
                made[quest] = "accepted"
            case QuestDeclined(quest=quest) if quest in made:
                made[quest] = "dropped" if made[quest] in ("accepted", "dropped") else "declined"
            case _:
                pass
    return made
