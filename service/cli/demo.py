"""`soundings demo`: everything started, with three journeys to look at."""

import asyncio
import datetime as dt
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import click
from msgspec.structs import replace

from projections.profile import PROFILE
from service import demo
from service.app import create_app
from service.cli.journeys import caught_up
from service.cli.place import Place, database, open_log, place_options
from service.cli.profile import printed
from service.cli.serving import bound, serve
from service.erasure.ledger import ledger_at
from service.importing.importer import import_all
from service.journeys import Journeys
from service.settings import read_settings


@click.command("demo")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Default: any free port.")
@place_options
def demo_command(port: int, database_url: str | None, data_dir: Path | None) -> None:
    """Start everything with three journeys to look at, and stay until Ctrl-C.

    The demo's data live in a temporary folder and go when it stops, unless --data-dir or --database-url says where
    to keep them.
    """
    settings = read_settings()
    today = dt.datetime.now().astimezone().date()
    with bound(port) as listening, _somewhere(database_url, data_dir) as (dsn, folder):
        for profile in asyncio.run(_journeys(dsn, today)):
            click.echo(profile)
            click.echo("\n" + "─" * 96 + "\n")
        # What was erased elsewhere may well be shown here.
        ledger = str(ledger_at(settings.ledger, folder).path)
        ready = replace(settings, database_url=dsn, ledger=ledger)
        serve(listening, create_app(ready), _announce, log_level="warning")


@contextmanager
def _somewhere(database_url: str | None, data_dir: Path | None) -> Generator[tuple[str, Path]]:
    with (
        tempfile.TemporaryDirectory(prefix="soundings-demo-", ignore_cleanup_errors=True) as folder,
        database(Place(database_url=database_url, data_dir=data_dir or Path(folder))) as dsn,
    ):
        yield dsn, data_dir or Path(folder)


async def _journeys(dsn: str, today: dt.date) -> list[str]:
    """Import the three journeys and read each one's profile on the evening of its twelfth week."""
    async with open_log(dsn) as log:
        journeys = Journeys(log)
        profiles: list[str] = []
        async for one in import_all(journeys, demo.histories(today)):
            if one.refused:
                raise click.ClickException(one.refused)
            profiles.append(await _profile(journeys, one.history.journey_id, demo.last_sunday(today)))
        # The first page somebody opens is the list: let it be there.
        async with caught_up(dsn, log):
            return profiles


async def _profile(journeys: Journeys, journey_id: UUID, on: dt.date) -> str:
    return printed(await journeys.view(PROFILE, journey_id, on=on))


def _announce(address: str) -> None:
    click.echo("Three journeys are there to look at. Ctrl-C stops the demo.")
    click.echo(address)
