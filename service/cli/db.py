"""`soundings db`: status and stop of the private database."""

from pathlib import Path

import click
import msgspec

from service.cli.output import print_line
from service.postgres.server import EmbeddedPostgres

_data_dir = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the private database (default: the user's data folder).",
)


@click.group("db")
def db_command() -> None:
    """Look after the private database that runs when no DATABASE_URL is given."""


@db_command.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@_data_dir
def status_command(as_json: bool, data_dir: Path | None) -> None:
    """Say where it is and whether it runs."""
    found = EmbeddedPostgres(data_dir).status()
    if as_json:
        print_line(msgspec.json.encode(found))
        return
    running = f"running (process {found.pid})" if found.running else "not running"
    used = "in use" if found.in_use else "not in use"
    print_line(f"{found.home}: {running}, {used}, PostgreSQL {found.major or 'not set up yet'}")


@db_command.command("stop")
@_data_dir
def stop_command(data_dir: Path | None) -> None:
    """Stop a server that was left running, for instance by a killed process."""
    stopped = EmbeddedPostgres(data_dir).stop()
    print_line("not running" if stopped else "in use by another process; left running")
