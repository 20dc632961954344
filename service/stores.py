"""The stores of a running service: the event log, the connections to the database, and the keys."""

from contextlib import AsyncExitStack
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


async def open_stores(stack: AsyncExitStack, settings: Settings, clock: Clock, vault: Vault | None) -> Stores:
    """Opens the stores that the settings describe. Raises `InvalidSettings`, `StoreError`."""
    dsn = settings.database_url
    if dsn is None:
        raise InvalidSettings("DATABASE_URL is missing; `soundings serve` starts a database of its own")
    if settings.migrate:
        await migrate(dsn)
    log = await stack.enter_async_context(
        PostgresEventLog.connect(dsn, pool_size=settings.pool_size, queue_limit=settings.queue_limit)
    )
    pool = await open_pool(dsn, READ_POOL_SIZE)
    stack.callback(pool.terminate)
    workers = await open_worker_pool(dsn, WORKER_POOL_SIZE)
    stack.callback(workers.terminate)
    if not settings.seals:
        vault = None
    elif vault is None:
        vault = PostgresVault(pool, keyring_source(settings.keyring, settings.keyring_json, settings.env))
    return Stores(
        settings=settings,
        clock=clock,
        dsn=dsn,
        log=log,
        pool=pool,
        workers=workers,
        vault=vault,
        sealer=EventSealer(vault) if vault else None,
    )
