"""The event log in PostgreSQL: appends through the writer, and reads by position,
by stream, live or in bulk.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Self
from uuid import UUID

from service.event_store.append_batch import fetch_command_results
from service.event_store.broadcast import wait_for_signal
from service.event_store.bulk_read import copy_lines, copy_lines_of_streams
from service.event_store.listener import LogListener
from service.event_store.log import ENROLMENT_TOPIC, CommandResult, LoggedEvent, ReaderProgress
from service.event_store.many_rows import a_few_at_a_time
from service.event_store.writer import BatchWriter
from service.postgres.connections import (
    SET_TENANT,
    open_pool,
    open_worker_pool,
    tenant_tx,
    translate_driver_errors,
)
from service.postgres.errors import StoreError, StoreUnavailable

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import Pool, WorkerPool

COLUMNS = """originator_id, originator_version, topic, state, notification_id as id,
    recorded_at, tenant_id, actor_id, command_id, correlation_id, causation_id"""
COLUMNS_ABOVE_KNOWN = COLUMNS.replace(
    "state", "case when originator_version > $4 then state else '' end as state"
)
"""The same, with the state left out up to a version, $4."""
SELECT_STREAM = f"""
select {COLUMNS_ABOVE_KNOWN} from {SET_TENANT} t(tenant), stream_of(t.tenant::uuid, $2, $3)
"""  # noqa: S608
SELECT_STREAMS = f"""
select {COLUMNS} from unnest($2::uuid[], $3::bigint[]) w(stream, after)
join stored_events on originator_id = w.stream and originator_version > w.after
where tenant_id = $1 order by originator_id, originator_version
"""  # noqa: S608
# The topic stands in the statement, as it does in the index.
SELECT_ENROLMENTS = f"""
select {COLUMNS} from stored_events where tenant_id = $1 and topic = '{ENROLMENT_TOPIC}' order by notification_id
"""  # noqa: S608
SELECT_AFTER = f"""
select {COLUMNS} from stored_events where notification_id > $1 order by notification_id limit $2
"""  # noqa: S608
SELECT_HEAD = "select coalesce(max(notification_id), 0) from stored_events"
SELECT_PROGRESS = """
select h.head, p.position, coalesce(extract(epoch from clock_timestamp() - w.recorded_at), 0)::float8 as behind_seconds
from (select coalesce(max(notification_id), 0) as head from stored_events) h
cross join (select coalesce(max(notification_id), 0) as position from notification_tracking where application_name like $1) p
left join lateral (
    select recorded_at from stored_events where notification_id > p.position order by notification_id limit 1
) w on true
"""
SELECT_SEQUENCE_CACHE = """
select seqcache from pg_sequence
where seqrelid = pg_get_serial_sequence('stored_events', 'notification_id')::regclass
"""

PAGE_SIZE = 1000
"""Events that a subscription reads at once."""

FOLLOWER_CONNECTIONS = 2
"""Connections that read across organisations."""


class PostgresEventLog:
    """An event log in one database, for any number of processes; each appends through a writer of its own."""

    def __init__(
        self,
        pool: "Pool",
        workers: "WorkerPool",
        writer: BatchWriter,
        listener: LogListener,
        *,
        dsn: str,
        poll: float,
    ) -> None:
        self._pool = pool
        self._workers = workers
        self.append = writer.append
        """See `EventLog.append`."""
        self._listener = listener
        self._dsn = dsn
        self._poll = poll

    @classmethod
    @asynccontextmanager
    async def connect(
        cls,
        dsn: str,
        *,
        pool_size: int = 8,
        poll: float = 2.0,
        queue_limit: int = 4096,
        settle_within: float = 20.0,
    ) -> AsyncGenerator[Self]:
        """Opens the log of a migrated database.

        New events are noticed at once, or within `poll` seconds if a notification was lost.
        """
        async with AsyncExitStack() as stack:
            pool = await open_pool(dsn, pool_size)
            stack.callback(pool.terminate)
            workers = await open_worker_pool(dsn, FOLLOWER_CONNECTIONS)
            stack.callback(workers.terminate)
            await _assert_ids_are_drawn_one_by_one(pool)
            listener = LogListener(dsn, poll)
            stack.push_async_callback(listener.close)
            writer = BatchWriter(dsn, queue_limit=queue_limit, settle_within=settle_within)
            stack.push_async_callback(writer.close)
            yield cls(pool, workers, writer, listener, dsn=dsn, poll=poll)

    async def command_results(
        self, tenant_id: UUID, actor_id: UUID, command_ids: Sequence[UUID]
    ) -> dict[UUID, CommandResult]:
        with translate_driver_errors():
            return await fetch_command_results(self._pool, tenant_id, actor_id, command_ids)

    async def read_stream(
        self, stream: UUID, *, after: int = 0, known: int = 0, tenant_id: UUID
    ) -> list[LoggedEvent]:
        with translate_driver_errors():
            rows = await self._pool.fetch(SELECT_STREAM, str(tenant_id), stream, after, known)
        return await _events_in_turn(rows)

    async def read_streams(self, after: Mapping[UUID, int], *, tenant_id: UUID) -> list[LoggedEvent]:
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(SELECT_STREAMS, tenant_id, list(after), list(after.values()))
        return await _events_in_turn(rows)

    async def read_enrolments(self, *, tenant_id: UUID) -> list[LoggedEvent]:
        async with tenant_tx(self._pool, tenant_id) as connection:
            return _events(await connection.fetch(SELECT_ENROLMENTS, tenant_id))

    async def read_all(self, *, after: int = 0, limit: int = PAGE_SIZE) -> list[LoggedEvent]:
        with translate_driver_errors():
            return _events(await self._workers.fetch(SELECT_AFTER, after, limit))

    async def head(self) -> int:
        with translate_driver_errors():
            head: int = await self._workers.fetchval(SELECT_HEAD)
            return head

    async def progress(self, reader: str) -> ReaderProgress:
        """Where the log is, and where the reader whose checkpoint has this name, or the furthest whose name is like this pattern."""
        with translate_driver_errors():
            [row] = await self._workers.fetch(SELECT_PROGRESS, reader)
        return ReaderProgress(**dict(row))

    def read_json_lines(self, *, after: int = 0, upto: int | None = None) -> AsyncGenerator[bytes]:
        return copy_lines(self._dsn, after, upto)

    def read_streams_as_lines(
        self, streams: Sequence[UUID], *, upto: int, tenant_id: UUID
    ) -> AsyncGenerator[bytes]:
        return copy_lines_of_streams(self._dsn, tenant_id, streams, upto)

    async def subscribe(self, *, after: int) -> AsyncIterator[list[LoggedEvent]]:
        await self._listener.start()
        while True:
            signal = self._listener.appended.next_signal()
            try:
                events = await self.read_all(after=after)
            except StoreUnavailable:
                events = []
            if events:
                after = events[-1].id
                yield events
            else:
                await wait_for_signal(signal, self._poll)

    async def wait_for(self, position: int, within: float) -> bool:
        deadline = asyncio.get_running_loop().time() + within
        await self._listener.start()
        while True:
            signal = self._listener.appended.next_signal()
            if await self.head() >= position:
                return True
            if (left := deadline - asyncio.get_running_loop().time()) <= 0:
                return False
            await wait_for_signal(signal, min(left, self._poll))

    async def next_checkpoint(self) -> asyncio.Event:
        """An `asyncio.Event` that is set when a reader of the log, in any process, moves its checkpoint, or may have moved it."""
        await self._listener.start()
        return self._listener.checkpoint_moved.next_signal()


async def _assert_ids_are_drawn_one_by_one(pool: "Pool") -> None:
    """Raises if the sequence caches ids: sessions would draw them before the lock,
    and id order would not be commit order.
    """
    with translate_driver_errors():
        cache = await pool.fetchval(SELECT_SEQUENCE_CACHE)
    if cache != 1:
        raise StoreError(f"the sequence behind stored_events.notification_id has CACHE {cache}; it must be 1")


async def _events_in_turn(rows: "Sequence[Record]") -> list[LoggedEvent]:
    """Like `_events`, a few at a time, so that others are answered meanwhile."""
    found: list[LoggedEvent] = []
    async for some in a_few_at_a_time(rows):
        found += _events(some)
    return found


def _events(rows: "Sequence[Record]") -> list[LoggedEvent]:
    return [LoggedEvent(**dict(row)) for row in rows]
