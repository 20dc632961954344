"""What client and coach agree on between talks: commitments of the client's, and challenges that may be declined."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.decision_rules import ahead, change, not_before, once, unknown
from domain.errors import IllegalStep
from domain.journey.forms import Fact, Note, Sentence, Wish
from domain.sensitivity import C1, C2, Flag, Id, Words

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey

ChallengeAnswer = Literal["accepted", "declined", "met"]


class CommitmentMade(Fact, frozen=True, kw_only=True, tag="CommitmentMade"):
    """The client committed to something."""

    commitment_id: Id
    what: Words
    due: Annotated[date | None, C1] = None


class CommitmentSettled(Fact, frozen=True, kw_only=True, tag="CommitmentSettled"):
    """It was kept, or let go."""

    commitment_id: Id
    kept: Flag
    note: Annotated[str | None, C2] = None


class ChallengeSet(Fact, frozen=True, kw_only=True, tag="ChallengeSet"):
    """The coach proposed something a little daring."""

    challenge_id: Id
    what: Words
    due: Annotated[date | None, C1] = None


class ChallengeAnswered(Fact, frozen=True, kw_only=True, tag="ChallengeAnswered"):
    """The client accepted it, declined it (which costs nothing), or met it."""

    challenge_id: Id
    answer: Annotated[ChallengeAnswer, C1]


class Agreements(Struct, frozen=True):
    """What later decisions need of both."""

    commitments: dict[UUID, CommitmentMade] = {}
    settled: dict[UUID, CommitmentSettled] = {}
    challenges: dict[UUID, ChallengeSet] = {}
    answered: dict[UUID, ChallengeAnswered] = {}


AgreementFact = CommitmentMade | CommitmentSettled | ChallengeSet | ChallengeAnswered


def evolve(agreements: Agreements, fact: AgreementFact) -> Agreements:
    """Remember each, and the latest answer to each."""
    match fact:
        case CommitmentMade():
            return replace(agreements, commitments={**agreements.commitments, fact.commitment_id: fact})
        case CommitmentSettled():
            return replace(agreements, settled={**agreements.settled, fact.commitment_id: fact})
        case ChallengeSet():
            return replace(agreements, challenges={**agreements.challenges, fact.challenge_id: fact})
        case ChallengeAnswered():
            return replace(agreements, answered={**agreements.answered, fact.challenge_id: fact})


class MakeCommitment(Wish, frozen=True, kw_only=True, tag="MakeCommitment"):
    """Commit to something, perhaps by a day."""

    commitment_id: UUID
    what: Sentence
    due: date | None = None


class SettleCommitment(Wish, frozen=True, kw_only=True, tag="SettleCommitment"):
    """Say that it was kept, or let it go."""

    commitment_id: UUID
    kept: bool
    note: Note | None = None


class SetChallenge(Wish, frozen=True, kw_only=True, tag="SetChallenge"):
    """Propose something a little daring."""

    challenge_id: UUID
    what: Sentence
    due: date | None = None


class AnswerChallenge(Wish, frozen=True, kw_only=True, tag="AnswerChallenge"):
    """Accept a challenge, decline it, or say that it is met."""

    challenge_id: UUID
    answer: ChallengeAnswer


def commit(journey: "Journey", wish: MakeCommitment) -> list[Fact]:
    """Commit once; another commitment has another id."""
    ahead(wish.due, wish.happened_on)
    fact = CommitmentMade(
        happened_on=wish.happened_on, commitment_id=wish.commitment_id, what=wish.what, due=wish.due
    )
    known = journey.agreements.commitments.get(wish.commitment_id)
    return once(known, fact, "commitment", field="commitment_id")


def settle(journey: "Journey", wish: SettleCommitment) -> list[Fact]:
    """Settle it; a later day may settle it otherwise."""
    made = journey.agreements.commitments.get(wish.commitment_id)
    if made is None:
        raise unknown("commitment", field="commitment_id")
    not_before(wish.happened_on, made.happened_on, "The commitment was made on %(day)s.")
    fact = CommitmentSettled(
        happened_on=wish.happened_on,
        commitment_id=wish.commitment_id,
        kept=wish.kept,
        note=wish.note or None,
    )
    return change(
        journey.agreements.settled.get(wish.commitment_id),
        fact,
        "The outcome of this commitment was last set on %(day)s; an earlier day cannot change that.",
    )


def challenge(journey: "Journey", wish: SetChallenge) -> list[Fact]:
    """Set a challenge once."""
    ahead(wish.due, wish.happened_on)
    fact = ChallengeSet(
        happened_on=wish.happened_on, challenge_id=wish.challenge_id, what=wish.what, due=wish.due
    )
    known = journey.agreements.challenges.get(wish.challenge_id)
    return once(known, fact, "challenge", field="challenge_id")


def answer(journey: "Journey", wish: AnswerChallenge) -> list[Fact]:
    """Answer it; who declined may still accept. What is met stays met."""
    challenged = journey.agreements.challenges.get(wish.challenge_id)
    if challenged is None:
        raise unknown("challenge", field="challenge_id")
    not_before(wish.happened_on, challenged.happened_on, "The challenge was set on %(day)s.")
    fact = ChallengeAnswered(happened_on=wish.happened_on, challenge_id=wish.challenge_id, answer=wish.answer)
    latest = journey.agreements.answered.get(wish.challenge_id)
    if latest and latest.answer == "met" != wish.answer:
        raise IllegalStep("This challenge is met.", field="answer", allowed="another challenge")
    return change(
        latest,
        fact,
        "The answer to this challenge was last set on %(day)s; an earlier day cannot change that.",
    )
