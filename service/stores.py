"""The stores of a running service: the event log, the connections to the database, and the keys."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

from service.clock import Clock
from service.encryption.keyring import keyring_source
from service.encryption.postgres import PostgresVault
from service.encryption.vault import Vault
from service.event_store.event_sealer import EventSealer
from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import open_pool, open_worker_pool
from service.postgres.migrations import migrate
from service.settings import InvalidSettings, Settings

if TYPE_CHECKING:
    from service.postgres.connections import Pool, WorkerPool

READ_POOL_SIZE = 4
"""Connections for queries within one organisation: read models, accounts, access log."""

WORKER_POOL_SIZE = 3
"""Connections for work across organisations: projector, scheduler, retention."""


class Stores(Struct, frozen=True, kw_only=True):
    """What all other services are built on."""

    settings: Settings
    clock: Clock
    dsn: str
    log: PostgresEventLog
    pool: "Pool"
    workers: "WorkerPool"
    vault: Vault | None
    """None if nothing is sealed."""
    sealer: EventSealer | None


class Connections(Struct, frozen=True, kw_only=True):
    """The event log and the connections to its database."""

    log: PostgresEventLog
    pool: "Pool"
    workers: "WorkerPool"


@asynccontextmanager
async def open_connections(settings: Settings) -> AsyncGenerator[Connections]:
    """Opens the event log and the connections that the settings describe. Raises `InvalidSettings`, `StoreError`."""
    dsn = database_url(settings)
    if settings.migrate:
        await migrate(dsn)
    async with AsyncExitStack() as stack:
        log = await stack.enter_async_context(
            PostgresEventLog.connect(dsn, pool_size=settings.pool_size, queue_limit=settings.queue_limit)
        )
        pool = await open_pool(dsn, READ_POOL_SIZE)
        stack.callback(pool.terminate)
        workers = await open_worker_pool(dsn, WORKER_POOL_SIZE)
        stack.callback(workers.terminate)
        yield Connections(log=log, pool=pool, workers=workers)


def make_stores(connections: Connections, settings: Settings, clock: Clock, vault: Vault | None) -> Stores:
    """The stores on open connections. Raises `InvalidSettings`."""
    if not settings.seals:
        vault = None
    elif vault is None:
        keyring = keyring_source(settings.keyring, settings.keyring_json, settings.env)
        vault = PostgresVault(connections.pool, keyring)
    return Stores(
        settings=settings,
        clock=clock,
        dsn=database_url(settings),
        log=connections.log,
        pool=connections.pool,
        workers=connections.workers,
        vault=vault,
        sealer=EventSealer(vault) if vault else None,
    )


def database_url(settings: Settings) -> str:
    """The URL of the database. Raises `InvalidSettings` if there is none."""
    if settings.database_url is None:
        raise InvalidSettings("DATABASE_URL is missing; `soundings serve` starts a database of its own")
    return settings.database_url
