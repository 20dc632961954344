"""The manifest of an export: what it was made of, by which rules, and a digest for each file and bucket."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from service.outside_json import InvalidText, read_json
from service.research.export import ExportError
from service.research.exports.layout import MANIFEST, bucket_of_path
from service.research.tables import TABLES

FORMAT = "soundings-study-1"
ExportKind = Literal["study", "simulation", "dummy"]


class ExportedFile(Struct, frozen=True, kw_only=True):
    """A file of an export."""

    path: str
    sha256: str
    rows: int | None = None
    """None for a file without rows."""
    bytes: int


class ExportedBucket(Struct, frozen=True, kw_only=True):
    """A bucket: so many participants and events, and one digest over the digests of its files."""

    bucket: int
    participants: int
    events: int
    sha256: str


class Attrition(Struct, frozen=True, kw_only=True):
    """How many were invited, agreed and left, as the study's page showed it then; None where it is too few to be shown."""

    invited: int | None = None
    agreed: int | None = None
    withdrawn: int | None = None


class ExportedTaxonomy(Struct, frozen=True, kw_only=True):
    """An edition of occupations that the service had loaded; its version is empty where nobody said it."""

    version: str
    sha256: str


class Disclosure(Struct, frozen=True, kw_only=True):
    """The rules that the export was made by, and what they suppressed."""

    rules: tuple[str, ...]
    occupation_codes_coarsened: int
    """Entries whose occupation code has fewer digits than the service knows, or none."""
    texts: str = "left out"


class ModelOfExport(Struct, frozen=True, kw_only=True):
    """The numbers of the learning model that the tables were computed with."""

    version: str
    sha256: str


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an export is."""

    format: str = FORMAT
    kind: ExportKind
    study: str
    """The study's code; no id of the service."""
    title: str
    key_id: str
    """Tells pseudonyms of two keys apart."""
    position: int
    """The log position it reaches, and the cut-off of consents; 0 where there was no log."""
    software: Mapping[str, str]
    """The versions that its bytes depend on."""
    schema: tuple[str, ...]
    """The types of events that its software knows, with their versions."""
    upcasts: str
    """A digest of the steps that lead earlier forms of an event to the present ones."""
    projections: Mapping[str, str]
    parameters: ModelOfExport
    taxonomies: Mapping[str, ExportedTaxonomy] = {}
    """The editions of occupations that were loaded when it was made, by name."""
    plan_sha256: str
    """Of the study's definition, as it was approved."""
    attrition: Attrition
    disclosure: Disclosure
    tables: tuple[str, ...]
    participants: int
    events: int
    buckets: tuple[ExportedBucket, ...]
    files: tuple[ExportedFile, ...]
    sha256: str
    """Over all files."""

    def file(self, path: str) -> ExportedFile | None:
        """The file at a path."""
        return next((one for one in self.files if one.path == path), None)

    def paths(self, beginning: str) -> list[str]:
        """The files whose path begins so, in order."""
        return [one.path for one in self.files if one.path.startswith(beginning)]


def digest_of_files(files: Iterable[ExportedFile]) -> str:
    """One digest over the paths and digests of files."""
    digest = hashlib.sha256()
    for one in sorted(files, key=lambda file: file.path):
        digest.update(f"{one.path} {one.sha256}\n".encode())
    return digest.hexdigest()


def digest_of_bucket(bucket: int, files: Iterable[ExportedFile]) -> str:
    """The digest over the files of one bucket."""
    return digest_of_files(one for one in files if bucket_of_path(one.path) == bucket)


def file_digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def encode_manifest(manifest: Manifest) -> bytes:
    """The manifest as JSON, always in the same bytes."""
    return msgspec.json.format(msgspec.json.encode(manifest, order="deterministic")) + b"\n"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder. Raises `ExportError`."""
    path = folder / MANIFEST
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ExportError(f"{folder} is no finished export: it has no {MANIFEST}") from error
    except OSError as error:
        raise ExportError(f"{path}: {error.strerror or error}") from error
    try:
        manifest = read_json(content, Manifest)
    except InvalidText as fault:
        raise ExportError(f"{path}:{fault.line}: not a manifest: {fault}") from fault
    if manifest.format != FORMAT:
        raise ExportError(f"{path}: format {manifest.format}; this version reads {FORMAT}")
    return manifest


def verify_files(folder: Path, manifest: Manifest) -> None:
    """Raises `ExportError`, naming the file, if a file is missing or is not the one that the manifest describes."""
    if unknown := set(manifest.tables) - set(TABLES):
        raise ExportError(f"{folder / MANIFEST}: there is no table {min(unknown)}")
    for one in manifest.files:
        path = folder / one.path
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ExportError(f"{folder / MANIFEST}: {one.path} is outside of the folder")
        if not path.is_file():
            bucket = bucket_of_path(one.path)
            raise ExportError(f"{path} is missing" + ("" if bucket is None else f": bucket {bucket}"))
        if path.stat().st_size != one.bytes or file_digest(path) != one.sha256:
            raise ExportError(
                f"{path}: the file is not the one that the manifest describes (SHA-256 differs)"
            )
    if digest_of_files(manifest.files) != manifest.sha256:
        raise ExportError(f"{folder / MANIFEST}: its digests do not add up to its own")


def require_histories(folder: Path | str, manifest: Manifest) -> list[str]:
    """The files of histories. Raises `ExportError` for an export without any: its study was approved without them."""
    found = manifest.paths("histories/")
    if manifest.participants and not found:
        raise ExportError(
            f"{folder} has no histories to replay: its study was approved without the variable `events.fields`"
        )
    return found
