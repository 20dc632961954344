"""The files of a download: in a folder, folders in it, or a ZIP file; packed with gzip or not."""

import zipfile
import zlib
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

from msgspec import Struct

LARGEST_FILE = 512 * 1024 * 1024
"""Of one file, unpacked. The largest of ESCO has under 50 million bytes."""
MOST_FILES = 10_000


class InvalidAtlas(ValueError):
    """Raised if a file cannot be read as what it should be: names file, line and column. Nothing was changed."""

    def __init__(
        self, file: str, message: str, *, line: int | None = None, column: str | None = None
    ) -> None:
        self.file, self.line, self.column = file, line, column
        places = [file]
        if line is not None:
            places.append(f"line {line}")
        if column is not None:
            places.append(f"column {column}")
        super().__init__(f"{', '.join(places)}: {message}")


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
        """All of it. Raises `InvalidAtlas`, `OSError`."""
        packed = self._packed()
        return _decoded(self.path, _unpacked(self.path, packed) if self.path.endswith(".gz") else packed)

    def _packed(self) -> bytes:
        if self.member is None:
            return _not_larger(self.path, self.place.read_bytes())
        try:
            with zipfile.ZipFile(str(self.place)) as archive, archive.open(self.member) as file:
                return _not_larger(self.path, file.read(LARGEST_FILE + 1))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as failure:
            raise InvalidAtlas(self.path, f"it cannot be unpacked ({failure})") from failure


def source_files(place: Path) -> list[SourceFile]:
    """The CSV files of a folder, of a ZIP file, or one file. Raises `InvalidAtlas`, `OSError`."""
    if place.is_dir():
        found = [one for path in sorted(place.rglob("*")) if path.is_file() for one in _files_at(path, place)]
    else:
        found = list(_files_at(place, place.parent))
    if len(found) > MOST_FILES:
        raise InvalidAtlas(str(place), f"it holds more than {MOST_FILES} files")
    return found


def _files_at(path: Path, above: Path) -> Iterator[SourceFile]:
    name = path.relative_to(above).as_posix()
    if _is_table(name):
        yield SourceFile(path=name, place=path)
    elif name.lower().endswith(".zip"):
        yield from _zipped(path, name)
    elif path.parent == above and not path.exists():
        raise FileNotFoundError(2, "No such file or directory", str(path))


def _zipped(path: Path, name: str) -> Iterator[SourceFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(archive.namelist())
    except zipfile.BadZipFile as failure:
        raise InvalidAtlas(name, f"it is no ZIP file, or not a whole one ({failure})") from failure
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
        return read.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        before = read[: failure.start]
        in_line = failure.start - (before.rfind(b"\n") + 1)
        raise InvalidAtlas(
            path,
            f"byte {in_line + 1} of the line is not UTF-8",
            line=before.count(b"\n") + 1,
            column=_column_of_byte(read, before),
        ) from failure


def _column_of_byte(read: bytes, before: bytes) -> str:
    """The name of the column, as far as commas tell; a line whose start lies in quotes may be told wrong."""
    header = read.split(b"\n", 1)[0].decode("utf-8-sig", "replace").strip().split(",")
    quoted, columns = False, 0
    for one in before[before.rfind(b"\n") + 1 :]:
        if one == ord('"'):
            quoted = not quoted
        columns += one == ord(",") and not quoted
    return header[min(columns, len(header) - 1)]
