"""The event log in PostgreSQL: the writer's appends, and reading from a position, by stream, live or in bulk."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Self
from uuid import UUID

from service.store.bell import rung
from service.store.connections import open_pool, own_errors
from service.store.lines import copied_lines
from service.store.listener import Listener
from service.store.log import LOCAL_TENANT, Append, LoggedEvent, Receipt, StoreError, Unavailable
from service.store.receipts import stored_receipts
from service.store.writer import Writer

if TYPE_CHECKING:
    from asyncpg import Record

    from service.store.connections import Pool

COLUMNS = """originator_id, originator_version, topic, state, notification_id as id,
    recorded_at, tenant_id, actor_id, command_id, correlation_id, causation_id"""
SELECT_STREAM = f"""
select {COLUMNS} from stored_events
where originator_id = $1 and originator_version > $2 and tenant_id = $3 order by originator_version
"""  # noqa: S608
SELECT_AFTER = f"""
select {COLUMNS} from stored_events where notification_id > $1 order by notification_id limit $2
"""  # noqa: S608
SELECT_HEAD = "select coalesce(max(notification_id), 0) from stored_events"
SELECT_SEQUENCE_CACHE = """
select seqcache from pg_sequence
where seqrelid = pg_get_serial_sequence('stored_events', 'notification_id')::regclass
"""

PAGE = 1000
"""Events a subscription takes at once."""


class PostgresEventLog:
    """One log in one database, shared by any number of processes; each appends through one writer of its own."""

    def __init__(self, pool: "Pool", writer: Writer, listener: Listener, dsn: str, poll: float) -> None:
        self._pool = pool
        self._writer = writer
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
        """The log of a migrated database. News arrives at once, and within `poll` seconds if the notification was lost."""
        with own_errors():
            pool = await open_pool(dsn, pool_size)
        try:
            await _assert_ids_are_drawn_one_by_one(pool)
            writer = Writer(dsn, queue_limit=queue_limit, settle_within=settle_within)
            listener = Listener(dsn, poll)
            try:
                yield cls(pool, writer, listener, dsn, poll)
            finally:
                await writer.close()
                await listener.close()
        finally:
            pool.terminate()

    async def append(self, request: Append) -> tuple[Receipt, ...]:
        return await self._writer.append(request) if request.decided else ()

    async def receipts(
        self, tenant_id: UUID, actor_id: UUID, command_ids: Sequence[UUID]
    ) -> dict[UUID, Receipt]:
        with own_errors():
            return await stored_receipts(self._pool, tenant_id, actor_id, command_ids)

    async def stream(
        self, stream: UUID, *, after: int = 0, tenant_id: UUID = LOCAL_TENANT
    ) -> list[LoggedEvent]:
        with own_errors():
            return _events(await self._pool.fetch(SELECT_STREAM, stream, after, tenant_id))

    async def read(self, *, after: int = 0, limit: int = PAGE) -> list[LoggedEvent]:
        with own_errors():
            return _events(await self._pool.fetch(SELECT_AFTER, after, limit))

    async def head(self) -> int:
        with own_errors():
            head: int = await self._pool.fetchval(SELECT_HEAD)
            return head

    def lines(self, *, after: int = 0, upto: int | None = None) -> AsyncGenerator[bytes]:
        return copied_lines(self._dsn, after, upto)

    async def subscribe(self, *, after: int) -> AsyncIterator[list[LoggedEvent]]:
        await self._listener.ready()
        while True:
            ticket = self._listener.bell.ticket()
            try:
                events = await self.read(after=after)
            except Unavailable:
                events = []
            if events:
                after = events[-1].id
                yield events
            else:
                await rung(ticket, self._poll)

    async def wait_for(self, position: int, within: float) -> bool:
        deadline = asyncio.get_running_loop().time() + within
        await self._listener.ready()
        while True:
            ticket = self._listener.bell.ticket()
            if await self.head() >= position:
                return True
            if (left := deadline - asyncio.get_running_loop().time()) <= 0:
                return False
            await rung(ticket, min(left, self._poll))


async def _assert_ids_are_drawn_one_by_one(pool: "Pool") -> None:
    """A sequence with a cache hands ids out per session, ahead of the lock: then id order is not commit order."""
    with own_errors():
        cache = await pool.fetchval(SELECT_SEQUENCE_CACHE)
    if cache != 1:
        raise StoreError(f"the sequence behind stored_events.notification_id has CACHE {cache}; it must be 1")


def _events(rows: "Sequence[Record]") -> list[LoggedEvent]:
    return [LoggedEvent(**dict(row)) for row in rows]
