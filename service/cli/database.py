"""The database a command works on: the one that is named, or a private one started for the time being."""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from contextlib import AbstractAsyncContextManager, contextmanager
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import click
from msgspec import Struct
from msgspec.structs import replace

from service.accounts.notices import Notifier
from service.atlas.loading import load_starter
from service.container import Services, open_services
from service.postgres.migrations import migrate_if_empty
from service.postgres.server import EmbeddedPostgres
from service.postgres.watchdog import watch_server
from service.settings import Settings

T = TypeVar("T")

WITHOUT_KEYS = Settings()
"""For commands that only read."""


class DatabaseLocation(Struct, frozen=True, kw_only=True):
    """The location of the database and the data folder, from the command's options."""

    database_url: str | None
    data_dir: Path | None
    durable: bool = True
    """Whether what a private database was told outlives a crash of the machine; a folder that goes anyway need not."""

    @property
    def is_private(self) -> bool:
        """Whether it is a private server, and none of one's own."""
        return self.database_url is None


def database_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--database-url` and `--data-dir` to a command."""
    command = click.option(
        "--data-dir",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder of the private database (default: your data folder).",
    )(command)
    return click.option(
        "--database-url",
        envvar="DATABASE_URL",
        show_envvar=True,
        help="A PostgreSQL server of your own, such as postgresql://user@host/name.",
    )(command)


@contextmanager
def running_database(place: DatabaseLocation) -> Generator[str]:
    """The address of a running database.

    A private one is watched, and stopped afterwards unless others use it.
    """
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


@contextmanager
def migrated_database(place: DatabaseLocation) -> Generator[str]:
    """As `running_database`; a private database that is new gets its tables.

    Any other is migrated by `soundings migrate` and `soundings serve` only.
    """
    with running_database(place) as dsn:
        if place.database_url is None:
            asyncio.run(_make_tables(dsn))
        yield dsn


async def _make_tables(dsn: str) -> None:
    if await migrate_if_empty(dsn):
        await load_starter(dsn)


def open_command_services(
    dsn: str,
    settings: Settings,
    *,
    notifier: Notifier | None = None,
    reads_only: bool = False,
    private_server: bool = False,
) -> AbstractAsyncContextManager[Services]:
    """Opens the services on a migrated database, without background tasks."""
    settings = replace(settings, database_url=dsn, migrate=False)
    return open_services(settings, notifier=notifier, reads_only=reads_only, private_server=private_server)


def run_with_services(
    place: DatabaseLocation,
    work: Callable[[Services], Coroutine[Any, Any, T]],
    settings: Settings | None = None,
) -> T:
    """Opens the services, runs `work` with them, and closes them.

    Without settings `work` only reads, and encrypted values read as redacted.
    """

    async def run(dsn: str) -> T:
        async with open_command_services(
            dsn, settings or WITHOUT_KEYS, reads_only=settings is None
        ) as services:
            return await work(services)

    with migrated_database(place) as dsn:
        return asyncio.run(run(dsn))


class JourneyIdParam(click.ParamType[UUID]):
    """A command line parameter for a journey's id."""

    name = "journey"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> UUID:
        try:
            return value if isinstance(value, UUID) else UUID(value)
        except ValueError:
            self.fail(f"{value!r} is not a journey id; `soundings journeys` lists them.", param, ctx)
