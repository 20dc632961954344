"""Encrypts an existing plaintext log in place: ids, order, topics and all structure stay.

No progress is stored: each run seals whatever is still in plaintext, so an
interrupted run is simply repeated. Each short transaction seals a few rows of
one stream and locks nothing else, so the service can keep running.
"""

import hashlib
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.history import RecordedEvent
from domain.journey.events.start import JourneyStarted
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from service.encryption.vault import KeyDestroyed
from service.event_store.event_sealer import EventSealer, extract_texts
from service.event_store.log import EventLog, LoggedEvent
from service.event_store.mapper import EventMapper
from service.postgres.connections import tenant_tx, translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

COUNT_STREAMS = "select count(*) from (select from stored_events group by originator_id) s"
SELECT_STREAMS = """
select distinct on (originator_id) originator_id, tenant_id from stored_events
where originator_id > $1 order by originator_id limit $2
"""
SEAL = """
select count(*) filter (where seal_event($1, $2, n.number, n.before, n.sealed))
from unnest($3::bigint[], $4::bytea[], $5::bytea[]) n(number, before, sealed)
"""
SELECT_RECEIPTS = """
select tenant_id, actor_id, command_id, fingerprint from commands
where length(fingerprint) <> 33 and (tenant_id, actor_id, command_id) > ($1, $2, $3)
order by tenant_id, actor_id, command_id limit $4
"""
SEAL_RECEIPT = "select seal_receipt($1, $2, $3, $4, $5)"
CHANGED_SINCE = """
select exists (select from redactions where tenant_id = $1 and journey_id = $2 and at >= $3)
    or exists (select from subject_keys where tenant_id = $1 and destroyed_at >= $3)
    or not exists (select from stored_events
                   where tenant_id = $1 and originator_id = $2 and originator_version = 1)
"""
SELECT_NOW = "select clock_timestamp()"

ROWS_AT_ONCE = 50
"""Rows per transaction."""

PAGE_SIZE = 500
BEFORE_FIRST_ID = UUID(int=0)

EncryptionStep = Literal["rows", "stream", "receipts", "verified"]
EncryptionProgress = Callable[[int, int], None]
EventObserver = Callable[[UUID, RecordedEvent], None]
PlaintextRow = tuple[LoggedEvent, Struct]
"""A row with personal texts in plaintext, and its event."""


class PlaintextFound(Exception):
    """Raised when plaintext is left after everything should have been sealed."""


class ContentChanged(Exception):
    """Raised when the events read after the encryption differ from those before."""


class EncryptionSummary(Struct, frozen=True, kw_only=True):
    """What a run has done, or with `dry_run` would do."""

    streams: int = 0
    """Streams (journeys and programmes) that were read."""
    events: int = 0
    """Events that were sealed."""
    tenants: tuple[UUID, ...] = ()
    receipts: int = 0
    """Command results whose fingerprint was replaced by a keyed one."""
    forgotten: int = 0
    """Events in plaintext about people whose keys were destroyed: their erasure was not finished."""


