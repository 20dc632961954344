"""Reads every file of a data directory, byte by byte: tables, indexes, the write-ahead log, temporary files and logs."""

import os
import re
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
from msgspec import Struct

if TYPE_CHECKING:
    from service.postgres.connections import Connection

CHUNK_BYTES = 1 << 18
OVERLAP_BYTES = 1 << 10
"""What a chunk has of the one before, so that nothing is missed where one ends."""
CONTROL_FILE = Path("global", "pg_control")
SEGMENT = re.compile(r"(_fsm|_vm|_init)?(\.\d+)?$")
"""What the names of further files of a relation end with."""
SELECT_PLACE = "select current_setting('data_directory')"
SELECT_IDENTIFIER = "select system_identifier from pg_control_system()"


class FilesRead(Struct, frozen=True, kw_only=True):
    """How many files were read, and how many bytes."""

    folder: str
    files: int
    bytes: int


async def readable_data_directory(connection: "Connection") -> Path | None:
    """The server's data directory, if its files can be read by this process; None if they cannot."""
    with suppress(OSError, asyncpg.InsufficientPrivilegeError):
        folder = Path(await connection.fetchval(SELECT_PLACE))
        # A folder of that name on another machine is another one.
        identifier = await connection.fetchval(SELECT_IDENTIFIER)
        if (
            (folder / CONTROL_FILE)
            .read_bytes()
            .startswith(identifier.to_bytes(8, sys.byteorder, signed=True))
        ):
            return folder
    return None


def read_files(folder: Path, look: Callable[[bytes], None], *, without: Collection[str] = ()) -> FilesRead:
    """Calls `look` with every part of every file. Files that disappear meanwhile are left out.

    `without` are the paths of relations that are not read, as the server tells them.
    """
    files = size = 0
    for path in _files(folder):
        if path.is_relative_to(folder) and SEGMENT.sub("", path.relative_to(folder).as_posix()) in without:
            continue
        with suppress(FileNotFoundError):
            for chunk in _chunks(path):
                look(chunk)
            files, size = files + 1, size + path.stat().st_size
    return FilesRead(folder=str(folder), files=files, bytes=size)


def _files(folder: Path) -> Iterator[Path]:
    """The files of the cluster, and the logs beside that of a private server."""
    for above, _, names in os.walk(folder):
        yield from (path for name in names if (path := Path(above, name)).is_file())
    yield from folder.parent.glob("postgres.log*")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        before = b""
        while chunk := file.read(CHUNK_BYTES):
            yield before + chunk
            before = chunk[-OVERLAP_BYTES:]
