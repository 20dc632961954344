"""Whether there is room left where the service writes."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

MEGABYTE = 2**20


class Folder(Struct, frozen=True, kw_only=True):
    """A folder that the service writes to, and how much room its disk has."""

    name: str
    path: Path
    free_mb: int

    def is_full(self, at_least: int) -> bool:
        """Whether fewer megabytes are free than there should be."""
        return self.free_mb < at_least


def watched_folders(ledger: Path, exports: Path) -> Sequence[tuple[str, Path]]:
    """The folders that the service writes to beside its database: by name."""
    return (
        ("data folder", ledger.absolute().parent),
        ("folder of exports", exports),
        ("temporary folder", Path(tempfile.gettempdir())),
    )


def measure(folders: Iterable[tuple[str, Path]]) -> Iterator[Folder]:
    """How much room there is in each; one that is not there yet is measured where it will be."""
    for name, path in folders:
        there = next((one for one in (path, *path.parents) if one.exists()), None)
        if there:
            yield Folder(name=name, path=path, free_mb=shutil.disk_usage(there).free // MEGABYTE)
