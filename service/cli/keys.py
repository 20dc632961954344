"""`soundings keys`: the key-encryption keys, which stay outside the database and are replaced by epochs."""

import asyncio
from datetime import timedelta
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.progress import Progress

from service.cli.confirmation import require_confirmation, yes_option
from service.cli.database import DatabaseLocation, database_options
from service.cli.disk_reports import describe_disk
from service.cli.operator_context import OperatorContext, run_with_context
from service.cli.output import print_line, print_lines
from service.encryption.epoch_status import EpochStatus, epoch_statuses
from service.encryption.epochs import (
    RewrapResult,
    add_epoch,
    destroy_due_epochs,
    destroy_epoch,
    rewrap_keys,
)
from service.encryption.keyring import KeyringFile
from service.encryption.keyring_check import is_sealed
from service.personal_data.encrypt_database import DatabaseEncryptionResult, encrypt_database
from service.postgres.connections import open_worker_pool
from service.postgres.migrations import require_migrated
from service.settings import read_settings

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group("keys")
def keys_command() -> None:
    """Look after the keys that seal what is personal (SOUNDINGS_KEYRING)."""


@keys_command.command("make")
@_json
@click.option("--database-url", envvar="DATABASE_URL", show_envvar=True, help="The database it is to be for.")
def make_command(*, as_json: bool, database_url: str | None) -> None:
    """Make the keyring of SOUNDINGS_KEYRING where there is none yet; one that is there is left as it is.

    With a database that is sealed already none is made: its own has to come back from its copy.
    """
    settings = read_settings()
    if settings.keyring is None:
        raise click.ClickException("SOUNDINGS_KEYRING is missing: the file the keyring is to be in")
    file = KeyringFile(Path(settings.keyring), settings.env)
    if database_url and not file.path.exists() and asyncio.run(_is_sealed(database_url)):
        raise click.ClickException(
            f"{file.path} is gone, and the database is sealed under it: restore it from its copy; a new one opens nothing"
        )
    file.create()
    fields = {"keyring": settings.keyring, "newest": file().newest_epoch}
    print_line(msgspec.json.encode(fields) if as_json else f"{settings.keyring}: epoch {file().newest_epoch}")


