"""Gaps: what a role asks for and is not there yet, and what the client decided to do about it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry, without_entry
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, C2, StructuralId
from domain.vocabulary import GapDecision


class GapDecided(Event, frozen=True, kw_only=True, tag="GapDecided"):
    """The client decided on a gap: close it, work around it, or live with it."""

    label = translatable("what was decided about a gap")
    part_of = ("gap",)

    gap_id: StructuralId
    decision: Annotated[GapDecision, C1]
    how: Annotated[str | None, C2] = None
    due: Annotated[date | None, C1] = None


class GapClosed(Event, frozen=True, kw_only=True, tag="GapClosed"):
    """A gap was closed: what was missing is there now."""

    label = translatable("that a gap was closed")
    part_of = ("gap",)

    gap_id: StructuralId


class GapsSlice(Struct, frozen=True):
    """The latest decision on each gap, and the gaps that are closed."""

    decided: dict[UUID, GapDecided] = {}
    closed: dict[UUID, date] = {}
    """The date each was closed; a new decision opens it again."""


GapEvent = GapDecided | GapClosed


def evolve(gaps: GapsSlice, event: GapEvent) -> GapsSlice:
    """Replaces the decision on a gap, which opens it again, or closes it."""
    match event:
        case GapDecided():
            still_closed = without_entry(gaps.closed, event.gap_id)
            return replace(gaps, decided=with_entry(gaps.decided, event.gap_id, event), closed=still_closed)
        case GapClosed():
            return replace(gaps, closed=with_entry(gaps.closed, event.gap_id, event.happened_on))


EVOLVERS = slice_evolvers("gaps", evolve)
