"""Makes an export of a study and packs it, in a process of its own. What needs the research tools is imported there."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from msgspec import Struct

from service.research.archives import pack_folder
from service.research.exports.layout import FORMATS, ExportFormat
from service.research.exports.study import Enrolled, ExportedStudy, SourceSummary


class AskedExport(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What of a study is exported: all its tables in all forms, unless some are named."""

    tables: tuple[str, ...] = ()
    formats: tuple[ExportFormat, ...] = FORMATS


class PackedExport(Struct, frozen=True, kw_only=True):
    """An export in one file."""

    path: str
    position: int
    tables: tuple[str, ...]
    events: int
    rows: int
    bytes: int
    zip_sha256: str
    sha256: str


class _Histories(Protocol):
    """Gives the histories, and is told how far the work is."""

    @property
    def summary(self) -> SourceSummary: ...
    @property
    def enrolled(self) -> Sequence[Enrolled]: ...
    def lines(self, journeys: Sequence[UUID]) -> AsyncIterator[bytes]: ...
    def truth(self) -> Iterator[bytes]: ...
    def advance(self, done: int, total: int) -> None: ...


def make_export(
    histories: _Histories, study: ExportedStudy, key: bytes, asked: AskedExport, folder: str
) -> PackedExport:
    """Writes an export into a folder that is empty, and packs it. Raises `ExportError`."""
    writing: Any = import_module("service.research.exports.writing")
    done = total = 0

    def begin(count: int) -> None:
        nonlocal total
        total = count
        histories.advance(0, total)

    def advance(count: int) -> None:
        nonlocal done
        done += count
        histories.advance(done, total)

    files, packed = Path(folder) / "export", Path(folder) / "export.zip"
    manifest = asyncio.run(
        writing.write_export(
            histories,
            study,
            files,
            key=key,
            options=writing.ExportOptions(tables=asked.tables, formats=asked.formats),
            work=writing.ExportWork(begin=begin, advance=advance),
        )
    )
    pack_folder(files, packed)
    with packed.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return PackedExport(
        path=str(packed),
        position=manifest.position,
        tables=manifest.tables,
        events=manifest.events,
        rows=sum(one.rows or 0 for one in manifest.files if one.path.endswith(".parquet")),
        bytes=packed.stat().st_size,
        zip_sha256=digest,
        sha256=manifest.sha256,
    )
