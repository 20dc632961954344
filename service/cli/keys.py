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
    """Manage the keys that encrypt personal data (SOUNDINGS_KEYRING).

    Personal data is encrypted with data keys, one or more per person. These are stored in the database, themselves
    encrypted with a key of the keyring. The keyring stays outside the database, and gets a new key with each epoch.
    """


@keys_command.command("make")
@_json
@click.option(
    "--database-url", envvar="DATABASE_URL", show_envvar=True, help="The database that the keyring is for."
)
def make_command(*, as_json: bool, database_url: str | None) -> None:
    """Create the keyring file that SOUNDINGS_KEYRING names; an existing one stays as it is.

    For a database that is already encrypted none is created: restore its own keyring from a copy.
    """
    settings = read_settings()
    if settings.keyring is None:
        raise click.ClickException("SOUNDINGS_KEYRING is missing: set it to the file for the keyring")
    file = KeyringFile(Path(settings.keyring), settings.env)
    if database_url and not file.path.exists() and asyncio.run(_is_sealed(database_url)):
        raise click.ClickException(
            f"{file.path} is missing, and the database is encrypted with it: restore it from its copy; "
            "a new one decrypts nothing"
        )
    file.create()
    fields = {"keyring": settings.keyring, "newest": file().newest_epoch}
    print_line(msgspec.json.encode(fields) if as_json else f"{settings.keyring}: epoch {file().newest_epoch}")


@keys_command.command("status")
@_json
@database_options
def key_status_command(*, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """List the epochs, and how many data keys each one encrypts."""

    async def work(context: OperatorContext) -> list[EpochStatus]:
        return await epoch_statuses(context.services.worker_pool, context.keyrings())

    for one in run_with_context(DatabaseLocation(database_url=database_url, data_dir=data_dir), work):
        print_line(msgspec.json.encode(one) if as_json else _describe_epoch(one))


@keys_command.command("rotate")
@_json
@database_options
def rotate_command(*, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """Start a new epoch, and encrypt all data keys again with its key. If it is interrupted, run it again.

    The keys of older epochs are destroyed after SOUNDINGS_KEY_GRACE_DAYS: by the service, or by `soundings keys destroy --due`.
    From then on, nothing that was erased can be read in older backups, replicas or archives. If the keyring is not a file
    (SOUNDINGS_KEYRING_JSON), first add a key to it yourself.
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
    print_line(f"epoch {done.epoch}: {keys} encrypted again")
    for one in epochs:
        if one.destroy_after and one.state == "retired":
            print_line(
                f"epoch {one.epoch}: older backups can be decrypted until {one.destroy_after:%Y-%m-%d %H:%M}"
            )


@keys_command.command("destroy")
@click.argument("epoch", type=click.IntRange(min=1), required=False)
@click.option("--due", is_flag=True, help="All epochs whose grace period is over (SOUNDINGS_KEY_GRACE_DAYS).")
@yes_option
@_json
@database_options
def destroy_command(
    *, epoch: int | None, due: bool, yes: bool, as_json: bool, database_url: str | None, data_dir: Path | None
) -> None:
    """Destroy the key of an EPOCH that no longer encrypts any data key, or of all epochs that are --due.

    Backups from the time of that epoch can then no longer be decrypted: do it once you no longer need them.
    """
    if (epoch is None) == (not due):
        raise click.UsageError("give an EPOCH, or --due for all whose grace period is over")
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
@click.option("--dry-run", is_flag=True, help="Show what there is to do, and change nothing.")
@_json
@database_options
def seal_command(*, dry_run: bool, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """Encrypt, in place, a log that was recorded unencrypted.

    First let every running service encrypt (SOUNDINGS_SEALING=true, or accounts): such a service reads both forms, and can
    keep running. If it is interrupted, run it again. Before it reports success, it reads everything again, and searches
    the tables, and the files of a private database, for unencrypted text. Older copies of the database stay unencrypted.
    """
    settings = read_settings()
    if not settings.seals:
        raise click.ClickException(
            "this service does not encrypt, so it could not read encrypted data; set SOUNDINGS_SEALING=true first"
        )
    console = Console(stderr=True)

    async def work(context: OperatorContext) -> DatabaseEncryptionResult:
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("Encrypting", total=None)
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
    histories = "1 history" if done.streams == 1 else f"{done.streams} histories"
    return f"{would}encrypted: {events} of {histories}, {done.receipts} receipts, {done.names} names in lists"


def _describe_epoch(one: EpochStatus) -> str:
    keys = "1 key" if one.keys == 1 else f"{one.keys} keys"
    where = "" if one.in_keyring else ", not in the keyring"
    until = f", to be destroyed after {one.destroy_after:%Y-%m-%d %H:%M}" if one.destroy_after else ""
    return f"epoch {one.epoch}: {one.state}, {keys}{where}{until}"
