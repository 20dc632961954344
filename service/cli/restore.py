"""`soundings restore`: a backup into an empty database, checked afterwards."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
from msgspec import Struct

from service.cli.database import DatabaseLocation, database_options, running_database
from service.cli.keyring import existing_keyrings
from service.cli.log import LogFaulty, describe_log_check
from service.cli.output import print_line
from service.cli.progress import CountedProgress, counted_progress
from service.operations.backups.manifest import BackupManifest
from service.operations.backups.restore import restore_backup
from service.operations.log_check.check import LogCheck, check_log
from service.personal_data.erasure.ledger import ErasureLedger, open_ledger
from service.personal_data.erasure.ledger_binding import OtherLedger
from service.personal_data.erasure.restored_backup import ErasedDataRestored, check_fit_to_serve
from service.postgres.migrations import migrate
from service.settings import read_settings


class Restored(Struct, frozen=True, kw_only=True):
    """What a restore did."""

    manifest: BackupManifest
    migrations: tuple[str, ...]
    """What was applied, because the backup was of an older version."""
    check: LogCheck
    before_serving: str | None
    """What is to be done before it may be served; None if nothing is."""


@click.command("restore")
@click.argument("source", metavar="FROM", type=Path)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@database_options
def restore_command(*, source: Path, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """Restore the backup in the folder FROM into an empty database, then check its log.

    The keyring and the erasure ledger are to be in their places first. What was erased since the backup was made is in it
    again: `soundings erase --replay` erases it anew, and until then the service refuses to start. Exit code 1 if the log
    is not whole.
    """
    place = DatabaseLocation(database_url=database_url, data_dir=data_dir)
    ledger = open_ledger(read_settings().ledger, data_dir)
    with running_database(place) as dsn, counted_progress("Checking events") as progress:
        done = asyncio.run(_restore(dsn, source, place, ledger, progress))
    for line in (msgspec.json.encode(done),) if as_json else _describe(done):
        print_line(line)
    if not done.check.is_whole:
        raise LogFaulty("the log is not whole")


async def _restore(
    dsn: str, source: Path, place: DatabaseLocation, ledger: ErasureLedger, progress: CountedProgress
) -> Restored:
    manifest = await restore_backup(dsn, source)
    applied = await migrate(dsn)
    check = await check_log(
        dsn, lambda: existing_keyrings(place), begin=progress.begin, advance=progress.advance
    )
    return Restored(
        manifest=manifest,
        migrations=tuple(applied),
        check=check,
        before_serving=await _before_serving(dsn, ledger),
    )


async def _before_serving(dsn: str, ledger: ErasureLedger) -> str | None:
    try:
        await check_fit_to_serve(dsn, ledger)
    except (ErasedDataRestored, OtherLedger) as reason:
        return str(reason)
    return None


def _describe(done: Restored) -> Iterator[str]:
    yield f"restored the backup of {done.manifest.made_at:%Y-%m-%d %H:%M} UTC"
    yield from (f"applied {name}" for name in done.migrations)
    yield from describe_log_check(done.check)
    yield f"Before it is served: {done.before_serving}" if done.before_serving else "It can be served."
