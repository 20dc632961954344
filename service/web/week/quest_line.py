"""The one line of a week that dares: a challenge of the coach, or a quest. Never more than one at a time."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from uuid import UUID

from msgspec import Struct

from projections.coaching.view import ChallengeView, Coaching
from projections.game.quest_choices import QuestChoice
from projections.game.quests import QuestView
from projections.game.view import Game

ASKED_AFTER = timedelta(days=7)
"""For so long after its date an accepted challenge asks whether it was done."""


class ChallengeLine(Struct, frozen=True, kw_only=True):
    """A challenge that waits for an answer, or was accepted."""

    challenge_id: UUID
    what: str
    due: date | None
    accepted: bool
    coach: str | None


class QuestLine(Struct, frozen=True, kw_only=True):
    """A quest that was accepted, or that the coach offers."""

    quest: QuestView
    accepted: bool
    coach: str | None


class ChoiceLine(Struct, frozen=True, kw_only=True):
    """Quests to choose from: one about knowing, one about courage, one about range."""

    choices: tuple[QuestChoice, ...]


DaringLine = ChallengeLine | QuestLine | ChoiceLine


def daring_line(coaching: Coaching, game: Game, today: date, *, plays: bool) -> DaringLine | None:
    """The first of: an open challenge, an accepted one, an accepted quest, one the coach offers, a choice of three.

    A challenge is an agreement, so it stays when the game is off.
    """
    quests = _quests(coaching, game, today) if plays else iter(())
    return next(chain(_challenges(coaching, today), quests), None)


def _challenges(coaching: Coaching, today: date) -> Iterator[DaringLine]:
    coach = coaching.coach.name if coaching.coach else None
    for one in coaching.challenges:
        if one.answer is None and (one.due is None or one.due >= today):
            yield _challenge(one, coach)
    for one in coaching.challenges:
        if one.answer == "accepted" and (one.due is None or one.due + ASKED_AFTER >= today):
            yield _challenge(one, coach)


def _quests(coaching: Coaching, game: Game, today: date) -> Iterator[DaringLine]:
    coach = coaching.coach.name if coaching.coach else None
    for quest in game.quests:
        if quest.quest == game.accepted_quest:
            yield QuestLine(quest=quest, accepted=True, coach=coach)
    for quest in game.quests:
        if quest.stage == "offered" and quest.since and quest.done_on is None and not quest.is_over(today):
            yield QuestLine(quest=quest, accepted=False, coach=coach)
    if game.quest_choices:
        yield ChoiceLine(choices=game.quest_choices)


def _challenge(one: ChallengeView, coach: str | None) -> ChallengeLine:
    return ChallengeLine(
        challenge_id=one.challenge_id,
        what=one.what,
        due=one.due,
        accepted=one.answer == "accepted",
        coach=coach,
    )
