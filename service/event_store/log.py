"""The event log's interface: append, read a stream, read the log, the head, subscribe.

Two implementations satisfy it, `service.event_store.postgres` and `service.event_store.memory`; one contract suite runs against both.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent
from msgspec import Struct

from service.system_ids import LOCAL_ACTOR, LOCAL_TENANT


@dataclass(frozen=True)
class LoggedEvent(Notification):
    """A stored event with its place in the log (`id`) and the circumstances of its recording."""

    originator_id: UUID
    recorded_at: datetime
    tenant_id: UUID = LOCAL_TENANT
    actor_id: UUID | None = None
    command_id: UUID | None = None
    correlation_id: UUID | None = None
    causation_id: UUID | None = None


class EventsToAppend(Struct, frozen=True, kw_only=True):
    """One command and the events it was decided to mean; no events means "already so"."""

    command_id: UUID
    fingerprint: bytes
    """SHA-256 of the command as sent: the same id with another fingerprint is another command."""
    events: tuple[StoredEvent, ...]
    correlation_id: UUID | None = None
    causation_id: UUID | None = None


class AppendRequest(Struct, frozen=True, kw_only=True):
    """What one caller wants appended to one stream: all of it or nothing."""

    stream: UUID
    expected: int
    """The stream's version the decisions were made at; 0 for a new stream."""
    decided: tuple[EventsToAppend, ...]
    tenant_id: UUID = LOCAL_TENANT
    actor_id: UUID = LOCAL_ACTOR


class CommandResult(Struct, frozen=True, kw_only=True):
    """What became of a command: stored with its events, so that a repeat is answered like the first."""

    command_id: UUID
    fingerprint: bytes
    stream: UUID
    version: int
    """The stream's version after the command."""
    position: int
    """The log position after the command: its last event's id; for a command without events the head at that moment."""
    events: int


class EventLog(Protocol):
    """One totally ordered log of streams. Positions grow in commit order: who saw n has seen all below n that will ever be."""

    async def append(self, request: AppendRequest) -> tuple[CommandResult, ...]:
        """Append to one stream, atomically; one receipt per command. Raises the store errors above."""
        ...

    async def command_results(
        self, tenant_id: UUID, actor_id: UUID, command_ids: Sequence[UUID]
    ) -> dict[UUID, CommandResult]:
        """The receipts of those commands that were recorded, by command id."""
        ...

    async def read_stream(
        self, stream: UUID, *, after: int = 0, tenant_id: UUID = LOCAL_TENANT
    ) -> list[LoggedEvent]:
        """The events of one stream with a version above `after`, in order; empty for an unknown stream or another tenant's."""
        ...

    async def read_streams(self, after: Mapping[UUID, int], *, tenant_id: UUID) -> list[LoggedEvent]:
        """The same of several streams at once, each above a version of its own; those of one stream in order."""
        ...

    async def read_all(self, *, after: int = 0, limit: int = 1000) -> list[LoggedEvent]:
        """The log's events with a position above `after`, in order, at most `limit` of them."""
        ...

    async def head(self) -> int:
        """The highest position in the log; 0 for an empty log."""
        ...

    def read_json_lines(self, *, after: int = 0, upto: int | None = None) -> AsyncIterator[bytes]:
        """The log as JSON Lines, in chunks of whole lines, out of one consistent snapshot: for export and replay.

        A line is `{"position":1,"journey_id":"…","number":1,"recorded_at":"2026-01-12T09:00:00.25+00:00",
        "actor_id":"…","command_id":"…","event":{…}}` with the stored state as it is under `event`, no spaces outside it, null for what is unknown.
        """
        ...

    def subscribe(self, *, after: int) -> AsyncIterator[list[LoggedEvent]]:
        """The log from a position on, for ever, in non-empty batches: what is there first, then what comes."""
        ...

    async def wait_for(self, position: int, within: float) -> bool:
        """Wait until the head is at `position` or beyond; False after `within` seconds."""
        ...
