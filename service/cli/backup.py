"""`soundings backup`: one dump of the database with its manifest; keyring and erasure ledger apart."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import msgspec

from service.cli.database import DatabaseLocation, database_options, migrated_database
from service.cli.keyring import keyring_path
from service.cli.output import print_line
from service.operations.backups.backup import make_backup, require_whole_view
from service.operations.backups.manifest import BackupManifest
from service.operations.backups.secrets import copy_secrets, require_apart
from service.personal_data.erasure.ledger import ErasureLedger, open_ledger
from service.personal_data.erasure.ledger_binding import bind_ledger_of
from service.postgres.migrations import require_migrated
from service.settings import read_settings


@click.command("backup")
@click.argument("folder", metavar="TO", type=Path)
@click.option(
    "--keys-to",
    type=Path,
    metavar="DIRECTORY",
    help="Another folder, to copy the keyring and the erasure ledger to.",
)
@click.option("--together", is_flag=True, help="Allow --keys-to within the folder of the backup.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
@database_options
def backup_command(
    *,
    folder: Path,
    keys_to: Path | None,
    together: bool,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Copy the whole database into the new folder TO, with a manifest; the service can keep running.

    What is encrypted stays so. The keyring and the erasure ledger are not in it: keep copies of them elsewhere, such as
    with --keys-to, and renew that of the ledger after every erasure. On a server of your own the database user has to be
    one whom row-level security lets pass; if it is not, the command says how to make one.
    """
    if folder.exists():
        raise click.ClickException(f"{folder} exists already: name a new folder")
    if keys_to:
        require_apart(folder, keys_to, together=together)
    place = DatabaseLocation(database_url=database_url, data_dir=data_dir)
    settings = read_settings()
    ledger, keyring = open_ledger(settings.ledger, data_dir), keyring_path(settings, place)
    with migrated_database(place) as dsn:
        manifest = asyncio.run(_backup(dsn, folder, ledger))
    secrets = [ledger.path, *([keyring] if keyring else [])]
    copied = copy_secrets(keys_to, *secrets) if keys_to else []
    if as_json:
        print_line(msgspec.json.encode(manifest))
        return
    for line in _describe(folder, manifest, copied, secrets):
        print_line(line)


async def _backup(dsn: str, to: Path, ledger: ErasureLedger) -> BackupManifest:
    await require_migrated(dsn)
    await require_whole_view(dsn)
    return await make_backup(dsn, to, ledger_id=await bind_ledger_of(dsn, ledger))


def _describe(
    to: Path, manifest: BackupManifest, copied: Sequence[Path], secrets: Sequence[Path]
) -> Iterator[str]:
    megabytes = manifest.file.bytes / 1e6
    yield f"{to}: {manifest.events} events, up to position {manifest.head}, {megabytes:.1f} MB"
    if copied:
        yield f"copied apart: {', '.join(map(str, copied))}"
    else:
        yield f"not in it, and to be copied elsewhere: {', '.join(map(str, secrets))}"
