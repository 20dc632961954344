"""What a backup says of itself: when it was made, of what, and the digest of its file."""

import hashlib
from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec
from msgspec import Struct

from service.operations.backups.errors import BackupError
from service.outside_json import decode_json

DUMP, MANIFEST = "database.dump", "manifest.json"
FORMAT = 1
PIECE = 1 << 20


class BackupFile(Struct, frozen=True, kw_only=True):
    """The file of a backup."""

    name: str
    sha256: str
    bytes: int


class BackupManifest(Struct, frozen=True, kw_only=True):
    """The manifest of a backup."""

    format: int
    made_at: datetime
    service: str
    """The version of the service."""
    server: str
    """The version of PostgreSQL that it is of."""
    dump: str
    """The version of `pg_dump` that wrote it."""
    migrations: int
    events: int
    """How many events there were when it began; it holds these and perhaps some more."""
    head: int
    ledger_id: UUID
    """The erasure ledger that belongs to it."""
    owners: dict[str, str]
    """Who owns each function that lends the rights of its owner."""
    file: BackupFile


def write_manifest(folder: Path, manifest: BackupManifest) -> None:
    """Writes the manifest into the folder of a backup."""
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")


def read_backup(folder: Path) -> BackupManifest:
    """The manifest of a backup whose file is as it was written. Raises `BackupError`."""
    try:
        manifest = decode_json((folder / MANIFEST).read_bytes(), BackupManifest)
    except (OSError, msgspec.DecodeError) as fault:
        raise BackupError(
            f"{folder} is no backup: its {MANIFEST} cannot be read ({fault}); a backup that was interrupted has none"
        ) from fault
    if manifest.format != FORMAT:
        raise BackupError(f"{folder} was made by another version of the service ({manifest.service})")
    _require_whole(folder / DUMP, manifest.file)
    return manifest


def _require_whole(path: Path, expected: BackupFile) -> None:
    try:
        with path.open("rb") as file:
            digest = hashlib.sha256()
            while piece := file.read(PIECE):
                digest.update(piece)
            size = file.tell()
    except OSError as fault:
        raise BackupError(f"{path} cannot be read: {fault.strerror}; use another backup") from fault
    if (digest.hexdigest(), size) != (expected.sha256, expected.bytes):
        raise BackupError(f"{path} is not as it was written (its digest is another): use another backup")
