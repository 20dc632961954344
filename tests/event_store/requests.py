"""Requests to try a log with."""

from typing import Any
from uuid import UUID, uuid4

from eventsourcing.persistence import StoredEvent

from service.event_store.log import AppendRequest, EventsToAppend

TOPIC = "Noted"
STATE = b'{"type":"Noted","text":"na\xc3\xafve \\"quoted\\" \\u00e9 \\\\ end"}'


def stored(stream: UUID, version: int, *, topic: str = TOPIC, state: bytes = STATE) -> StoredEvent:
    return StoredEvent(stream, version, topic, state)


def command(
    stream: UUID,
    *,
    at: int = 0,
    events: int = 1,
    command_id: UUID | None = None,
    fingerprint: bytes = b"one",
) -> EventsToAppend:
    """A command decided at that version of the stream."""
    versions = range(at + 1, at + events + 1)
    return EventsToAppend(
        command_id=command_id or uuid4(),
        fingerprint=fingerprint,
        events=tuple(stored(stream, version) for version in versions),
        correlation_id=uuid4(),
        causation_id=uuid4(),
    )


def append(stream: UUID, *decided: EventsToAppend, at: int = 0, **rest: Any) -> AppendRequest:
    return AppendRequest(stream=stream, expected=at, decided=decided, **rest)


def simple(stream: UUID | None = None, *, at: int = 0, events: int = 1, **rest: Any) -> AppendRequest:
    """One command, of one event if nothing else is said, on a stream of its own if none is named."""
    stream = stream or uuid4()
    return append(stream, command(stream, at=at, events=events), at=at, **rest)
