"""The stores of a running service: the event log, the connections to the database, and the keys."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

from service.atlas.loading import load_starter
from service.clock import Clock
from service.encryption.keyring import KeyringSource, keyring_source
from service.encryption.keyring_check import is_sealed, require_fitting_keyring
from service.encryption.postgres import PostgresVault
from service.encryption.vault import Vault
from service.event_store.event_sealer import EventSealer
from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import open_pool, open_worker_pool
from service.postgres.migrations import migrate, require_migrated
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
    keyrings: KeyringSource | None
    """None if nothing is sealed, or a vault was passed in."""


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
        await load_starter(dsn)
    else:
        await require_migrated(dsn)
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
    keyrings = None
    if not settings.seals:
        vault = None
    elif vault is None:
        keyrings = keyring_source(settings.keyring, settings.keyring_json, settings.env)
        vault = PostgresVault(connections.pool, keyrings)
    return Stores(
        settings=settings,
        clock=clock,
        dsn=database_url(settings),
        log=connections.log,
        pool=connections.pool,
        workers=connections.workers,
        vault=vault,
        sealer=EventSealer(vault) if vault else None,
        keyrings=keyrings,
    )


async def require_fitting_keys(stores: Stores) -> None:
    """Raises `InvalidKeyring` if the keyring is not the one that this database is sealed under,
    `InvalidSettings` if the database is sealed and nothing would be sealed.
    """
    if not await is_sealed(stores.workers):
        return
    if stores.keyrings:
        await require_fitting_keyring(stores.workers, stores.keyrings())
    elif stores.vault is None:
        raise InvalidSettings(
            "personal data in this database is encrypted: set SOUNDINGS_ACCESS=accounts (or, without accounts, "
            "SOUNDINGS_SEALING=true) and SOUNDINGS_KEYRING, as for its service"
        )


def database_url(settings: Settings) -> str:
    """The URL of the database. Raises `InvalidSettings` if there is none."""
    if settings.database_url is None:
        raise InvalidSettings(
            "DATABASE_URL is missing; `soundings serve` starts a private database without it"
        )
    return settings.database_url
