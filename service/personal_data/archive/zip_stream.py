"""A ZIP file that is sent while it is written. The same files give the same bytes."""

from collections.abc import Iterable, Iterator
from typing import IO, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIXED_TIMESTAMP = (1980, 1, 1, 0, 0, 0)
"""The first moment a ZIP file can tell; when a file was packed says nothing of what is in it."""
OWNER_ONLY_MODE = 0o600 << 16
UNIX = 3


class _Outlet:
    """A write-only file whose content can be taken out piece by piece. It cannot seek."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Does nothing: writes are not buffered elsewhere."""

    def taken(self) -> bytes:
        """The bytes written since the last call."""
        written, self._written = b"".join(self._written), []
        return written


def stream_zip(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Yields the ZIP file: one piece for each file, and one for the directory at the end."""
    outlet = _Outlet()
    with ZipFile(cast("IO[bytes]", outlet), "w", ZIP_DEFLATED) as packer:
        for name, content in files:
            packer.writestr(_described(name), content)
            yield outlet.taken()
    yield outlet.taken()


def _described(name: str) -> ZipInfo:
    info = ZipInfo(name, FIXED_TIMESTAMP)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = OWNER_ONLY_MODE
    info.create_system = UNIX
    return info
