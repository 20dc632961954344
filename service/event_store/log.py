"""The interface of the event log: append, read a stream, read the log, the head, subscribe.

Implemented by `service.event_store.postgres` and `service.event_store.memory`;
one contract suite runs against both.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent
from msgspec import Struct

from service.system_ids import LOCAL_ACTOR, LOCAL_TENANT

ENROLMENT_TOPIC = "JourneyEnrolled"
"""The topic of what is read across the programmes of an organisation."""


@dataclass(frozen=True)
class LoggedEvent(Notification):
    """A stored event with its position in the log (`id`), and when and by whom it was recorded."""

    originator_id: UUID
    recorded_at: datetime
    tenant_id: UUID = LOCAL_TENANT
    actor_id: UUID | None = None
    command_id: UUID | None = None
    correlation_id: UUID | None = None
    causation_id: UUID | None = None


class ReaderProgress(Struct, frozen=True, kw_only=True):
    """Where the log and one of its readers are."""

    head: int
    """The last position of the log."""
    position: int
    """The last position that the reader has taken; 0 if it never ran."""
    behind_seconds: float
    """How long the oldest event that it has not taken stands in the log; 0 if it has taken all."""

    @property
    def lag(self) -> int:
        """How many positions it has still to take."""
        return max(0, self.head - self.position)


class EventsToAppend(Struct, frozen=True, kw_only=True):
    """The events that one command was decided to give; none means "already so"."""

    command_id: UUID
    fingerprint: bytes
    """SHA-256 of the command; the same id with another fingerprint is another command."""
    events: tuple[StoredEvent, ...]
    correlation_id: UUID | None = None
    causation_id: UUID | None = None


class AppendRequest(Struct, frozen=True, kw_only=True):
    """Commands with their events for one stream, to be appended together or not at all."""

    stream: UUID
    expected: int
    """The version of the stream on which the commands were decided; 0 for a new stream."""
    decided: tuple[EventsToAppend, ...]
    tenant_id: UUID = LOCAL_TENANT
    actor_id: UUID = LOCAL_ACTOR


class CommandResult(Struct, frozen=True, kw_only=True):
    """The stored result of a command, by which a repeated command is answered like the first."""

    command_id: UUID
    fingerprint: bytes
    stream: UUID
    version: int
    """The stream's version after the command."""
    position: int
    """The log position after the command: its last event's id, or the head if it has no events."""
    events: int


class EventLog(Protocol):
    """One totally ordered log of streams.

    Positions grow in commit order: once position n is visible, no event below n will ever be added.
    """

    async def append(self, request: AppendRequest) -> tuple[CommandResult, ...]:
        """Appends to one stream, all or nothing; returns a result per command.

        Raises the errors of `service.event_store.errors`.
        """
        ...

    async def command_results(
        self, tenant_id: UUID, actor_id: UUID, command_ids: Sequence[UUID]
    ) -> dict[UUID, CommandResult]:
        """The results of those commands that were recorded, by command id."""
        ...

    async def read_stream(
        self, stream: UUID, *, after: int = 0, known: int = 0, tenant_id: UUID
    ) -> list[LoggedEvent]:
        """The events of a stream above version `after`, in order;
        empty for an unknown stream or another tenant's.

        The caller has the events up to version `known` already: their states are left empty.
        """
        ...

    async def read_streams(self, after: Mapping[UUID, int], *, tenant_id: UUID) -> list[LoggedEvent]:
        """The events of several streams, each above a version of its own; those of one stream in order."""
        ...

    async def read_enrolments(self, *, tenant_id: UUID) -> list[LoggedEvent]:
        """The events by which journeys became part of programmes, of a whole organisation, by position."""
        ...

    async def read_all(self, *, after: int = 0, limit: int = 1000) -> list[LoggedEvent]:
        """The log's events with a position above `after`, in order, at most `limit` of them."""
        ...

    async def head(self) -> int:
        """The highest position in the log; 0 for an empty log."""
        ...

    def read_json_lines(self, *, after: int = 0, upto: int | None = None) -> AsyncIterator[bytes]:
        """The log as JSON Lines, in chunks of whole lines, from one consistent snapshot:
        for export and replay.

        A line is `{"position":1,"journey_id":"…","number":1,"recorded_at":"2026-01-12T09:00:00.25+00:00",
        "actor_id":"…","command_id":"…","event":{…}}` with the stored state as `event`, no spaces outside it,
        and null for what is unknown.
        """
        ...

    def read_streams_as_lines(
        self, streams: Sequence[UUID], *, upto: int, tenant_id: UUID
    ) -> AsyncIterator[bytes]:
        """The events of these streams up to a position as such lines: one stream after another, in the order given."""
        ...

    def subscribe(self, *, after: int) -> AsyncIterator[list[LoggedEvent]]:
        """Yields the log from a position on, without end, in non-empty batches:
        existing events, then new ones.
        """
        ...

    async def wait_for(self, position: int, within: float) -> bool:
        """Waits until the head has reached `position`; False after `within` seconds."""
        ...
