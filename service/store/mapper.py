"""Between a journey's events and the log's rows: a topic and a line of JSON each; old forms come back as new ones."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, get_args
from uuid import UUID

import msgspec
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import (
    JSONTranscoder,
    Mapper,
    MapperDeserialisationError,
    Notification,
    StoredEvent,
)
from msgspec import Struct

from domain.events import UPCASTS, Stored
from domain.history import Entry
from service.store.log import LoggedEvent

UNRECORDED = datetime.min.replace(tzinfo=UTC)
"""Stands for the moment of recording where a bare stored event does not tell it."""


class UnknownTopic(MapperDeserialisationError):
    """The log holds an event this code has no class for: it is older than the code that wrote it."""

    def __init__(self, topic: str, where: str) -> None:
        super().__init__(f"no event is called {topic!r} here ({where}); was it written by newer code?")
        self.topic = topic


class Envelope(Struct, frozen=True):
    """What is asked of a line that could not be read."""

    position: int
    event: msgspec.Raw


class Line(Struct, frozen=True, kw_only=True):
    """One line of the log before its event is known to be of the present form."""

    position: int
    journey_id: UUID
    number: int
    recorded_at: datetime
    actor_id: UUID | None
    command_id: UUID | None
    event: Any


class JourneyMapper(Mapper[UUID]):
    """Reads and writes a union of tagged Structs; the topic is the tag.

    `stored` is the union of every form there ever was, `upcasts` leads from a form of old to the next one.
    """

    def __init__(
        self, stored: Any = Stored, upcasts: Mapping[type[Any], Callable[[Any], Any]] = UPCASTS
    ) -> None:
        super().__init__(JSONTranscoder())
        self._upcasts = upcasts
        self._topics = {str(form.__struct_config__.tag) for form in get_args(stored) or (stored,)}
        self._encoder = msgspec.json.Encoder()
        self._events: msgspec.json.Decoder[Any] = msgspec.json.Decoder(stored)
        self._entries = msgspec.json.Decoder(Entry)
        self._lines = _line_decoder(stored)

    def stored(self, stream: UUID, version: int, event: Struct) -> StoredEvent:
        """The row of an event that is about to be appended."""
        topic = str(event.__struct_config__.tag)
        return StoredEvent(stream, version, topic, self._encoder.encode(event))

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        if not isinstance(domain_event, Entry):
            raise TypeError(f"an entry of a journey's history expected, not {domain_event!r}")
        return self.stored(domain_event.journey_id, domain_event.number, domain_event.event)

    def to_domain_event(self, stored_event: StoredEvent) -> Entry:
        where = f"event {stored_event.originator_version} of {stored_event.originator_id}"
        if stored_event.topic not in self._topics:
            raise UnknownTopic(stored_event.topic, where)
        try:
            event = self._events.decode(stored_event.state)
        except msgspec.DecodeError as fault:
            raise MapperDeserialisationError(
                f"{where}, {stored_event.topic!r}, is unreadable: {fault}"
            ) from fault
        return _entry(stored_event, self.upcast(event))

    def entries(self, lines: bytes) -> list[Entry]:
        """The entries of a chunk of the log's lines."""
        try:
            return self._entries.decode_lines(lines)
        except msgspec.ValidationError:
            # Some form of old among them, most likely: rare enough to read the chunk twice.
            return [self._present(line) for line in self._read(lines)]

    def upcast(self, event: Any) -> Any:
        """The present form of an event."""
        while upcast := self._upcasts.get(event.__class__):
            event = upcast(event)
        return event

    def _read(self, lines: bytes) -> list[Line]:
        try:
            return self._lines.decode_lines(lines)
        except msgspec.ValidationError as fault:
            raise next(self._faults(lines), MapperDeserialisationError(str(fault))) from fault

    def _present(self, line: Line) -> Entry:
        return Entry(
            position=line.position,
            journey_id=line.journey_id,
            number=line.number,
            recorded_at=line.recorded_at,
            actor_id=line.actor_id,
            command_id=line.command_id,
            event=self.upcast(line.event),
        )

    def _faults(self, lines: bytes) -> Iterator[MapperDeserialisationError]:
        """What is wrong with those lines that cannot be read, by name."""
        for line in lines.splitlines():
            envelope = msgspec.json.decode(line, type=Envelope)
            topic = msgspec.json.decode(envelope.event).get("type")
            if topic not in self._topics:
                yield UnknownTopic(str(topic), f"position {envelope.position}")
            try:
                self._lines.decode(line)
            except msgspec.ValidationError as fault:
                yield MapperDeserialisationError(f"position {envelope.position} is unreadable: {fault}")


def _line_decoder(stored: Any) -> "msgspec.json.Decoder[Any]":
    """A decoder of lines whose event is of any form there ever was."""
    fields = [("event", stored)]
    return msgspec.json.Decoder(
        msgspec.defstruct("StoredLine", fields, bases=(Line,), frozen=True, kw_only=True)
    )


def _entry(stored_event: StoredEvent, event: Any) -> Entry:
    logged = stored_event if isinstance(stored_event, LoggedEvent) else None
    return Entry(
        position=stored_event.id if isinstance(stored_event, Notification) else 0,
        journey_id=UUID(str(stored_event.originator_id)),
        number=stored_event.originator_version,
        recorded_at=logged.recorded_at if logged else UNRECORDED,
        actor_id=logged.actor_id if logged else None,
        command_id=logged.command_id if logged else None,
        event=event,
    )
