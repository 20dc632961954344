"""`soundings db`: status and stop of the private database."""

from pathlib import Path

import click
import msgspec

from service.cli.output import print_line
from service.postgres.server import EmbeddedPostgres

_data_dir = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the private database (default: your data folder).",
)


@click.group("db")
def db_command() -> None:
    """Manage the private database, which is used when there is no DATABASE_URL."""


@db_command.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@_data_dir
def status_command(as_json: bool, data_dir: Path | None) -> None:
    """Show where it is and whether it is running."""
    found = EmbeddedPostgres(data_dir).status()
    if as_json:
        print_line(msgspec.json.encode(found, enc_hook=str))
        return
    running = f"running (process {found.pid})" if found.running else "not running"
    used = "in use" if found.in_use else "not in use"
    print_line(f"{found.home}: {running}, {used}, PostgreSQL {found.major or 'not set up yet'}")


@db_command.command("stop")
@_data_dir
def stop_command(data_dir: Path | None) -> None:
    """Stop a server that was left running, for example by a process that was killed."""
    stopped = EmbeddedPostgres(data_dir).stop()
    print_line("not running" if stopped else "in use by another process; left running")
