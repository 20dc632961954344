"""Migrates a database to the schema this code expects, one numbered SQL file after the other."""

import asyncio
import hashlib
import re
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

import asyncpg
from msgspec import Struct

from service.postgres.connections import as_owner, translate_driver_errors
from service.postgres.errors import Overloaded, StoreError

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import Connection

MIGRATIONS = files("service") / "migrations"
FILE_NAME = re.compile(r"(\d{4})_\w+\.sql")
CONTRACTS = re.compile(r"_contract\.sql$")
"""In the name of a migration that takes away what earlier versions need: they do not serve beside it."""

APPLICATION = "soundings migrate"

# All who use a table queue behind a migration that waits for its lock: it gives up soon, lets them pass, and tries again.
TRIES = 8
PAUSE = 0.5
"""Seconds between two tries."""

LOCK = "select pg_advisory_lock(5683000000000002)"
SET_LOCK_TIMEOUT = "set lock_timeout = '1s'"
UNLOCK = "select pg_advisory_unlock(5683000000000002)"
CREATE_TABLE = """
create table if not exists schema_migrations (
    number int primary key, name text not null, checksum text not null,
    applied_at timestamptz not null default clock_timestamp()
)
"""
IS_MIGRATED = "select to_regclass('schema_migrations') is not null"
SELECT_APPLIED = "select number, name, checksum from schema_migrations order by number"
INSERT_APPLIED = "insert into schema_migrations (number, name, checksum) values ($1, $2, $3)"


class Migration(Struct, frozen=True, kw_only=True):
    """One migration: a numbered SQL file."""

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


class MigrationError(StoreError):
    """Raised if the database and this code do not fit together. Nothing was changed."""


async def migrate(
    database: "str | Connection",
    *,
    report: Callable[[str], None] = lambda _: None,
    source: Traversable = MIGRATIONS,
) -> list[str]:
    """Applies missing migrations, each in a transaction of its own. Returns their names.

    `report` is called with each name before it is applied. Of two processes one applies; the other waits and
    finds nothing to do.
    """
    migrations = list(_migrations(source))
    with translate_driver_errors():
        async with as_owner(database, APPLICATION) as connection, _alone(connection):
            missing = await _missing(connection, migrations)
            for migration in missing:
                report(migration.name)
                await _apply(connection, migration)
            return [migration.name for migration in missing]


async def require_migrated(database: "str | Connection", *, source: Traversable = MIGRATIONS) -> None:
    """Raises `MigrationError` if a migration is missing, or one is unknown here that takes something away. Changes nothing."""
    migrations = list(_migrations(source))
    with translate_driver_errors():
        async with as_owner(database, APPLICATION) as connection:
            if missing := _not_applied(await _applied(connection), migrations):
                raise MigrationError(
                    f"the database lacks {missing[0].name}: run `soundings migrate` (make a copy of the database first)"
                )


async def migrate_if_empty(database: str) -> bool:
    """Makes the tables of a database that has none, and says whether it did. One that has older tables is left as it is."""
    with translate_driver_errors():
        async with as_owner(database, APPLICATION) as connection:
            if await connection.fetchval(IS_MIGRATED):
                return False
            await migrate(connection)
            return True


def number_of_migrations() -> int:
    """How many migrations this version knows."""
    return len(list(_migrations(MIGRATIONS)))


def _migrations(source: Traversable) -> Iterator[Migration]:
    for number, name in enumerate(
        sorted(file.name for file in source.iterdir() if file.name.endswith(".sql")), 1
    ):
        match = FILE_NAME.fullmatch(name)
        if match is None or int(match[1]) != number:
            raise MigrationError(
                f"{name} is not the {number}th migration: numbers go 0001, 0002, ... without a gap"
            )
        yield Migration(number=number, name=name, sql=(source / name).read_text(encoding="utf-8"))


@asynccontextmanager
async def _alone(connection: "Connection") -> AsyncGenerator[None]:
    """Keeps other migrators waiting without limit, and waits a second at most for other locks."""
    await connection.execute("set lock_timeout = 0")
    await connection.execute(LOCK)
    await connection.execute(SET_LOCK_TIMEOUT)
    try:
        yield
    finally:
        await connection.execute(UNLOCK)


async def _missing(connection: "Connection", migrations: list[Migration]) -> list[Migration]:
    await connection.execute(CREATE_TABLE)
    return _not_applied(await _applied(connection), migrations)


async def _applied(connection: "Connection") -> "list[Record]":
    return await connection.fetch(SELECT_APPLIED) if await connection.fetchval(IS_MIGRATED) else []


def _not_applied(applied: "list[Record]", migrations: list[Migration]) -> list[Migration]:
    # What only adds is no hindrance: this version serves on while the next one is brought in.
    if any(CONTRACTS.search(row["name"]) for row in applied[len(migrations) :]):
        raise MigrationError(
            f"the database is newer than this version of Soundings: it has {applied[-1]['name']}, and this version "
            f"knows up to {migrations[-1].name if migrations else 'none'}; use a newer version"
        )
    for row, migration in zip(applied, migrations, strict=False):
        if row["checksum"] != migration.checksum:
            raise MigrationError(
                f"{migration.name} was changed after it was applied to this database as {row['name']}"
            )
    return migrations[len(applied) :]


async def _apply(connection: "Connection", migration: Migration) -> None:
    """Applies one migration whole or not at all; one that waits for a lock too long is tried again."""
    with _named(migration):
        for _ in range(TRIES - 1):
            try:
                await _apply_once(connection, migration)
            except asyncpg.LockNotAvailableError:
                await asyncio.sleep(PAUSE)
            else:
                return
        await _apply_once(connection, migration)


async def _apply_once(connection: "Connection", migration: Migration) -> None:
    async with connection.transaction():
        await connection.execute(migration.sql)
        await connection.execute(INSERT_APPLIED, migration.number, migration.name, migration.checksum)


@contextmanager
def _named(migration: Migration) -> Generator[None]:
    try:
        yield
    except asyncpg.LockNotAvailableError as failure:
        raise Overloaded(
            f"{migration.name} waited too long for a lock, {TRIES} times, and nothing of it was applied; try again"
        ) from failure
    except asyncpg.PostgresError as failure:
        raise MigrationError(
            f"{migration.name} failed, and nothing of it was applied: {failure}"
        ) from failure
