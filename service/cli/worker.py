"""`soundings worker`: what works by itself, without pages and API."""

import asyncio
from pathlib import Path

import click
from msgspec.structs import replace

from service.app import create_worker_app
from service.cli.database import DatabaseLocation, database_options, running_database
from service.cli.foreground_server import DEFAULT_HOST, bind_socket, run_server
from service.cli.keyring import with_keyring
from service.cli.output import print_line
from service.cli.serve import LOG_LEVELS, prepare_database
from service.personal_data.erasure.ledger import open_ledger
from service.settings import read_settings


@click.command("worker")
@click.option("--host", default=DEFAULT_HOST, show_default=True, help="Where its health is asked for.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="For /health/live, /health/ready and /metrics; 0 picks a free one.",
)
@click.option("--log-level", type=click.Choice(LOG_LEVELS), default="warning", show_default=True)
@database_options
def worker_command(
    *, host: str, port: int, log_level: str, database_url: str | None, data_dir: Path | None
) -> None:
    """Do in the foreground what works by itself, until Ctrl-C: read models, alerts, e-mails, erasures, jobs of researchers.

    Of several workers one leads; when it is gone another takes over within ten seconds. `soundings serve` does all this itself
    unless SOUNDINGS_WORK=elsewhere.
    """
    place = DatabaseLocation(database_url=database_url, data_dir=data_dir)
    settings = with_keyring(read_settings(), place)
    with bind_socket(port, host) as listening, running_database(place) as dsn:
        ledger = open_ledger(settings.ledger, data_dir)
        asyncio.run(prepare_database(dsn, ledger, migrates=settings.migrate))
        ready = replace(settings, database_url=dsn, ledger=str(ledger.path), work="here")
        app = create_worker_app(ready, private_server=place.is_private)
        run_server(listening, app, _announce, settings=ready, log_level=log_level)


def _announce(address: str) -> None:
    print_line(f"Working; how it is: {address}health/ready")
