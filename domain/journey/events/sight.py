"""Sight: who may see what of a journey, granted and withdrawn by the client, whoever pays."""

from datetime import date
from typing import Annotated
from uuid import UUID

from domain.event import Event
from domain.growing import with_entry
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, PersonalText, StructuralId
from domain.vocabulary import ReaderKind, SightScope


class SightGranted(Event, frozen=True, kw_only=True, tag="SightGranted"):
    """The client shared part of the journey with a reader, perhaps only until a date."""

    label = translatable("what a reader can see")
    creates = ("reader",)

    reader_id: StructuralId
    reader: Annotated[ReaderKind, C1]
    name: PersonalText
    scope: Annotated[SightScope, C1]
    until: Annotated[date | None, C1] = None


class SightWithdrawn(Event, frozen=True, kw_only=True, tag="SightWithdrawn"):
    """The client withdrew a share."""

    label = translatable("that sharing was stopped")
    part_of = ("reader",)

    reader_id: StructuralId


class SightExpired(Event, frozen=True, kw_only=True, tag="SightExpired"):
    """A share expired: its last date has passed."""

    label = translatable("that sharing ended")
    part_of = ("reader",)

    reader_id: StructuralId


SightSlice = dict[UUID, SightGranted | SightWithdrawn | SightExpired]
"""The latest event of each reader."""


SightEvent = SightGranted | SightWithdrawn | SightExpired


def evolve(sight: SightSlice, event: SightEvent) -> SightSlice:
    """Replaces the latest event of a reader."""
    return with_entry(sight, event.reader_id, event)


EVOLVERS = slice_evolvers("sight", evolve)
