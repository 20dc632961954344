"""Recorded events, and the history that folds start from: corrected, without the retracted."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import is_
from typing import cast
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event_catalogue import AnyEvent
from domain.journey.corrections import effective
from domain.journey.corrections.events import EntryCorrected, EntryRetracted, JourneyEventOrCorrection
from domain.journey.events.erasure import ContactForgotten


class RecordedEvent(Struct, frozen=True, kw_only=True, gc=False):
    """An event as it was recorded, with its number, its author and the time."""

    position: int
    """Place in the whole log, increasing; holes are allowed."""
    journey_id: UUID
    number: int
    """Place in the journey, from 1."""
    recorded_at: datetime
    actor_id: UUID | None = None
    command_id: UUID | None = None
    event: AnyEvent

    @property
    def originator_id(self) -> UUID:
        """The stream's id under the name that the `eventsourcing` library gives it."""
        return self.journey_id

    @property
    def originator_version(self) -> int:
        """The number under the name that the `eventsourcing` library gives it."""
        return self.number


def contains_correction(entries: Iterable[RecordedEvent]) -> bool:
    """Whether any event changes what earlier ones mean; then the history must be folded again from its start."""
    return any(
        isinstance(entry.event, EntryCorrected | EntryRetracted | ContactForgotten) for entry in entries
    )


def contains_forgetting(entries: Iterable[RecordedEvent]) -> bool:
    """Whether any event records a forgotten contact; then what was read earlier must be read again."""
    return any(isinstance(entry.event, ContactForgotten) for entry in entries)


def apply_corrections(entries: Sequence[RecordedEvent]) -> Sequence[RecordedEvent]:
    """Returns a full history with corrections applied and retracted events left out."""
    if not contains_correction(entries):
        return entries
    events = effective.effective_events(
        (entry.number, cast("JourneyEventOrCorrection", entry.event))
        for entry in entries
        if not isinstance(entry.event, ContactForgotten)
    )
    by_number = {entry.number: entry for entry in entries}
    return [
        entry if is_((entry := by_number[number]).event, event) else replace(entry, event=event)
        for number, event in events.items()
    ]
