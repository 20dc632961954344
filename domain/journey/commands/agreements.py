"""What client and coach agree on between talks: commitments of the client's, and challenges that may be declined."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from domain.command import Command, Note, SentenceText
from domain.decision_rules import (
    create_once,
    record_change,
    require_not_before,
    require_not_past,
    unknown_reference,
)
from domain.errors import InvalidOperation
from domain.event import Event
from domain.journey.events.agreements import (
    ChallengeAnswer,
    ChallengeAnswered,
    ChallengeSet,
    CommitmentMade,
    CommitmentSettled,
)

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class MakeCommitment(Command, frozen=True, kw_only=True, tag="MakeCommitment"):
    """Commit to something, perhaps by a day."""

    commitment_id: UUID
    what: SentenceText
    due: date | None = None


class SettleCommitment(Command, frozen=True, kw_only=True, tag="SettleCommitment"):
    """Say that it was kept, or let it go."""

    commitment_id: UUID
    kept: bool
    note: Note | None = None


class SetChallenge(Command, frozen=True, kw_only=True, tag="SetChallenge"):
    """Propose something a little daring."""

    challenge_id: UUID
    what: SentenceText
    due: date | None = None


class AnswerChallenge(Command, frozen=True, kw_only=True, tag="AnswerChallenge"):
    """Accept a challenge, decline it, or say that it is met."""

    challenge_id: UUID
    answer: ChallengeAnswer


def handle_make_commitment(journey: "Journey", wish: MakeCommitment) -> list[Event]:
    """Commit once; another commitment has another id."""
    require_not_past(wish.due, wish.happened_on)
    fact = CommitmentMade(
        happened_on=wish.happened_on, commitment_id=wish.commitment_id, what=wish.what, due=wish.due
    )
    known = journey.agreements.commitments.get(wish.commitment_id)
    return create_once(known, fact, "commitment", field="commitment_id")


def handle_settle_commitment(journey: "Journey", wish: SettleCommitment) -> list[Event]:
    """Settle it; a later day may settle it otherwise."""
    made = journey.agreements.commitments.get(wish.commitment_id)
    if made is None:
        raise unknown_reference("commitment", field="commitment_id")
    require_not_before(wish.happened_on, made.happened_on, "The commitment was made on %(day)s.")
    fact = CommitmentSettled(
        happened_on=wish.happened_on,
        commitment_id=wish.commitment_id,
        kept=wish.kept,
        note=wish.note or None,
    )
    return record_change(
        journey.agreements.settled.get(wish.commitment_id),
        fact,
        "The outcome of this commitment was last set on %(day)s; an earlier day cannot change that.",
    )


def handle_set_challenge(journey: "Journey", wish: SetChallenge) -> list[Event]:
    """Set a challenge once."""
    require_not_past(wish.due, wish.happened_on)
    fact = ChallengeSet(
        happened_on=wish.happened_on, challenge_id=wish.challenge_id, what=wish.what, due=wish.due
    )
    known = journey.agreements.challenges.get(wish.challenge_id)
    return create_once(known, fact, "challenge", field="challenge_id")


def handle_answer_challenge(journey: "Journey", wish: AnswerChallenge) -> list[Event]:
    """Answer it; who declined may still accept. What is met stays met."""
    challenged = journey.agreements.challenges.get(wish.challenge_id)
    if challenged is None:
        raise unknown_reference("challenge", field="challenge_id")
    require_not_before(wish.happened_on, challenged.happened_on, "The challenge was set on %(day)s.")
    fact = ChallengeAnswered(happened_on=wish.happened_on, challenge_id=wish.challenge_id, answer=wish.answer)
    latest = journey.agreements.answered.get(wish.challenge_id)
    if latest and latest.answer == "met" != wish.answer:
        raise InvalidOperation("This challenge is met.", field="answer", allowed="another challenge")
    return record_change(
        latest,
        fact,
        "The answer to this challenge was last set on %(day)s; an earlier day cannot change that.",
    )
