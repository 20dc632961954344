"""A journey's history: its events with their place and the moment they were recorded."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event_catalogue import AnyEvent
from domain.journey.corrections import effective
from domain.journey.corrections.events import EntryCorrected, EntryRetracted, JourneyEventOrCorrection
from domain.journey.events.erasure import ContactForgotten


class RecordedEvent(Struct, frozen=True, kw_only=True, gc=False):
    """One event of a journey as the log holds it. Folds eat these."""

    position: int
    """Place in the whole log."""
    journey_id: UUID
    number: int
    """Place in the journey, from 1."""
    recorded_at: datetime
    actor_id: UUID | None = None
    command_id: UUID | None = None
    event: AnyEvent

    @property
    def originator_id(self) -> UUID:
        """The journey, in the words of the `eventsourcing` library."""
        return self.journey_id

    @property
    def originator_version(self) -> int:
        """The number, in the words of the `eventsourcing` library."""
        return self.number


def contains_correction(entries: Iterable[RecordedEvent]) -> bool:
    """Does one of them say something of an earlier one? Then what was folded before must be folded anew."""
    return any(
        isinstance(entry.event, EntryCorrected | EntryRetracted | ContactForgotten) for entry in entries
    )


def contains_forgetting(entries: Iterable[RecordedEvent]) -> bool:
    """Is somebody forgotten in one of them? Then whatever was read before is to be read again."""
    return any(isinstance(entry.event, ContactForgotten) for entry in entries)


def apply_corrections(entries: Sequence[RecordedEvent]) -> Sequence[RecordedEvent]:
    """A whole history as it is to be folded: corrected, and without what was retracted."""
    if not contains_correction(entries):
        return entries
    events = effective.effective_events(
        (entry.number, cast("JourneyEventOrCorrection", entry.event))
        for entry in entries
        if not isinstance(entry.event, ContactForgotten)
    )
    by_number = {entry.number: entry for entry in entries}
    return [
        entry if (entry := by_number[number]).event is event else replace(entry, event=event)
        for number, event in events.items()
    ]
