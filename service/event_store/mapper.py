"""Maps events to rows of the log (a topic and JSON) and back; old forms are upcast to present ones."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
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

from domain.calculable_numbers import with_calculable_values
from domain.event import AuthoredEvent
from domain.event_catalogue import UPCASTS, AnyStoredEvent
from domain.history import RecordedEvent
from domain.journey.events.catalogue import upcast_to_current
from service.event_store.event_sealer import (
    REDACTED_JSON,
    EventSealer,
    event_subject,
    extract_texts,
    key_version,
    mark_redacted,
    redact_sealed,
    row_stream_id,
    sealed_parts,
    topic_of,
)
from service.event_store.forgotten_contacts import (
    CONTACT_FORGOTTEN_TOPIC,
    DecodedRow,
    redact_forgotten_contacts,
)
from service.event_store.log import LoggedEvent
from service.event_store.many_rows import a_few_at_a_time
from service.system_ids import LOCAL_TENANT

UNRECORDED = datetime.min.replace(tzinfo=UTC)
"""The recording time of a bare stored event, which has none."""


class UnknownTopic(MapperDeserialisationError):
    """Raised for a stored event of a class that this code does not have: a newer version wrote it."""

    def __init__(self, topic: str, where: str) -> None:
        super().__init__(f"no event is called {topic!r} here ({where}); was it written by newer code?")
        self.topic = topic


class EventMapper(Mapper[UUID]):
    """Encodes and decodes a union of tagged Structs; the topic is the tag.

    `stored` is the union of all forms there ever were, `upcasts` leads from an old
    form to the next one. With `sealing`, personal texts are sealed in new rows;
    old rows are read as they are. Only `open_rows` opens sealed texts.
    """

    def __init__(
        self,
        stored: Any = AnyStoredEvent,
        upcasts: Mapping[type[Any], Callable[[Any], Any]] = UPCASTS,
        *,
        sealing: EventSealer | None = None,
    ) -> None:
        super().__init__(JSONTranscoder())
        self._sealing = sealing
        self._upcasts = upcasts
        self.stored = stored
        self.topics = {str(form.__struct_config__.tag) for form in get_args(stored) or (stored,)}
        self._encoder = msgspec.json.Encoder()
        self._events: msgspec.json.Decoder[Any] = msgspec.json.Decoder(stored)

    def to_row(
        self, stream: UUID, version: int, event: Struct, tenant_id: UUID = LOCAL_TENANT
    ) -> StoredEvent:
        """The row of an event to append. With sealing, its keys have to be loaded first."""
        state = (
            self._encoder.encode(event)
            if self._sealing is None
            else self._sealing.seal_event(tenant_id, stream, version, event)
        )
        return StoredEvent(stream, version, topic_of(type(event)), state)

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        if not isinstance(domain_event, RecordedEvent):
            raise TypeError(f"an entry of a journey's history expected, not {domain_event!r}")
        return self.to_row(domain_event.journey_id, domain_event.number, domain_event.event)

    def to_domain_event(self, stored_event: StoredEvent) -> RecordedEvent:
        """The recorded event of a row as it reads without a key."""
        event = self.decode_as_written(stored_event)
        sealed = sealed_parts(stored_event.state)
        return _recorded_event(
            stored_event,
            self.upcast(redact_sealed(event) if sealed else _mark_if_redacted(stored_event, event)),
        )

    async def open_rows(
        self, rows: Sequence[StoredEvent], known: Sequence[AuthoredEvent[Any]] = ()
    ) -> list[RecordedEvent]:
        """The recorded events of rows, with all texts that can be opened,
        and nothing about forgotten contacts.

        `known` are the first events of the one stream that the rows are of: they were opened before.
        """
        opened: list[RecordedEvent] = []
        unknown = bisect_right(rows, len(known), key=lambda row: row.originator_version) if known else 0
        async for some in a_few_at_a_time(rows[:unknown]):
            opened += [_recorded_event(row, known[row.originator_version - 1].event) for row in some]
        rows = rows[unknown:]
        read: list[DecodedRow] = []
        async for some in a_few_at_a_time(rows):
            read += [self._decode_row(row) for row in some]
        if CONTACT_FORGOTTEN_TOPIC in {row.topic for row in rows}:
            read = list(redact_forgotten_contacts(read))
        async for decoded in a_few_at_a_time(read):
            opened += await self._open(decoded)
        return opened

    async def _open(self, read: Sequence[DecodedRow]) -> list[RecordedEvent]:
        sealing = self._sealing
        if sealing is None:
            return [
                _recorded_event(
                    row, self.upcast(redact_sealed(event) if parts else _mark_if_redacted(row, event))
                )
                for row, event, parts in read
            ]
        whose = [
            (_tenant(row), event_subject(row_stream_id(row), event)) if parts else None
            for row, event, parts in read
        ]
        newest: dict[UUID, dict[UUID, int]] = {}
        for one, (_, _, parts) in zip(whose, read, strict=True):
            if one:
                versions = newest.setdefault(one[0], {})
                versions[one[1]] = max(versions.get(one[1], 0), key_version(parts))
        for tenant_id, versions in newest.items():
            await sealing.load_keys_to_open(tenant_id, versions)
        return [
            _recorded_event(
                row,
                self.upcast(
                    sealing.open_event(*one, row, event, parts) if one else _mark_if_redacted(row, event)
                ),
            )
            for (row, event, parts), one in zip(read, whose, strict=True)
        ]

    def _decode_row(self, row: StoredEvent) -> DecodedRow:
        return row, self.decode_as_written(row), sealed_parts(row.state)

    def decode_as_written(self, row: StoredEvent) -> Any:
        """The event of a row in the form in which it was written; sealed texts are not opened."""
        if row.topic not in self.topics:
            raise UnknownTopic(row.topic, _where(row))
        try:
            return self._events.decode(row.state)
        except msgspec.DecodeError as fault:
            raise MapperDeserialisationError(
                f"{_where(row)}, {row.topic!r}, is unreadable: {fault}"
            ) from fault

    def plaintext_event(self, row: StoredEvent) -> Struct | None:
        """The event of a row if personal texts in it are readable without a key."""
        if sealed_parts(row.state):
            return None
        event: Struct = self.decode_as_written(row)
        return event if extract_texts(event)[1] else None

    def upcast(self, event: Any) -> Any:
        """The present form of an event, with dates and numbers that can be calculated with."""
        return with_calculable_values(upcast_to_current(event, self._upcasts))


def _where(row: StoredEvent) -> str:
    return f"event {row.originator_version} of {row.originator_id}"


def _mark_if_redacted(row: StoredEvent, event: Any) -> Any:
    """An unsealed event, with redacted texts marked."""
    return mark_redacted(event) if REDACTED_JSON in row.state else event


def _tenant(row: StoredEvent) -> UUID:
    return row.tenant_id if isinstance(row, LoggedEvent) else LOCAL_TENANT


@lru_cache(4096)
def _plain_uuid(one: UUID | str) -> UUID:
    """A plain UUID instead of the driver's subclass, cached since most rows are of the same few streams."""
    return UUID(str(one))


def _recorded_event(stored_event: StoredEvent, event: Any) -> RecordedEvent:
    logged = stored_event if isinstance(stored_event, LoggedEvent) else None
    return RecordedEvent(
        position=stored_event.id if isinstance(stored_event, Notification) else 0,
        journey_id=_plain_uuid(stored_event.originator_id),
        number=stored_event.originator_version,
        recorded_at=logged.recorded_at if logged else UNRECORDED,
        actor_id=logged.actor_id if logged else None,
        command_id=logged.command_id if logged else None,
        event=event,
    )
