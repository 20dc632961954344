"""What client and coach agree on between talks: commitments of the client's, and challenges that may be declined."""

from datetime import date
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
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.agreements import (
    ChallengeAnswer,
    ChallengeAnswered,
    ChallengeSet,
    CommitmentMade,
    CommitmentSettled,
)
from domain.journey.events.catalogue import JourneyEvent


class MakeCommitment(Command, frozen=True, kw_only=True, tag="MakeCommitment"):
    """Make a commitment, perhaps with a date."""

    commitment_id: UUID
    what: SentenceText
    due: date | None = None


class SettleCommitment(Command, frozen=True, kw_only=True, tag="SettleCommitment"):
    """Mark a commitment as kept or dropped."""

    commitment_id: UUID
    kept: bool
    note: Note | None = None


class SetChallenge(Command, frozen=True, kw_only=True, tag="SetChallenge"):
    """Propose a challenge: something a little daring."""

    challenge_id: UUID
    what: SentenceText
    due: date | None = None


class AnswerChallenge(Command, frozen=True, kw_only=True, tag="AnswerChallenge"):
    """Accept or decline a challenge, or mark it as met."""

    challenge_id: UUID
    answer: ChallengeAnswer


def handle_make_commitment(journey: Journey, command: MakeCommitment) -> list[JourneyEvent]:
    """Makes a commitment under a new id; a due date must not lie before it."""
    require_not_past(command.due, command.happened_on)
    event = CommitmentMade(
        happened_on=command.happened_on,
        commitment_id=command.commitment_id,
        what=command.what,
        due=command.due,
    )
    known = journey.agreements.commitments.get(command.commitment_id)
    return create_once(known, event, "commitment", field="commitment_id")


def handle_settle_commitment(journey: Journey, command: SettleCommitment) -> list[JourneyEvent]:
    """Settles a commitment; a later date may settle it otherwise."""
    made = journey.agreements.commitments.get(command.commitment_id)
    if made is None:
        raise unknown_reference("commitment", field="commitment_id")
    require_not_before(command.happened_on, made.happened_on, "The commitment was made on %(day)s.")
    event = CommitmentSettled(
        happened_on=command.happened_on,
        commitment_id=command.commitment_id,
        kept=command.kept,
        note=command.note or None,
    )
    return record_change(
        journey.agreements.settled.get(command.commitment_id),
        event,
        "This commitment was last updated on %(day)s. Use that date or later.",
    )


def handle_set_challenge(journey: Journey, command: SetChallenge) -> list[JourneyEvent]:
    """Sets a challenge under a new id; a due date must not lie before it."""
    require_not_past(command.due, command.happened_on)
    event = ChallengeSet(
        happened_on=command.happened_on, challenge_id=command.challenge_id, what=command.what, due=command.due
    )
    known = journey.agreements.challenges.get(command.challenge_id)
    return create_once(known, event, "challenge", field="challenge_id")


def handle_answer_challenge(journey: Journey, command: AnswerChallenge) -> list[JourneyEvent]:
    """Answers a challenge. A declined one may still be accepted; one that is met stays met."""
    challenged = journey.agreements.challenges.get(command.challenge_id)
    if challenged is None:
        raise unknown_reference("challenge", field="challenge_id")
    require_not_before(command.happened_on, challenged.happened_on, "The challenge was set on %(day)s.")
    event = ChallengeAnswered(
        happened_on=command.happened_on, challenge_id=command.challenge_id, answer=command.answer
    )
    latest = journey.agreements.answered.get(command.challenge_id)
    if latest and latest.answer == "met" != command.answer:
        raise InvalidOperation("This challenge has been met.", field="answer", allowed="another challenge")
    return record_change(
        latest,
        event,
        "This challenge was last answered on %(day)s. Use that date or later.",
    )


HANDLERS: CommandHandlers = {
    MakeCommitment: handle_make_commitment,
    SettleCommitment: handle_settle_commitment,
    SetChallenge: handle_set_challenge,
    AnswerChallenge: handle_answer_challenge,
}
