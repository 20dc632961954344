"""Reads JSON lines of the log, as an export holds them, many at a time."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from operator import is_
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.persistence import MapperDeserialisationError
from msgspec import Struct
from msgspec.structs import replace

from domain.calculable_numbers import with_calculable_values
from domain.event_catalogue import AnyEvent
from domain.history import RecordedEvent
from service.event_store.event_sealer import (
    REDACTED_JSON,
    SEALED_MARKER,
    SealedFields,
    mark_redacted,
    redact_sealed,
)
from service.event_store.mapper import EventMapper, UnknownTopic


class SealedLine(Struct, frozen=True):
    """The sealed parts of a JSON line."""

    event: SealedFields


class LineEnvelope(Struct, frozen=True):
    """What is needed of a JSON line that could not be decoded."""

    position: int
    event: msgspec.Raw


class StoredLine(Struct, frozen=True, kw_only=True):
    """A JSON line of the log before its event is upcast."""

    position: int
    journey_id: UUID
    number: int
    recorded_at: datetime
    actor_id: UUID | None
    command_id: UUID | None
    event: Any


class LineReader:
    """Decodes lines with the forms and the upcasts of a mapper."""

    def __init__(self, mapper: EventMapper | None = None) -> None:
        self._mapper = mapper or EventMapper()
        self._entries = msgspec.json.Decoder(RecordedEvent)
        self._sealed = msgspec.json.Decoder(SealedLine)
        self._lines = _line_decoder(self._mapper.stored)

    def read(self, lines: bytes) -> list[RecordedEvent]:
        """The recorded events of a chunk of JSON lines, as they read without a key."""
        entries = self._decode_lines(lines)
        if REDACTED_JSON not in lines:
            return entries
        if SEALED_MARKER not in lines:
            return [_with_event(entry, mark_redacted(entry.event)) for entry in entries]
        sealed = self._sealed.decode_lines(lines)
        return [
            _with_event(
                entry, redact_sealed(entry.event) if line.event.sealed else mark_redacted(entry.event)
            )
            for entry, line in zip(entries, sealed, strict=True)
        ]

    def _decode_lines(self, lines: bytes) -> list[RecordedEvent]:
        try:
            return [
                _with_event(entry, with_calculable_values(entry.event))
                for entry in self._entries.decode_lines(lines)
            ]
        except msgspec.ValidationError:
            # Most likely an old form among them: rare enough to decode the chunk twice.
            return [self._present(line) for line in self._as_stored(lines)]

    def _as_stored(self, lines: bytes) -> list[StoredLine]:
        try:
            return self._lines.decode_lines(lines)
        except msgspec.ValidationError as fault:
            raise next(self._errors(lines), MapperDeserialisationError(str(fault))) from fault

    def _present(self, line: StoredLine) -> RecordedEvent:
        return RecordedEvent(
            position=line.position,
            journey_id=line.journey_id,
            number=line.number,
            recorded_at=line.recorded_at,
            actor_id=line.actor_id,
            command_id=line.command_id,
            event=self._mapper.upcast(line.event),
        )

    def _errors(self, lines: bytes) -> Iterator[MapperDeserialisationError]:
        """The errors of those lines that cannot be decoded."""
        for line in lines.splitlines():
            envelope = msgspec.json.decode(line, type=LineEnvelope)
            topic = msgspec.json.decode(envelope.event).get("type")
            if topic not in self._mapper.topics:
                yield UnknownTopic(str(topic), f"position {envelope.position}")
            try:
                self._lines.decode(line)
            except msgspec.ValidationError as fault:
                yield MapperDeserialisationError(f"position {envelope.position} is unreadable: {fault}")


def _with_event(entry: RecordedEvent, event: AnyEvent) -> RecordedEvent:
    return entry if is_(event, entry.event) else replace(entry, event=event)


@cache
def _line_decoder(stored: Any) -> "msgspec.json.Decoder[Any]":
    """A decoder of lines with an event of any form there ever was."""
    fields = [("event", stored)]
    return msgspec.json.Decoder(
        msgspec.defstruct("StoredLineOfEvent", fields, bases=(StoredLine,), frozen=True, kw_only=True)
    )
