"""`soundings log verify`: check the whole event log."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from service.cli.database import DatabaseLocation, database_options, migrated_database
from service.cli.keyring import existing_keyrings
from service.cli.output import print_line
from service.cli.progress import CountedProgress, counted_progress
from service.operations.findings import CheckFinding
from service.operations.log_check.check import LogCheck, check_log
from service.postgres.migrations import require_migrated


class LogFaulty(click.ClickException):
    """Raised if the check of the log found something."""


@click.group("log")
def log_command() -> None:
    """The event log, from which everything else is made."""


@log_command.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@database_options
def verify_log_command(*, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """Check that the log is whole, and every event readable.

    Versions have no hole, positions are in order, each command has its events and each event its command, no reader is
    further than the log, and every encrypted text can be decrypted unless its key was destroyed on purpose.

    Each finding says what to do. Exit code 1 if anything is found. It changes nothing, and the service can keep running.
    Run it after a restore, and now and then.
    """
    place = DatabaseLocation(database_url=database_url, data_dir=data_dir)
    with migrated_database(place) as dsn, counted_progress("Checking events") as progress:
        check = asyncio.run(_check(dsn, place, progress))
    for line in (msgspec.json.encode(check),) if as_json else describe_log_check(check):
        print_line(line)
    if not check.is_whole:
        raise LogFaulty("the log is not whole")


async def _check(dsn: str, place: DatabaseLocation, progress: CountedProgress) -> LogCheck:
    await require_migrated(dsn)
    return await check_log(
        dsn, lambda: existing_keyrings(place), begin=progress.begin, advance=progress.advance
    )


def describe_log_check(check: LogCheck) -> Iterator[str]:
    """The lines for a person."""
    yield f"{check.events} events"
    if check.sealed:
        yield f"{check.sealed} of them with encrypted texts, {check.destroyed} of these with destroyed keys"
    yield from map(CheckFinding.describe, check.findings)