@keys_command.command("status")
@_json
@database_options
def key_status_command(*, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """List the epochs, and how many keys are wrapped under each."""

    async def work(context: OperatorContext) -> list[EpochStatus]:
        return await epoch_statuses(context.services.worker_pool, context.keyrings())

    for one in run_with_context(DatabaseLocation(database_url=database_url, data_dir=data_dir), work):
        print_line(msgspec.json.encode(one) if as_json else _describe_epoch(one))


@keys_command.command("rotate")
@_json
@database_options
def rotate_command(*, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """Begin a new epoch, and wrap all keys anew under it; run it again if it was interrupted.

    The keys of older epochs are destroyed after SOUNDINGS_KEY_GRACE_DAYS: by the service, or by `soundings keys destroy --due`.
    From then on nothing that was erased can be read in backups, replicas or archives from before. Where the keyring is no
    file (SOUNDINGS_KEYRING_JSON), add a key to it yourself first.
    """
    grace = timedelta(days=read_settings().key_grace_days)

    async def work(context: OperatorContext) -> tuple[RewrapResult, list[EpochStatus]]:
        if isinstance(context.keyrings, KeyringFile) and not await _is_under_way(context):
            add_epoch(context.keyrings)
        done = await rewrap_keys(context.services.worker_pool, context.keyrings, grace=grace)
        return done, await epoch_statuses(context.services.worker_pool, context.keyrings())

    done, epochs = run_with_context(DatabaseLocation(database_url=database_url, data_dir=data_dir), work)
    keys = "1 key" if done.keys == 1 else f"{done.keys} keys"
    if as_json:
        print_line(msgspec.json.encode(done))
        return
    print_line(f"epoch {done.epoch}: {keys} wrapped anew")
    for one in epochs:
        if one.destroy_after and one.state == "retired":
            print_line(
                f"epoch {one.epoch}: backups from before can be read until {one.destroy_after:%Y-%m-%d %H:%M}"
            )


@keys_command.command("destroy")
@click.argument("epoch", type=click.IntRange(min=1), required=False)
@click.option("--due", is_flag=True, help="Those of which the days after their turn have passed.")
@yes_option
@_json
@database_options
def destroy_command(
    *, epoch: int | None, due: bool, yes: bool, as_json: bool, database_url: str | None, data_dir: Path | None
) -> None:
    """Destroy the key of an EPOCH that nothing is wrapped under any more, or --due.

    From then on no backup from before holds a key that was destroyed since: do it when backups of that time are gone.
    """
    if (epoch is None) == (not due):
        raise click.UsageError("name an EPOCH, or --due for those whose days have passed")
    which = "the keys of all epochs that are due" if epoch is None else f"the key of epoch {epoch}"
    require_confirmation(f"Destroy {which} for good?", yes=yes)

    async def work(context: OperatorContext) -> list[int]:
        if epoch is None:
            return await destroy_due_epochs(context.services.worker_pool, context.keyrings)
        await destroy_epoch(context.services.worker_pool, context.keyrings, epoch)
        return [epoch]

    done = run_with_context(DatabaseLocation(database_url=database_url, data_dir=data_dir), work)
    for one in done:
        fields = {"epoch": one, "state": "destroyed"}
        print_line(msgspec.json.encode(fields) if as_json else f"epoch {one}: destroyed")
    if not done and not as_json:
        print_line("Nothing to do: no epoch is due.")


@keys_command.command("seal")
@click.option("--dry-run", is_flag=True, help="Say what there is to do, and change nothing.")
@_json
@database_options
def seal_command(*, dry_run: bool, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """Seal a log that was written in the clear, where it stands.

    Let every service that runs seal first (SOUNDINGS_SEALING, or accounts): such a service reads both forms, and goes on
    meanwhile. Interrupted, it is finished by running it again. Done is said only after everything was read again and no text
    of it was found in the clear, nor in the files of the private database. Copies of the database from before still hold
    it all.
    """
    settings = read_settings()
    if not settings.seals:
        raise click.ClickException(
            "this service does not seal, so it could not read what is sealed; set SOUNDINGS_SEALING=true first"
        )
    console = Console(stderr=True)

    async def work(context: OperatorContext) -> DatabaseEncryptionResult:
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("Sealing", total=None)
            return await encrypt_database(
                context.erasure(),
                dry_run=dry_run,
                progress=lambda done, of: progress.update(task, completed=done, total=of),
            )

    done = run_with_context(DatabaseLocation(database_url=database_url, data_dir=data_dir), work)
    print_line(msgspec.json.encode(done) if as_json else _describe_encryption(done))
    if done.disk and not as_json:
        print_lines(describe_disk(done.disk))


async def _is_sealed(dsn: str) -> bool:
    await require_migrated(dsn)
    pool = await open_worker_pool(dsn, 1)
    try:
        return await is_sealed(pool)
    finally:
        pool.terminate()


async def _is_under_way(context: OperatorContext) -> bool:
    """True if the newest epoch was begun by a run that did not wrap all keys under it."""
    *older, newest = await epoch_statuses(context.services.worker_pool, context.keyrings())
    return newest.state != "destroyed" and newest.keys == 0 and any(one.keys for one in older)


def _describe_encryption(done: DatabaseEncryptionResult) -> str:
    would = "would be " if done.dry_run else ""
    events = "1 event" if done.events == 1 else f"{done.events} events"
    return f"{events} of {done.streams} histories {would}sealed, {done.receipts} receipts, {done.names} names in lists"


def _describe_epoch(one: EpochStatus) -> str:
    keys = "1 key" if one.keys == 1 else f"{one.keys} keys"
    where = "" if one.in_keyring else ", not in the keyring"
    until = f", to be destroyed after {one.destroy_after:%Y-%m-%d %H:%M}" if one.destroy_after else ""
    return f"epoch {one.epoch}: {one.state}, {keys}{where}{until}"
