"""The files of a download: in a folder, folders in it, or a ZIP file; packed with gzip or not."""

import io
import re
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path

from msgspec import Struct

from service.outside_json import InvalidText, require_utf8

LARGEST_FILE = 512 * 1024 * 1024
"""Of one file, unpacked. The largest of ESCO has under 50 million bytes."""
MOST_FILES = 10_000


class InvalidAtlas(ValueError):
    """Raised if a file cannot be read as what it should be: names file, line and column. Nothing was changed."""

    def __init__(
        self, file: str, message: str, *, line: int | None = None, column: str | None = None
    ) -> None:
        self.file, self.line, self.column = file, line, column
        place = file if line is None else f"{file}:{line}"
        super().__init__(f"{place}: {message}" if column is None else f"{place}, column {column}: {message}")


class SourceFile(Struct, frozen=True, kw_only=True):
    """One file of a download."""

    path: str
    """As people find it, below what they named."""
    place: Path | Traversable
    """The file, or the ZIP file that it lies in."""
    member: str | None = None
    """Its name in the ZIP file."""

    @property
    def name(self) -> str:
        """Its name without folders and without `.gz`."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".gz")

    def text(self) -> str:
        """All of it. Raises `InvalidAtlas`."""
        packed = self._packed()
        return _decoded(self.path, _unpacked(self.path, packed) if self.path.endswith(".gz") else packed)

    def _packed(self) -> bytes:
        with _as_invalid(self.path, "it cannot be unpacked"):
            if self.member is None:
                with self.place.open("rb") as file:
                    return _not_larger(self.path, file.read(LARGEST_FILE + 1))
            with zipfile.ZipFile(str(self.place)) as archive, archive.open(self.member) as file:
                return _not_larger(self.path, file.read(LARGEST_FILE + 1))


@contextmanager
def _as_invalid(path: str, what: str) -> Generator[None]:
    """Whatever goes wrong with a file is told as what is wrong with it: those that unpack raise errors of many kinds."""
    try:
        yield
    except InvalidAtlas:
        raise
    except OSError as failure:
        raise InvalidAtlas(path, failure.strerror or str(failure)) from failure
    except Exception as failure:
        raise InvalidAtlas(path, f"{what} ({failure})") from failure


def source_files(place: Path) -> list[SourceFile]:
    """The CSV files of a folder, of a ZIP file, or one file. Raises `InvalidAtlas`."""
    try:
        paths = [one for one in sorted(place.rglob("*")) if one.is_file()] if place.is_dir() else [place]
        above = place if place.is_dir() else place.parent
        place.stat()
        found = [one for path in paths for one in _files_at(path, above)]
    except OSError as failure:
        raise InvalidAtlas(str(failure.filename or place), failure.strerror or str(failure)) from failure
    if len(found) > MOST_FILES:
        raise InvalidAtlas(str(place), f"it holds more than {MOST_FILES} files")
    return found


def _files_at(path: Path, above: Path) -> Iterator[SourceFile]:
    name = path.relative_to(above).as_posix()
    if _is_table(name):
        yield SourceFile(path=name, place=path)
    elif name.lower().endswith(".zip"):
        yield from _zipped(path, name)


def _zipped(path: Path, name: str) -> Iterator[SourceFile]:
    with _as_invalid(name, "it is no ZIP file, or not a whole one"), zipfile.ZipFile(path) as archive:
        members = sorted(archive.namelist())
    for member in members:
        if _is_table(member):
            yield SourceFile(path=f"{name}/{member}", place=path, member=member)


def _is_table(name: str) -> bool:
    last = name.rsplit("/", 1)[-1].lower()
    return last.endswith((".csv", ".csv.gz")) and not last.startswith("._")


def _unpacked(path: str, packed: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        text = unpacking.decompress(packed, LARGEST_FILE + 1)
    except zlib.error as failure:
        raise InvalidAtlas(path, f"it is no gzip file, or a damaged one ({failure})", line=1) from failure
    _not_larger(path, text)
    if not unpacking.eof:
        raise InvalidAtlas(path, "the gzip file breaks off in this line", line=text.count(b"\n") + 1)
    return text


def _not_larger(path: str, read: bytes) -> bytes:
    if len(read) > LARGEST_FILE:
        raise InvalidAtlas(path, f"it has more than {LARGEST_FILE} bytes")
    return read


def _decoded(path: str, read: bytes) -> str:
    try:
        return require_utf8(read).decode()
    except InvalidText as failure:
        column = _column_in_line(read, failure.line)
        raise InvalidAtlas(path, str(failure), line=failure.line, column=column) from failure


def _column_in_line(read: bytes, number: int) -> str | None:
    """The column of the first byte that is not text, as far as commas tell: none in a field that began in a line before."""
    header = io.BytesIO(read).readline().decode("utf-8-sig", "replace").strip().split(",")
    line = next(islice(io.BytesIO(read), number - 1, None), b"")
    try:
        # A zero is UTF-8, and no text.
        line.replace(b"\0", b"\xff").decode()
    except UnicodeDecodeError as failure:
        before = re.sub(rb'"[^"]*"?', b"", line[: failure.start]).count(b",")
        return header[before] if number > 1 and before < len(header) else None
    return None
