"""Views of the claims about a role: who agrees, who contradicts, and in which step they said so."""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.messages import Message
from domain.vocabulary import OddsSignal

ClaimName = Literal[
    "newcomers_welcome", "has_what_is_asked", "employers_respond", "there_is_work", "would_like_it"
]
ClaimSide = Literal["agrees", "contradicts"]


class ClaimSource(Struct, frozen=True, kw_only=True):
    """What somebody, or something published, said of a claim last, and on which side that is."""

    side: ClaimSide | None = None
    """None for a rating in the middle: it is on neither side."""
    on: date
    signal: OddsSignal | None = None
    """What was heard; None for a rating."""
    rating: int | None = None
    """How much the client liked it after meeting them, 0-10; None for a signal."""
    experiment_id: UUID | None = None
    """The step it was heard in, or that was answered; None for a fact about the market."""
    contact_id: UUID | None = None
    """Who said it; None if that is not known, or it was an employer."""
    employer_id: UUID | None = None
    """Their organisation, if it is known."""
    market_signal_id: UUID | None = None
    """The fact about the market, if it is one."""


class RoleClaim(Struct, frozen=True, kw_only=True):
    """A claim about a role, with its independent sources.

    A person counts once, by what they said last, and so does an organisation, though two of its people said so; whoever is not
    known counts by the step. The client's own view and that of the coach count nowhere.
    """

    claim: ClaimName
    agree: int
    contradict: int
    words: Message
    """How many agree and contradict, in words."""
    sources: tuple[ClaimSource, ...]
    """The latest first. After a rejection that was close, an employer stands on both sides."""
    gap_ids: tuple[UUID, ...]
    """What the role asks for and the client lacks, beside the claim that they have what is asked."""


class RoleClaims(Struct, frozen=True, kw_only=True):
    """The five claims about a role, always in the same order."""

    role_id: UUID
    title: str
    claims: tuple[RoleClaim, ...]


class Claims(Struct, frozen=True, kw_only=True):
    """The claims about every role, in the order in which the roles came up."""

    on: date
    roles: tuple[RoleClaims, ...]
