"""Folders at any address that pyarrow knows: a path of this machine, or such as `file://`, `s3://`, `gs://` and `hdfs://`."""

import hashlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

from msgspec import Struct

from service.private_file import open_private_file
from service.research.export import ExportError
from service.research.tools import require_tools

PARTIAL = ".partial-"
"""In the name of a file that is being written. What a killed process leaves of them goes at the end."""
READ_AT_ONCE = 1024 * 1024


class StoredFile(Struct, frozen=True, kw_only=True):
    """A file that was written: where it is in its folder, how large, and its digest."""

    path: str
    bytes: int
    sha256: str


class SharedFolder:
    """A folder. Its errors are `ExportError`s that name the file."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._system, self._root = _open(address)

    def read(self, path: str) -> bytes:
        """The content of a file."""
        with self._naming(path), self._system.open_input_stream(self._full(path)) as file:
            content: bytes = file.read()
            return content

    def read_lines(self, path: str) -> Iterator[bytes]:
        """The content of a file in chunks of whole lines."""
        rest = b""
        with self._naming(path), self._system.open_input_stream(self._full(path)) as file:
            while read := file.read(READ_AT_ONCE):
                whole, newline, rest = (rest + read).rpartition(b"\n")
                if newline:
                    yield whole + newline
            if rest:
                yield rest

    def exists(self, path: str) -> bool:
        """Whether there is a file, or a folder with one, of this name."""
        with self._naming(path):
            return bool(self._system.get_file_info(self._full(path)).type.name != "NotFound")

    def digest(self, path: str) -> str | None:
        """The SHA-256 of a file; None if it is not there."""
        if not self.exists(path):
            return None
        digest = hashlib.sha256()
        for chunk in self.read_lines(path):
            digest.update(chunk)
        return digest.hexdigest()

    def write(self, path: str, chunks: Iterator[bytes]) -> StoredFile:
        """Writes a file, which appears when it is complete."""
        partial, size, digest = f"{path}{PARTIAL}{uuid4().hex}", 0, hashlib.sha256()
        with self._naming(path):
            self._system.create_dir(self._full(path).rpartition("/")[0], recursive=True)
            if self._system.type_name == "local":
                open_private_file(Path(self._full(partial))).close()
            with self._system.open_output_stream(self._full(partial)) as file:
                for chunk in chunks:
                    file.write(chunk)
                    digest.update(chunk)
                    size += len(chunk)
            self._system.move(self._full(partial), self._full(path))
        return StoredFile(path=path, bytes=size, sha256=digest.hexdigest())

    def remove_folder(self, path: str) -> None:
        """Removes a folder with what is in it, if it is there."""
        if self.exists(path):
            with self._naming(path):
                self._system.delete_dir(self._full(path))

    def remove_partial_files(self, path: str) -> None:
        """Removes what killed processes left in a folder."""
        selector = import_module("pyarrow.fs").FileSelector(self._full(path), allow_not_found=True)
        with self._naming(path):
            for one in self._system.get_file_info(selector):
                if PARTIAL in one.base_name:
                    self._system.delete_file(one.path)

    def _full(self, path: str) -> str:
        return f"{self._root}/{path}"

    @contextmanager
    def _naming(self, path: str) -> Generator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise ExportError(f"{self.address}/{path} is missing") from error
        except OSError as error:
            raise ExportError(f"{self.address}/{path}: {error.strerror or error}") from error


def _open(address: str) -> tuple[Any, str]:
    require_tools()
    file_systems: Any = import_module("pyarrow.fs")
    if "://" not in address:
        return file_systems.LocalFileSystem(), str(Path(address).absolute())
    try:
        system, root = file_systems.FileSystem.from_uri(address)
    except (OSError, ValueError) as error:
        raise ExportError(f"{address}: {error}") from error
    return system, root.rstrip("/")
