"""`soundings serve`: pages and API, and what works by itself, in one process or several."""

import asyncio
import logging
import socket
import sys
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import click
from msgspec.structs import replace

from service.app import create_app
from service.cli.database import DatabaseLocation, database_options, running_database
from service.cli.foreground_server import (
    DEFAULT_HOST,
    bind_socket,
    is_loopback,
    require_private_host,
    run_server,
)
from service.cli.keyring import with_keyring
from service.cli.output import print_line
from service.cli.supervisor import Supervisor
from service.personal_data.erasure.ledger import ErasureLedger, open_ledger
from service.personal_data.erasure.restored_backup import check_fit_to_serve
from service.postgres.migrations import migrate, require_migrated
from service.settings import Settings, proxy_warning, read_settings

LOG_LEVELS = ("debug", "info", "warning", "error")


@click.command("serve")
@click.option(
    "--host",
    default=DEFAULT_HOST,
    show_default=True,
    help="Any other address needs accounts, or --guarded.",
)
@click.option(
    "--guarded",
    is_flag=True,
    help="Allow another address without accounts: something else keeps strangers out, such as a container.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 picks a free one."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes on this address. One that ends is started again; one of them leads.",
)
@click.option("--log-level", type=click.Choice(LOG_LEVELS), default="warning", show_default=True)
@click.option("--fd", type=int, hidden=True, help="The socket that another process passes on.")
@click.option("--quiet", is_flag=True, hidden=True, help="Another process has announced the address.")
@database_options
def serve_command(
    *,
    host: str,
    guarded: bool,
    port: int,
    workers: int,
    log_level: str,
    fd: int | None,
    quiet: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Run the service in the foreground, until Ctrl-C.

    With SOUNDINGS_ACCESS=accounts people sign in. Without accounts, anyone who can use this machine can see every journey,
    so it listens on 127.0.0.1 only.
    """
    place = DatabaseLocation(database_url=database_url, data_dir=data_dir)
    settings = with_keyring(read_settings(), place)
    has_accounts = settings.access == "accounts"
    require_private_host(host, has_accounts=has_accounts, guarded=guarded)
    announce = partial(_announce_accounts, settings) if has_accounts else _announce
    opened = bind_socket(port, host) if fd is None else socket.socket(fileno=fd)
    with opened as listening, running_database(place) as dsn:
        ledger = open_ledger(settings.ledger, data_dir)
        asyncio.run(prepare_database(dsn, ledger, migrates=settings.migrate))
        if workers > 1:
            logging.basicConfig(level=log_level.upper())
            Supervisor([*sys.argv[1:], "--workers", "1"], listening.fileno(), workers).run()
            return
        # On this machine it knows its own name: without one nobody could be sent a passkey or back from a provider.
        origin = settings.origin or (f"http://localhost:{listening.getsockname()[1]}" if has_accounts else "")
        ready = replace(settings, database_url=dsn, ledger=str(ledger.path), origin=origin)
        app = create_app(ready, private_server=place.is_private)
        run_server(listening, app, _say_nothing if quiet else announce, settings=ready, log_level=log_level)


async def prepare_database(dsn: str, ledger: ErasureLedger, *, migrates: bool) -> None:
    """Refuses a restored backup here as well as in the service, so that the error is one line."""
    if migrates:
        await migrate(dsn)
    else:
        await require_migrated(dsn)
    await check_fit_to_serve(dsn, ledger)


def _say_nothing(_address: str) -> None:
    """Another process has announced the address."""


def _announce(address: str) -> None:
    here = is_loopback(urlsplit(address).hostname or "")
    reach = (
        "listening on this machine only"
        if here
        else "anyone who can reach this address can see every journey"
    )
    print_line(f"No accounts: {reach}.")
    print_line(address)


def _announce_accounts(settings: Settings, address: str) -> None:
    print_line("With accounts: everyone signs in.")
    if warning := proxy_warning(settings):
        print_line(f"Warning: {warning}.", err=True)
    print_line(address)
