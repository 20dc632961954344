"""Connections to the databases of `Databases` outlive an application: the next one on the same database uses them.

To open them, and to make each read the catalogue and plan its statements anew, costs more than most tests.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Self

from service.event_store.listener import LogListener
from service.event_store.postgres import FOLLOWER_CONNECTIONS, PostgresEventLog
from service.event_store.writer import BatchWriter
from service.postgres.connections import open_pool, open_worker_pool
from service.settings import Settings
from service.stores import READ_POOL_SIZE, WORKER_POOL_SIZE, Connections, open_connections

if TYPE_CHECKING:
    from service.postgres.connections import Pool, WorkerPool

POLL_SECONDS = 2.0


class ReusedConnections:
    """What an application connects to its database by, except its listener: that one tells whoever waits."""

    def __init__(
        self, writer: BatchWriter, pools: "tuple[Pool, Pool]", workers: "tuple[WorkerPool, WorkerPool]"
    ) -> None:
        self._writer = writer
        self._pools = pools
        self._workers = workers

    @classmethod
    async def open(cls, dsn: str, settings: Settings) -> Self:
        return cls(
            BatchWriter(dsn, queue_limit=settings.queue_limit),
            (await open_pool(dsn, settings.pool_size), await open_pool(dsn, READ_POOL_SIZE)),
            (
                await open_worker_pool(dsn, FOLLOWER_CONNECTIONS),
                await open_worker_pool(dsn, WORKER_POOL_SIZE),
            ),
        )

    def used_by(self, dsn: str, listener: LogListener) -> Connections:
        (pool, reads), (followers, workers) = self._pools, self._workers
        log = PostgresEventLog(pool, followers, self._writer, listener, dsn=dsn, poll=POLL_SECONDS)
        return Connections(log=log, pool=reads, workers=workers)

    async def settle(self) -> None:
        """Wait for what is still being written, as closing the writer does."""
        while self._writer._batch or self._writer._line:
            await asyncio.sleep(0)

    async def pids(self) -> list[int]:
        """The server's processes behind them."""
        writing = self._writer._connection
        found = [] if writing is None or writing.is_closed() else [writing.get_server_pid()]
        for pool in (*self._pools, *self._workers):
            idle = [await pool.acquire() for _ in range(pool.get_idle_size())]
            found += [connection.get_server_pid() for connection in idle]
            for connection in idle:
                await pool.release(connection)
        return found

    async def close(self) -> None:
        await self._writer.close()
        for pool in (*self._pools, *self._workers):
            pool.terminate()


LENT: set[str] = set()
"""Databases whose connections may be used again, by DSN."""

UNUSED: defaultdict[str, list[tuple[tuple[int, int], ReusedConnections]]] = defaultdict(list)
"""Connections that no application uses, by DSN, with the size of the pool and the limit of the queue."""


@asynccontextmanager
async def reused_connections(settings: Settings) -> AsyncGenerator[Connections]:
    """As `open_connections`, by connections of an application that has ended where there are such."""
    dsn = settings.database_url
    if dsn not in LENT or settings.migrate:
        async with open_connections(settings) as connections:
            yield connections
        return
    size = (settings.pool_size, settings.queue_limit)
    unused = UNUSED[dsn]
    found = next((one for one in unused if one[0] == size), None)
    if found:
        unused.remove(found)
    reused = found[1] if found else await ReusedConnections.open(dsn, settings)
    listener = LogListener(dsn, POLL_SECONDS)
    try:
        yield reused.used_by(dsn, listener)
    finally:
        await listener.close()
        await reused.settle()
        unused.append((size, reused))


async def idle_processes(dsn: str) -> list[int]:
    """The server's processes behind the connections to a database that are to be used again."""
    return [pid for _, reused in UNUSED[dsn] for pid in await reused.pids()]


async def close_connections(dsn: str) -> None:
    """Close all connections to a database that would be used again."""
    for _, reused in UNUSED.pop(dsn, []):
        await reused.close()
