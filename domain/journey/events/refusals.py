"""After a refusal: the pause, the change drawn from it, papers on file; and the leave to ring, given before."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry, with_member
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C2, StructuralBool, StructuralDate, StructuralId


class FeedbackAgreed(Event, frozen=True, kw_only=True, tag="FeedbackAgreed"):
    """The client asked beforehand whether they may call afterwards for feedback. This is the answer."""

    label = translatable("that you may call afterwards")
    part_of = ("experiment",)

    experiment_id: StructuralId


class RefusalPaused(Event, frozen=True, kw_only=True, tag="RefusalPaused"):
    """The client took a pause after a rejection, or skipped it."""

    label = translatable("a pause after a rejection")
    part_of = ("refused",)

    experiment_id: StructuralId
    skipped: StructuralBool = False


class RefusalConcluded(Event, frozen=True, kw_only=True, tag="RefusalConcluded"):
    """The client drew one change from a rejection, or none."""

    label = translatable("what a rejection changes")
    part_of = ("refused",)

    experiment_id: StructuralId
    change: Annotated[str | None, C2] = None


class KeptOnFile(Event, frozen=True, kw_only=True, tag="KeptOnFile"):
    """An employer keeps the client's details on file until a date."""

    label = translatable("how long the details are kept")
    creates = ("kept",)
    part_of = ("happened",)

    experiment_id: StructuralId
    until: StructuralDate


class KeptOnFileExpired(Event, frozen=True, kw_only=True, tag="KeptOnFileExpired"):
    """The date until which an employer keeps the details on file has passed."""

    label = translatable("that the details are no longer kept")
    part_of = ("kept",)

    experiment_id: StructuralId


class RefusalsSlice(Struct, frozen=True):
    """By experiment: leave to ring, pause, conclusion and papers on file."""

    agreed: frozenset[UUID] = frozenset()
    paused: dict[UUID, RefusalPaused] = {}
    concluded: dict[UUID, RefusalConcluded] = {}
    kept: dict[UUID, KeptOnFile] = {}
    expired: dict[UUID, date] = {}
    """The `until` of the papers on file whose expiry is recorded."""


RefusalEvent = FeedbackAgreed | RefusalPaused | RefusalConcluded | KeptOnFile | KeptOnFileExpired


def evolve(refusals: RefusalsSlice, event: RefusalEvent) -> RefusalsSlice:
    """Applies one of these events to its approach."""
    key = event.experiment_id
    match event:
        case FeedbackAgreed():
            return replace(refusals, agreed=with_member(refusals.agreed, key))
        case RefusalPaused():
            return replace(refusals, paused=with_entry(refusals.paused, key, event))
        case RefusalConcluded():
            return replace(refusals, concluded=with_entry(refusals.concluded, key, event))
        case KeptOnFile():
            return replace(refusals, kept=with_entry(refusals.kept, key, event))
        case KeptOnFileExpired():
            # After a retraction there may be a later KeptOnFile here, or none.
            until = refusals.kept[key].until if key in refusals.kept else date.min
            return replace(refusals, expired=with_entry(refusals.expired, key, until))


EVOLVERS = slice_evolvers("refusals", evolve)
