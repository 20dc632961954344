"""`soundings serve`: pages, API and projector in one process."""

from pathlib import Path

import click
from msgspec.structs import replace

from service.app import create_app
from service.cli.place import Place, database, place_options
from service.cli.serving import HOST, bound, serve
from service.settings import read_settings


@click.command("serve")
@click.option(
    "--host",
    default=HOST,
    show_default=True,
    help="Another address only where something else keeps strangers out, as in a container.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one."
)
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default="warning",
    show_default=True,
)
@place_options
def serve_command(
    *, host: str, port: int, log_level: str, database_url: str | None, data_dir: Path | None
) -> None:
    """Run the service in the foreground, until Ctrl-C.

    There are no accounts yet, so it listens on 127.0.0.1: whoever can use this machine can see every journey.
    """
    settings = read_settings()
    with bound(port, host) as listening, database(Place(database_url=database_url, data_dir=data_dir)) as dsn:
        serve(listening, create_app(replace(settings, database_url=dsn)), _announce, log_level=log_level)


def _announce(address: str) -> None:
    here = address.startswith(f"http://{HOST}:")
    reach = "listening on this machine only" if here else "whoever reaches this address sees every journey"
    click.echo(f"No accounts yet: {reach}.")
    click.echo(address)
