"""Connections to the database: timeouts on each, and driver errors translated to store errors."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Literal, NewType, TypeVar, cast
from uuid import UUID

import asyncpg

from service.postgres.errors import DiskFull, EpochPast, Overloaded, StoreError, StoreUnavailable
from service.postgres.process_token import process_token

if TYPE_CHECKING:
    from asyncpg import Record
    from asyncpg.pool import PoolConnectionProxy

    Connection = asyncpg.Connection[Record]
    Pool = asyncpg.Pool[Record]
    PooledConnection = PoolConnectionProxy[Record]
    AnyConnection = Connection | PooledConnection
    WorkerPool = NewType("WorkerPool", asyncpg.Pool[Record])
    """Connections that see every organisation, for what works across them: never for a request."""

T = TypeVar("T")

DatabaseRole = Literal["soundings_app", "soundings_worker", "none"]
"""Whom a connection acts as: a request, who sees one organisation at a time; a worker, who sees all; the user it came as."""

SIGN_IN_REFUSED = (
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InsufficientPrivilegeError,
    # As a connection pooler or the driver says it.
    asyncpg.ProtocolViolationError,
    asyncpg.InterfaceError,
)
"""What is raised if a role may not sign in itself, by the address that there is."""

CONNECTION_LOST_ERRORS = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.IdleSessionTimeoutError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)
"""What a connection raises when it, or the server behind it, is gone."""

DRIVER_ERRORS = (*CONNECTION_LOST_ERRORS, asyncpg.PostgresError, asyncpg.InterfaceError)

CONNECT_TIMEOUT = 10.0

ANSWER_TIMEOUT: Mapping[DatabaseRole, float] = {"soundings_app": 15.0, "soundings_worker": 35.0}
"""Seconds after which a statement is given up on this side: a server that hangs does not keep its own limits."""

SESSION_SETTINGS = {
    "lock_timeout": "4s",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "15s",
    # The append functions rely on a fresh snapshot per statement, whatever the server's default is.
    "default_transaction_isolation": "read committed",
    # A statement over arrays has no good row estimate; compiling it would cost more than running it.
    "jit": "off",
}

GENERIC_PLAN_SETTINGS = {
    # Arrays of unknown length make poor estimates whenever they are planned: do it once.
    "plan_cache_mode": "force_generic_plan",
    # All our statements go by an index. A plan made while a table was empty would scan it, and go on when it is large.
    "enable_seqscan": "off",
}

SET_TENANT = "set_config('app.tenant', $1, true)"
"""Sets the organisation of a transaction, or of the one statement that it stands in. The id is a text."""


EPOCH_PAST = "SND01"
"""What `under_epoch` raises on the server if another process leads by now."""


def work_sessions_of(process: str) -> str:
    """The `application_name` of the sessions in which a process does what works by itself; `process` is its token."""
    return f"soundings work {process}"


async def connect(dsn: str, role: DatabaseRole, **settings: str) -> "Connection":
    """Opens one connection, for a listener, a writer or a long COPY."""
    open_one = partial(asyncpg.connect, dsn, timeout=CONNECT_TIMEOUT)
    return await _open_as(role, open_one, SESSION_SETTINGS | {"application_name": "soundings"} | settings)


@asynccontextmanager
async def as_owner(database: "str | Connection", application_name: str) -> "AsyncGenerator[Connection]":
    """A connection as the user of the address, for long work on the tables themselves; or the one that is given."""
    if not isinstance(database, str):
        yield database
        return
    connection = await connect(
        database,
        "none",
        application_name=application_name,
        statement_timeout="0",
        idle_in_transaction_session_timeout="0",
    )
    try:
        yield connection
    finally:
        await connection.close()


async def open_pool(dsn: str, size: int) -> "Pool":
    """Opens a pool for requests, to be used through `tenant_tx`."""
    return await _pool(dsn, size, "soundings_app")


async def open_worker_pool(dsn: str, size: int) -> "WorkerPool":
    """Opens a pool for work across organisations."""
    return cast("WorkerPool", await _pool(dsn, size, "soundings_worker"))


async def _pool(dsn: str, size: int, role: DatabaseRole) -> "Pool":
    with translate_driver_errors(), _allowed(role):
        open_all = partial(
            asyncpg.create_pool,
            dsn,
            min_size=1,
            max_size=size,
            timeout=CONNECT_TIMEOUT,
            command_timeout=ANSWER_TIMEOUT[role],
            reset=_nothing_to_reset,
        )
        name = work_sessions_of(process_token()) if role == "soundings_worker" else "soundings"
        settings = SESSION_SETTINGS | GENERIC_PLAN_SETTINGS | {"application_name": name}
        return await _open_as(role, open_all, settings)


async def _open_as(role: DatabaseRole, open_as: Callable[..., Awaitable[T]], settings: dict[str, str]) -> T:
    """Signs in as the role itself, so that no statement can take another one.

    Where the server refuses that, signs in as the user of the address, who takes the role and could lay it off.
    """
    if role != "none":
        with suppress(*SIGN_IN_REFUSED):
            return await open_as(user=role, server_settings=settings)
    return await open_as(server_settings=settings | {"role": role})


@contextmanager
def _allowed(role: DatabaseRole) -> Generator[None]:
    try:
        yield
    except (asyncpg.InsufficientPrivilegeError, asyncpg.InvalidParameterValueError) as failure:
        raise StoreError(
            f"the database does not let its user act as {role} ({failure}): migrate it, "
            "or let an operator run `grant soundings_app, soundings_worker to` that user"
        ) from failure


@asynccontextmanager
async def tenant_tx(pool: "Pool", tenant_id: UUID) -> "AsyncGenerator[PooledConnection]":
    """A transaction in which row-level security shows only the rows of one organisation."""
    with translate_driver_errors():
        async with pool.acquire() as connection, connection.transaction():
            # Local to the transaction: a setting of the session could reach the next borrower of the connection.
            await connection.execute(f"select {SET_TENANT}", str(tenant_id))
            yield connection


@asynccontextmanager
async def public_reads(pool: "Pool") -> "AsyncGenerator[PooledConnection]":
    """A connection for what belongs to no organisation: without one set, it sees nothing of any."""
    with translate_driver_errors():
        async with pool.acquire() as connection:
            yield connection


async def _nothing_to_reset(_: "PooledConnection | Connection") -> None:
    """Reads leave no session state behind; asyncpg's own reset would cost a round trip each."""


@contextmanager
def translate_driver_errors() -> Generator[None]:
    """Translates every driver error in the block to a store error."""
    try:
        yield
    except DRIVER_ERRORS as failure:
        raise to_store_error(failure) from failure


def to_store_error(failure: Exception) -> StoreError:
    """The store error for a driver error."""
    match failure:
        case asyncpg.LockNotAvailableError() | asyncpg.QueryCanceledError():
            return Overloaded(f"the database did not answer in time: {failure}")
        case asyncpg.PostgresError(sqlstate=code) if code == EPOCH_PAST:
            return EpochPast("another process leads by now")
        case asyncpg.DiskFullError():
            return DiskFull(f"the disk of the database is full: {failure}")
        case asyncpg.SerializationError():
            return Overloaded(f"the database is being changed by somebody else: {failure}")
        case _ if is_connection_lost(failure):
            return StoreUnavailable(f"the database cannot be reached: {failure}")
        case _:
            return StoreError(f"the database refused: {failure}")


def is_connection_lost(failure: Exception) -> bool:
    """True if the connection cannot be used any more."""
    return isinstance(failure, CONNECTION_LOST_ERRORS) or (
        isinstance(failure, asyncpg.InterfaceError) and not isinstance(failure, asyncpg.DataError)
    )
