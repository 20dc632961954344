"""What is done of an export: a file that stands there with its digest is not made again after an interruption."""

import hashlib
import shutil
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar

import msgspec
from msgspec import Struct

from service.private_file import open_private_file
from service.research.export import ExportError
from service.research.exports.layout import MANIFEST, PROGRESS, ROOMS
from service.research.exports.manifest import ExportedFile, ExportKind, file_digest, read_manifest

T = TypeVar("T")
IDENTITY = "export.json"


class Identity(Struct, frozen=True, kw_only=True):
    """What an unfinished export is of."""

    kind: ExportKind
    study: str
    position: int
    input_digest: str
    """A digest of everything else that its bytes depend on."""


class _Note(Struct, frozen=True, kw_only=True):
    input_digest: str
    result: msgspec.Raw
    files: tuple[ExportedFile, ...]


class Progress:
    """The notes of an unfinished export, in its folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._notes = folder / PROGRESS

    def found(self, name: str, input_digest: str, kind: type[T]) -> T | None:
        """The result of a step, if it was made of the same and its files stand there."""
        try:
            note = msgspec.json.decode((self._notes / f"{name}.json").read_bytes(), type=_Note)
        except (OSError, msgspec.DecodeError):
            return None
        stands = note.input_digest == input_digest and all(self._stands(one) for one in note.files)
        return msgspec.json.decode(note.result, type=kind) if stands else None

    def note(self, name: str, input_digest: str, result: object, files: Sequence[ExportedFile]) -> None:
        """Notes that a step is done."""
        self._notes.mkdir(exist_ok=True)
        content = _Note(
            input_digest=input_digest, result=msgspec.Raw(msgspec.json.encode(result)), files=tuple(files)
        )
        _write_whole(self._notes / f"{name}.json", msgspec.json.encode(content))

    def finish(self) -> None:
        """Drops all notes."""
        shutil.rmtree(self._notes, ignore_errors=True)

    def _stands(self, one: ExportedFile) -> bool:
        path = self._folder / one.path
        return path.is_file() and path.stat().st_size == one.bytes and file_digest(path) == one.sha256


def begin(folder: Path, identity: Identity) -> Progress:
    """Begins an export in a folder, or goes on with one that was interrupted.

    Raises `ExportError` if the folder holds something else.
    """
    noted = folder / PROGRESS / IDENTITY
    try:
        if (folder / MANIFEST).exists():
            manifest = read_manifest(folder)
            _require_same(
                folder,
                identity,
                Identity(
                    kind=manifest.kind, study=manifest.study, position=manifest.position, input_digest=""
                ),
            )
        elif noted.exists():
            before = msgspec.json.decode(noted.read_bytes(), type=Identity)
            _require_same(folder, identity, before)
            if before.input_digest != identity.input_digest:
                shutil.rmtree(folder / PROGRESS)
        elif folder.exists() and any(one.name != PROGRESS for one in folder.iterdir()):
            raise ExportError(f"{folder} holds files that no export wrote: choose another folder")
        (folder / PROGRESS).mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        _write_whole(noted, msgspec.json.encode(identity))
    except msgspec.DecodeError as error:
        raise ExportError(f"{noted}: {error}; remove the folder {noted.parent} to begin anew") from error
    except OSError as error:
        raise ExportError(f"{folder}: {error.strerror or error}") from error
    return Progress(folder)


def _require_same(folder: Path, wanted: Identity, there: Identity) -> None:
    if (there.kind, there.study) != (wanted.kind, wanted.study):
        raise ExportError(f"{folder} holds the export of another study: choose another folder")
    if there.position != wanted.position:
        raise ExportError(
            f"{folder} holds an export up to position {there.position}, not {wanted.position}: choose another folder, "
            f"or repeat that one with --position {there.position}"
        )


def remove_others(folder: Path, files: Iterable[ExportedFile]) -> None:
    """Removes what an interrupted export of other participants left: whoever is not in this one is in no file of it."""
    known = {folder / one.path for one in files}
    for path in (one for room in ROOMS for one in (folder / room).rglob("*")):
        if path.is_file() and path not in known:
            path.unlink()


class WrittenFile:
    """A file of an export while it is written."""

    def __init__(self, path: str, file: IO[bytes]) -> None:
        self._path, self._file = path, file
        self._digest, self._bytes = hashlib.sha256(), 0

    def write(self, content: bytes) -> int:
        """Adds bytes."""
        self._digest.update(content)
        self._bytes += len(content)
        return self._file.write(content)

    def described(self, rows: int | None = None) -> ExportedFile:
        """The file as the manifest lists it."""
        return ExportedFile(path=self._path, sha256=self._digest.hexdigest(), rows=rows, bytes=self._bytes)


@contextmanager
def written_file(folder: Path, path: str) -> Generator[WrittenFile]:
    """Writes a file of an export; it appears once it is complete."""
    to = folder / path
    to.parent.mkdir(parents=True, exist_ok=True)
    partial = to.with_name(to.name + ".partial")
    with open_private_file(partial) as file:
        yield WrittenFile(path, file)
    partial.replace(to)


def describe_file(folder: Path, path: str, rows: int | None = None) -> ExportedFile:
    """A file that stands there, as the manifest lists it."""
    found = folder / path
    return ExportedFile(path=path, sha256=file_digest(found), rows=rows, bytes=found.stat().st_size)


def _write_whole(path: Path, content: bytes) -> None:
    partial = path.with_name(path.name + ".partial")
    with open_private_file(partial) as file:
        file.write(content)
    partial.replace(path)
