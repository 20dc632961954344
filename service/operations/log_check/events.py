"""Checks event by event: known form, topic, upcast to today's form, and encrypted texts that open or were destroyed."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from eventsourcing.persistence import MapperDeserialisationError, StoredEvent
from msgspec import Struct

from domain.history import RecordedEvent
from service.encryption.vault import KeyDestroyed, KeyUnavailable
from service.event_store.bulk_read import ChunkBuffer
from service.event_store.event_sealer import SEALED_MARKER, EventSealer, event_subject, key_version
from service.event_store.line_reader import LineReader
from service.event_store.many_rows import a_few_at_a_time
from service.event_store.replay import reduced_gc
from service.operations.findings import Findings
from service.postgres.connections import translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import Connection

COPY_ROWS = """
select '{"position":' || notification_id
    || ',"journey_id":"' || originator_id
    || '","number":' || originator_version
    || ',"recorded_at":' || to_json(recorded_at)
    || ',"actor_id":null,"command_id":null,"tenant_id":"' || tenant_id
    || '","topic":' || to_json(coalesce(topic, ''))
    || ',"event":' || convert_from(state, 'UTF8') || '}'
from stored_events where notification_id > $1 order by notification_id
"""

NEWER_CODE = (
    "If a newer version of the service wrote it, use that version; otherwise restore the row from a backup"
)
RESTORE_ROW = "Restore the row from the last backup that has it whole"


class EventHead(Struct, frozen=True):
    """What is looked at of a state besides its form."""

    type: str = ""
    sealed: dict[str, str] = {}


class LogRow(Struct, frozen=True):
    """A line of the log, as far as it is not the event itself."""

    position: int
    journey_id: UUID
    number: int
    tenant_id: UUID
    topic: str
    event: EventHead

    @property
    def place(self) -> str:
        return f"position {self.position}, stream {self.journey_id}, version {self.number}"


class EventCheck:
    """Reads the log once, in little memory, and notes what is wrong with its events."""

    def __init__(self, findings: Findings, sealer: EventSealer | None) -> None:
        self.events = 0
        self.sealed = 0
        """How many events have encrypted texts."""
        self.destroyed = 0
        """Of these, whose keys were destroyed on purpose."""
        self._findings = findings
        self._sealer = sealer
        self._reader = LineReader()
        self._rows = msgspec.json.Decoder(LogRow)

    async def run(
        self, connection: "Connection", advance: Callable[[int], None] = lambda _: None, *, after: int = 0
    ) -> None:
        """Checks the events above a position that the connection's transaction sees. `advance` is told how many more are done."""
        with reduced_gc():
            async for chunk in _copied(connection, after):
                pairs = self._read(chunk)
                if self._sealer and SEALED_MARKER in chunk:
                    await self._check_sealed(
                        self._sealer, [(row, entry) for row, entry in pairs if row.event.sealed]
                    )
                else:
                    self.sealed += sum(1 for row, _ in pairs if row.event.sealed)
                count = chunk.count(b"\n")
                self.events += count
                advance(count)

    def _read(self, chunk: bytes) -> list[tuple[LogRow, RecordedEvent]]:
        try:
            entries, rows = self._reader.read(chunk), self._rows.decode_lines(chunk)
        except (MapperDeserialisationError, msgspec.DecodeError, ValueError):
            return [pair for line in chunk.splitlines() for pair in self._read_line(line)]
        self._check_topics(rows)
        return list(zip(rows, entries, strict=True))

    def _read_line(self, line: bytes) -> list[tuple[LogRow, RecordedEvent]]:
        try:
            row = self._rows.decode(line)
        except (msgspec.DecodeError, ValueError):
            self._findings.add("forms", "an event has no form at all", RESTORE_ROW, _position(line))
            return []
        self._check_topics([row])
        try:
            return [(row, self._reader.read(line)[0])]
        except (MapperDeserialisationError, msgspec.DecodeError, ValueError):
            place = f"{row.place}, {row.topic}"
            self._findings.add("forms", "an event cannot be read by this version", NEWER_CODE, place)
            return []

    def _check_topics(self, rows: list[LogRow]) -> None:
        for row in rows:
            if row.topic != row.event.type:
                self._findings.add(
                    "topics", "the topic of a row is not the kind of its event", RESTORE_ROW, row.place
                )

    async def _check_sealed(self, sealer: EventSealer, pairs: list[tuple[LogRow, RecordedEvent]]) -> None:
        newest: dict[UUID, dict[UUID, int]] = {}
        for row, entry in pairs:
            versions, subject = (
                newest.setdefault(row.tenant_id, {}),
                event_subject(row.journey_id, entry.event),
            )
            versions[subject] = max(versions.get(subject, 0), key_version(row.event.sealed))
        for tenant_id, versions in newest.items():
            await sealer.load_keys_to_open(tenant_id, versions)
        async for some in a_few_at_a_time(pairs):
            for row, entry in some:
                self._open(sealer, row, entry)

    def _open(self, sealer: EventSealer, row: LogRow, entry: RecordedEvent) -> None:
        self.sealed += 1
        try:
            sealer.open_parts(
                row.tenant_id,
                event_subject(row.journey_id, entry.event),
                StoredEvent(row.journey_id, row.number, row.topic, b""),
                row.event.sealed,
            )
        except KeyDestroyed:
            self.destroyed += 1
        except KeyUnavailable:
            self._findings.add(
                "keys",
                "texts are encrypted with a key that is neither there nor destroyed on purpose",
                "Restore the keyring and the table `subject_keys` from copies of the same day",
                row.place,
            )
        except ValueError:
            self._findings.add(
                "encrypted texts",
                "encrypted texts were altered or moved here from another event",
                RESTORE_ROW,
                row.place,
            )


async def _copied(connection: "Connection", after: int) -> AsyncGenerator[bytes]:
    chunks = ChunkBuffer()
    copying = asyncio.create_task(_fill(connection, chunks, after), name="copy the log")
    try:
        while (chunk := await chunks.next()) is not None:
            yield chunk
    finally:
        copying.cancel()
        await asyncio.wait([copying])


async def _fill(connection: "Connection", chunks: ChunkBuffer, after: int) -> None:
    try:
        with translate_driver_errors():
            await connection.copy_from_query(
                COPY_ROWS, after, output=chunks.add, format="csv", quote="\x01", delimiter="\x02"
            )
    except Exception as failure:  # noqa: BLE001 - raised where the lines are consumed
        await chunks.end(failure)
    else:
        await chunks.end()


def _position(line: bytes) -> str:
    return line[1:60].decode(errors="replace").partition(",")[0].replace('"', "").replace(":", " ")
