"""What client and coach agree on between talks: commitments of the client's, and challenges that may be declined."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, C2, PersonalText, StructuralBool, StructuralId

ChallengeAnswer = Literal["accepted", "declined", "met"]


class CommitmentMade(Event, frozen=True, kw_only=True, tag="CommitmentMade"):
    """The client made a commitment."""

    label = translatable("a commitment")
    creates = ("commitment",)

    commitment_id: StructuralId
    what: PersonalText
    due: Annotated[date | None, C1] = None


class CommitmentSettled(Event, frozen=True, kw_only=True, tag="CommitmentSettled"):
    """A commitment was kept or dropped."""

    label = translatable("the outcome of a commitment")
    part_of = ("commitment",)

    commitment_id: StructuralId
    kept: StructuralBool
    note: Annotated[str | None, C2] = None


class ChallengeSet(Event, frozen=True, kw_only=True, tag="ChallengeSet"):
    """The coach proposed a challenge."""

    label = translatable("a challenge")
    creates = ("challenge",)

    challenge_id: StructuralId
    what: PersonalText
    due: Annotated[date | None, C1] = None


class ChallengeAnswered(Event, frozen=True, kw_only=True, tag="ChallengeAnswered"):
    """The client accepted, declined or met a challenge. Declining costs nothing."""

    label = translatable("the answer to a challenge")
    part_of = ("challenge",)

    challenge_id: StructuralId
    answer: Annotated[ChallengeAnswer, C1]


class AgreementsSlice(Struct, frozen=True):
    """Commitments and challenges by id, with the latest outcome or answer of each."""

    commitments: dict[UUID, CommitmentMade] = {}
    settled: dict[UUID, CommitmentSettled] = {}
    challenges: dict[UUID, ChallengeSet] = {}
    answered: dict[UUID, ChallengeAnswered] = {}


AgreementEvent = CommitmentMade | CommitmentSettled | ChallengeSet | ChallengeAnswered


def evolve(agreements: AgreementsSlice, event: AgreementEvent) -> AgreementsSlice:
    """Adds a commitment or challenge, or its latest outcome or answer."""
    match event:
        case CommitmentMade():
            return replace(
                agreements, commitments=with_entry(agreements.commitments, event.commitment_id, event)
            )
        case CommitmentSettled():
            return replace(agreements, settled=with_entry(agreements.settled, event.commitment_id, event))
        case ChallengeSet():
            return replace(
                agreements, challenges=with_entry(agreements.challenges, event.challenge_id, event)
            )
        case ChallengeAnswered():
            return replace(agreements, answered=with_entry(agreements.answered, event.challenge_id, event))


EVOLVERS = slice_evolvers("agreements", evolve)