class LogEncryptor:
    """Encrypts a log.

    `reached` is called after each step, `progress` after each stream with the number done and the total.
    """

    def __init__(
        self,
        log: EventLog,
        pool: "WorkerPool",
        sealing: EventSealer,
        *,
        reached: Callable[[EncryptionStep], None] = lambda _: None,
        progress: EncryptionProgress = lambda _done, _of: None,
        at_once: int = ROWS_AT_ONCE,
    ) -> None:
        self._log = log
        self._pool = pool
        self._sealing = sealing
        self._mapper = EventMapper(sealing=sealing)
        self._reached = reached
        self._progress = progress
        self._at_once = at_once

    async def encrypt(
        self, *, dry_run: bool = False, hear: EventObserver = lambda _tenant, _entry: None
    ) -> EncryptionSummary:
        """Seals everything, then reads it again and compares. `hear` gets every event that was read again.

        Raises `PlaintextFound`, `ContentChanged`, `KeyUnavailable` and the store's errors.
        """
        with translate_driver_errors():
            since = await self._pool.fetchval(SELECT_NOW)
            streams = await self._pool.fetchval(COUNT_STREAMS)
        before, tenants, events, forgotten = dict[UUID, tuple[int, bytes]](), set[UUID](), 0, 0
        async for stream, tenant_id in self._streams():
            tenants.add(tenant_id)
            rows = await self._log.read_stream(stream, tenant_id=tenant_id)
            before[stream] = (len(rows), stream_digest(await self._mapper.open_rows(rows)))
            sealed, left = await self._seal_stream(tenant_id, stream, rows, dry_run=dry_run)
            events, forgotten = events + sealed, forgotten + left
            self._reached("stream")
            self._progress(len(before), 2 * max(streams, len(before)))
        receipts = await self._seal_receipts(dry_run=dry_run)
        self._reached("receipts")
        if not dry_run:
            if await self._verify(before, since, hear) > forgotten:
                raise PlaintextFound(
                    "a service still writes unencrypted data: let every service encrypt (SOUNDINGS_SEALING=true), "
                    "and run this again"
                )
            self._reached("verified")
        return EncryptionSummary(
            streams=len(before),
            tenants=tuple(sorted(tenants)),
            events=events,
            receipts=receipts,
            forgotten=forgotten,
        )

    async def _streams(self) -> AsyncGenerator[tuple[UUID, UUID]]:
        last = BEFORE_FIRST_ID
        while True:
            with translate_driver_errors():
                rows = await self._pool.fetch(SELECT_STREAMS, last, PAGE_SIZE)
            for row in rows:
                yield row["originator_id"], row["tenant_id"]
            if len(rows) < PAGE_SIZE:
                return
            last = rows[-1]["originator_id"]

    async def _seal_stream(
        self, tenant_id: UUID, stream: UUID, rows: Sequence[LoggedEvent], *, dry_run: bool
    ) -> tuple[int, int]:
        """Seals a stream; returns how many rows were sealed, and how many cannot be."""
        clear = [(row, event) for row in rows if (event := self._mapper.plaintext_event(row))]
        if dry_run or not clear:
            return len(clear), 0
        await self._sealing.load_keys_to_seal(tenant_id, stream, [event for _, event in clear])
        sealed, left = 0, 0
        for some in _batches(clear, self._at_once):
            changes = list(self._changes(tenant_id, some))
            left += len(some) - len(changes)
            async with tenant_tx(self._pool, tenant_id) as connection:
                sealed += await connection.fetchval(SEAL, tenant_id, stream, *_columns(changes))
            self._reached("rows")
        return sealed, left

    def _changes(self, tenant_id: UUID, rows: Sequence[PlaintextRow]) -> Iterator[tuple[int, bytes, bytes]]:
        for row, event in rows:
            try:
                sealed = self._sealing.seal_existing_row(tenant_id, row, event, extract_texts(event)[1])
            except KeyDestroyed:
                continue
            yield row.originator_version, hashlib.sha256(row.state).digest(), sealed

    async def _seal_receipts(self, *, dry_run: bool) -> int:
        done, last = 0, (BEFORE_FIRST_ID, BEFORE_FIRST_ID, BEFORE_FIRST_ID)
        while True:
            with translate_driver_errors():
                rows = await self._pool.fetch(SELECT_RECEIPTS, *last, PAGE_SIZE)
            for tenant_id, actor_id, command_id, fingerprint in rows:
                keyed = self._sealing.keyed_fingerprint(fingerprint)
                if not dry_run:
                    async with tenant_tx(self._pool, tenant_id) as connection:
                        await connection.execute(
                            SEAL_RECEIPT, tenant_id, actor_id, command_id, fingerprint, keyed
                        )
                done += 1
            if len(rows) < PAGE_SIZE:
                return done
            last = (rows[-1]["tenant_id"], rows[-1]["actor_id"], rows[-1]["command_id"])

    async def _verify(self, before: dict[UUID, tuple[int, bytes]], since: object, hear: EventObserver) -> int:
        """Reads everything again as another process would and compares;
        returns the number of plaintext events.
        """
        mapper, seen, clear = EventMapper(sealing=self._sealing), 0, 0
        async for stream, tenant_id in self._streams():
            rows = await self._log.read_stream(stream, tenant_id=tenant_id)
            entries = await mapper.open_rows(rows)
            clear += sum(1 for row in rows if self._mapper.plaintext_event(row))
            for entry in entries:
                hear(tenant_id, entry)
            seen += 1
            self._progress(len(before) + seen, 2 * max(len(before), seen))
            length, digest = before.get(stream, (0, b""))
            same = stream_digest(entries[:length]) == digest if length else True
            if not same and not await self._has_changed(tenant_id, stream, since):
                raise ContentChanged(f"the stream {stream} does not read as it did before it was encrypted")
        return clear

    async def _has_changed(self, tenant_id: UUID, stream: UUID, since: object) -> bool:
        """Whether a redaction or an erasure in the meantime explains a difference."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            changed: bool = await connection.fetchval(CHANGED_SINCE, tenant_id, stream, since)
        return changed


def _batches(clear: Sequence[PlaintextRow], size: int) -> Iterator[Sequence[PlaintextRow]]:
    return (clear[start : start + size] for start in range(0, len(clear), size))


def _columns(changes: Sequence[tuple[int, bytes, bytes]]) -> tuple[list[int], list[bytes], list[bytes]]:
    return ([one[0] for one in changes], [one[1] for one in changes], [one[2] for one in changes])


def stream_digest(entries: Sequence[RecordedEvent]) -> bytes:
    """SHA-256 of a stream as it is read: its events and, of a journey, the profile they build."""
    sha256 = hashlib.sha256(msgspec.json.encode([(entry.number, entry.event) for entry in entries]))
    if entries and isinstance(entries[0].event, JourneyStarted):
        last = max(entry.event.happened_on for entry in entries)
        sha256.update(
            msgspec.json.encode(PROFILE.view(fold(PROFILE, entries), last, DEFAULT_PARAMETERS), enc_hook=str)
        )
    return sha256.digest()
