"""Which database a command works on: the one that is named, or the private one, started for as long as it is needed."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import click
from msgspec import Struct

from service.application.journeys import Journeys
from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import open_worker_pool
from service.postgres.migrations import migrate
from service.postgres.server import EmbeddedPostgres
from service.postgres.watchdog import watch_server
from service.read_models.restricted_journeys import all_restricted_journeys

T = TypeVar("T")


class DatabaseLocation(Struct, frozen=True, kw_only=True):
    """Where the data are."""

    database_url: str | None
    data_dir: Path | None
    durable: bool = True
    """Whether what a private database was told outlives a crash of the machine; a folder that goes anyway need not."""


def database_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--database-url` and `--data-dir`, for every command that needs a database."""
    command = click.option(
        "--data-dir",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder of the private database (default: the user's data folder).",
    )(command)
    return click.option(
        "--database-url",
        envvar="DATABASE_URL",
        show_envvar=True,
        help="A PostgreSQL server of your own, such as postgresql://user@host/name.",
    )(command)


@contextmanager
def running_database(place: DatabaseLocation) -> Generator[str]:
    """The address of a running database; a private one is watched over, and stopped afterwards unless somebody else uses it."""
    if place.database_url:
        yield place.database_url
        return
    server = EmbeddedPostgres(place.data_dir, durable=place.durable)
    dsn = server.start()
    try:
        with watch_server(server):
            yield dsn
    finally:
        server.stop()


@asynccontextmanager
async def open_log(dsn: str) -> AsyncGenerator[PostgresEventLog]:
    """The log of a database, brought up to date first."""
    await migrate(dsn)
    async with PostgresEventLog.connect(dsn) as log:
        yield log


def run_with_log(place: DatabaseLocation, work: Callable[[PostgresEventLog], Coroutine[Any, Any, T]]) -> T:
    """Do some work on the log, then let go of the database."""

    async def run(dsn: str) -> T:
        async with open_log(dsn) as log:
            return await work(log)

    with running_database(place) as dsn:
        return asyncio.run(run(dsn))


def run_with_usable_log(
    place: DatabaseLocation, work: Callable[[PostgresEventLog, frozenset[UUID]], Coroutine[Any, Any, T]]
) -> T:
    """The same for work that is told which journeys it is to leave out: those whose use is restricted."""

    async def run(dsn: str) -> T:
        async with open_log(dsn) as log:
            pool = await open_worker_pool(dsn, 1)
            try:
                return await work(log, await all_restricted_journeys(pool))
            finally:
                pool.terminate()

    with running_database(place) as dsn:
        return asyncio.run(run(dsn))


def run_with_journeys(place: DatabaseLocation, work: Callable[[Journeys], Coroutine[Any, Any, T]]) -> T:
    """Do some work on the journeys, then let go of the database."""
    return run_with_log(place, lambda log: work(Journeys(log, sealing=None)))


class JourneyIdParam(click.ParamType[UUID]):
    """A journey's id."""

    name = "journey"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> UUID:
        try:
            return value if isinstance(value, UUID) else UUID(value)
        except ValueError:
            self.fail(f"{value!r} is no journey id; `soundings journeys` lists them.", param, ctx)
