"""Consents: for a purpose, in a version of its words, perhaps for a study or until a day, and withdrawn at any time."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry, with_member
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, StructuralId, StructuralInt
from domain.vocabulary import ArmDraw, ConsentPurpose


class ConsentGiven(Event, frozen=True, kw_only=True, tag="ConsentGiven"):
    """The client consented to a purpose, in the wording of that version."""

    label = translatable("a consent")
    creates = ("consent",)

    consent_id: StructuralId
    purpose: Annotated[ConsentPurpose, C1]
    wording: StructuralInt
    """The version of the wording that was read."""
    study_id: Annotated[UUID | None, C1] = None
    until: Annotated[date | None, C1] = None


class ConsentWithdrawn(Event, frozen=True, kw_only=True, tag="ConsentWithdrawn"):
    """The client withdrew a consent."""

    label = translatable("that consent was withdrawn")
    part_of = ("consent",)

    consent_id: StructuralId


class ConsentExpired(Event, frozen=True, kw_only=True, tag="ConsentExpired"):
    """A consent expired: its last date has passed."""

    label = translatable("that a consent ended")
    part_of = ("consent",)

    consent_id: StructuralId


class ArmAssigned(Event, frozen=True, kw_only=True, tag="ArmAssigned"):
    """The client, who agreed to a study, was assigned to one of its arms by chance."""

    label = translatable("an assignment by chance")
    part_of = ("consent",)

    consent_id: StructuralId
    study_id: StructuralId
    arm: Annotated[str, C1]
    """The group of the study, by its code."""
    draw: Annotated[ArmDraw, C1] = "by_person"
    """Whether each person was drawn for by chance alone, or first a share for the programme."""


class ConsentsSlice(Struct, frozen=True):
    """Consents by id, and the ids of those that were withdrawn or expired."""

    given: dict[UUID, ConsentGiven] = {}
    ended: frozenset[UUID] = frozenset()
    arms: dict[UUID, str] = {}
    """The arm that was drawn, by study."""


ConsentEvent = ConsentGiven | ConsentWithdrawn | ConsentExpired


def evolve(consents: ConsentsSlice, event: ConsentEvent | ArmAssigned) -> ConsentsSlice:
    """Adds a consent or an arm, or ends a consent."""
    match event:
        case ConsentGiven():
            return replace(consents, given=with_entry(consents.given, event.consent_id, event))
        case ConsentWithdrawn() | ConsentExpired():
            return replace(consents, ended=with_member(consents.ended, event.consent_id))
        case ArmAssigned():
            return replace(consents, arms=with_entry(consents.arms, event.study_id, event.arm))


EVOLVERS = slice_evolvers("consents", evolve)
