"""After a refusal: care first, one change drawn from it, the papers kept on file, and before it all the leave to ring."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.journey.events.slice_evolver import slice_evolvers
from domain.sensitivity import C2, StructuralBool, StructuralDate, StructuralId


class FeedbackAgreed(Event, frozen=True, kw_only=True, tag="FeedbackAgreed"):
    """The other side was asked beforehand whether one may ring afterwards, and said so."""

    experiment_id: StructuralId


class RefusalPaused(Event, frozen=True, kw_only=True, tag="RefusalPaused"):
    """Care first: the pause after a refusal was taken, or skipped."""

    experiment_id: StructuralId
    skipped: StructuralBool = False


class RefusalConcluded(Event, frozen=True, kw_only=True, tag="RefusalConcluded"):
    """One change drawn from a refusal; none means there was nothing in it."""

    experiment_id: StructuralId
    change: Annotated[str | None, C2] = None


class KeptOnFile(Event, frozen=True, kw_only=True, tag="KeptOnFile"):
    """They keep the papers until a day."""

    experiment_id: StructuralId
    until: StructuralDate


class KeptOnFileExpired(Event, frozen=True, kw_only=True, tag="KeptOnFileExpired"):
    """That day has passed."""

    experiment_id: StructuralId


class RefusalsSlice(Struct, frozen=True):
    """What later decisions need of each approach."""

    agreed: frozenset[UUID] = frozenset()
    paused: dict[UUID, RefusalPaused] = {}
    concluded: dict[UUID, RefusalConcluded] = {}
    kept: dict[UUID, KeptOnFile] = {}
    expired: dict[UUID, date] = {}
    """The day up to which the papers were kept, when it is noted that it passed."""


RefusalEvent = FeedbackAgreed | RefusalPaused | RefusalConcluded | KeptOnFile | KeptOnFileExpired


def evolve(refusals: RefusalsSlice, event: RefusalEvent) -> RefusalsSlice:
    """Remember each."""
    key = event.experiment_id
    match event:
        case FeedbackAgreed():
            return replace(refusals, agreed=refusals.agreed | {key})
        case RefusalPaused():
            return replace(refusals, paused={**refusals.paused, key: event})
        case RefusalConcluded():
            return replace(refusals, concluded={**refusals.concluded, key: event})
        case KeptOnFile():
            return replace(refusals, kept={**refusals.kept, key: event})
        case KeptOnFileExpired():
            # Taken back, the one it speaks of may be gone while a later one stands.
            until = refusals.kept[key].until if key in refusals.kept else date.min
            return replace(refusals, expired={**refusals.expired, key: until})


EVOLVERS = slice_evolvers("refusals", evolve)
