"""Views of gaps: what is missing for which role, what was decided, and what a role asks for."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.evidence import SourceKind
from domain.vocabulary import GapDecision


class GapRole(Struct, frozen=True, kw_only=True):
    """A role that asks for something; `title` is null for an unknown role."""

    role_id: UUID
    title: str | None


class GapFinding(Struct, frozen=True, kw_only=True):
    """One occasion on which a gap was found."""

    on: date
    source: SourceKind
    source_id: UUID | None
    role_id: UUID | None


class GapView(Struct, frozen=True, kw_only=True):
    """Something that is asked for and the client lacks, and what they decided to do about it."""

    gap_id: UUID
    wording: str
    """As last recorded."""
    closable: bool
    roles: tuple[GapRole, ...]
    found_on: date
    times: int
    found: tuple[GapFinding, ...]
    """Every time it was found, by day."""
    decision: GapDecision | None
    """The latest one; None when nothing was decided."""
    how: str | None
    due: date | None
    decided_on: date | None
    closed_on: date | None
    """None again when it was decided on anew."""
    missed_since: bool
    """True if it was found missing again on a day after it was closed."""
    open: bool
    """Neither closed, nor to be gone round or lived with."""


class RoleRequirements(Struct, frozen=True, kw_only=True):
    """The requirements of a role that the client heard of, and the gaps."""

    role_id: UUID
    role: str | None
    met: int
    """Times it was heard that a requirement is met."""
    missing: int
    """Times it was heard that one is missing."""
    open_gaps: tuple[UUID, ...]


class PossibleGap(Struct, frozen=True, kw_only=True):
    """Feedback on skills or requirements from which no gap has been recorded yet."""

    experiment_id: UUID
    """The step in which it was heard."""
    approach_id: UUID
    """What that step goes back to, such as the interview that a call was about."""
    role_id: UUID | None
    role: str | None
    on: date
    competence: str | None
    requirements: str | None


class Gaps(Struct, frozen=True, kw_only=True):
    """All gaps, the requirements by role, and possible gaps."""

    on: date
    gaps: tuple[GapView, ...]
    """Open ones first; then in the order they were first found."""
    roles: tuple[RoleRequirements, ...]
    """Roles of which a requirement was heard or a gap found; most open gaps first."""
    possible: tuple[PossibleGap, ...]
    """Newest first."""
