"""A journey's history: its events with their place and the moment they were recorded."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from domain.events import Event


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """One event of a journey as the log holds it. Folds eat these."""

    position: int
    """Place in the whole log."""
    journey_id: UUID
    number: int
    """Place in the journey, from 1."""
    recorded_at: datetime
    actor_id: UUID | None = None
    command_id: UUID | None = None
    event: Event

    @property
    def originator_id(self) -> UUID:
        """The journey, in the words of the `eventsourcing` library."""
        return self.journey_id

    @property
    def originator_version(self) -> int:
        """The number, in the words of the `eventsourcing` library."""
        return self.number
