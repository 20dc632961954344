"""Agreements of client and coach: commitments, challenges and quests, each with its status at a date."""

from datetime import date

from domain.journey.events.agreements import (
    ChallengeAnswered,
    ChallengeSet,
    CommitmentMade,
    CommitmentSettled,
)
from domain.journey.events.quests import QuestDeclined, QuestEvent, QuestOffered, QuestStage, QuestTaken
from domain.vocabulary import Quest
from projections.coaching.state import CoachingState
from projections.coaching.view import ChallengeView, CoachingQuest, CommitmentStatus, CommitmentView


def commitment_views(history: CoachingState, on: date) -> tuple[CommitmentView, ...]:
    """The client's commitments, by day, each with its last status."""
    settled = {one.commitment_id: one for one in history.events_of(CommitmentSettled)}
    return tuple(
        _commitment(made, settled.get(made.commitment_id), on) for made in history.events_of(CommitmentMade)
    )


def _commitment(made: CommitmentMade, settled: CommitmentSettled | None, on: date) -> CommitmentView:
    return CommitmentView(
        commitment_id=made.commitment_id,
        what=made.what,
        made_on=made.happened_on,
        due=made.due,
        stands=_stands(made, settled, on),
        settled_on=settled.happened_on if settled else None,
    )


def _stands(made: CommitmentMade, settled: CommitmentSettled | None, on: date) -> CommitmentStatus:
    if settled:
        return "kept" if settled.kept else "let_go"
    return "overdue" if made.due and made.due < on else "open"


def challenge_views(history: CoachingState) -> tuple[ChallengeView, ...]:
    """The coach's challenges, by day, each with the client's last answer."""
    answered = {one.challenge_id: one for one in history.events_of(ChallengeAnswered)}
    return tuple(_challenge(one, answered.get(one.challenge_id)) for one in history.events_of(ChallengeSet))


def _challenge(proposed: ChallengeSet, answered: ChallengeAnswered | None) -> ChallengeView:
    return ChallengeView(
        challenge_id=proposed.challenge_id,
        what=proposed.what,
        set_on=proposed.happened_on,
        due=proposed.due,
        answer=answered.answer if answered else None,
        since=answered.happened_on if answered else None,
    )


def coaching_quests(history: CoachingState) -> tuple[CoachingQuest, ...]:
    """Every quest that has an event, with its status."""
    stand: dict[Quest, CoachingQuest] = {}
    for event in history.events:
        if isinstance(event, QuestEvent):
            stand[event.quest] = CoachingQuest(
                quest=event.quest, stage=_stage(event), since=event.happened_on
            )
    return tuple(stand.values())


def _stage(event: QuestEvent) -> QuestStage:
    match event:
        case QuestOffered():
            return "offered"
        case QuestTaken():
            return "taken"
        case QuestDeclined():
            return "declined"
