"""Which database a command works on: the one that is named, or the private one, started for as long as it is needed."""

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
from service.container import Services, open_services
from service.postgres.server import EmbeddedPostgres
from service.postgres.watchdog import watch_server
from service.settings import Settings

T = TypeVar("T")

WITHOUT_KEYS = Settings()
"""For commands that only read: what is sealed reads as redacted."""


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


def open_command_services(
    dsn: str, settings: Settings = WITHOUT_KEYS, *, notifier: Notifier | None = None
) -> AbstractAsyncContextManager[Services]:
    """The services on a database that is brought up to date first; nothing runs in the background."""
    return open_services(replace(settings, database_url=dsn, migrate=True), notifier=notifier)


def run_with_services(
    place: DatabaseLocation,
    work: Callable[[Services], Coroutine[Any, Any, T]],
    settings: Settings = WITHOUT_KEYS,
) -> T:
    """Opens the services, does some work with them, and closes them."""

    async def run(dsn: str) -> T:
        async with open_command_services(dsn, settings) as services:
            return await work(services)

    with running_database(place) as dsn:
        return asyncio.run(run(dsn))


class JourneyIdParam(click.ParamType[UUID]):
    """A journey's id."""

    name = "journey"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> UUID:
        try:
            return value if isinstance(value, UUID) else UUID(value)
        except ValueError:
            self.fail(f"{value!r} is no journey id; `soundings journeys` lists them.", param, ctx)
