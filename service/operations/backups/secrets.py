"""Copies the keyring and the erasure ledger, which are kept apart from the backups of the database.

With the keyring a backup can be read; without the ledger it brings back what was erased.
"""

import os
import shutil
from pathlib import Path

from service.operations.backups.errors import BackupError
from service.private_file import open_private_file


def require_apart(backup: Path, secrets: Path, *, together: bool) -> None:
    """Raises `BackupError` if they would lie in one folder without that being wished."""
    one, other = backup.resolve(), secrets.resolve()
    if not together and (one == other or one in other.parents or other in one.parents):
        raise BackupError(
            f"{secrets} is not apart from {backup}: whoever gets hold of both reads everything; "
            "choose another folder, or add --together"
        )


def copy_secrets(folder: Path, *files: Path) -> list[Path]:
    """Copies those of the files that exist, readable for their owner only; returns the copies."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return [_copy(file, folder / file.name) for file in files if file.exists()]


def _copy(source: Path, target: Path) -> Path:
    beside = target.with_name(f".{target.name}.partial")
    with source.open("rb") as read, open_private_file(beside) as written:
        shutil.copyfileobj(read, written)
        written.flush()
        os.fsync(written.fileno())
    beside.replace(target)
    return target
