"""The folder of exports that can be downloaded: one ZIP file each, which only this user can read."""

import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from service.research.private_folders import private_folder

MAKING = ".making"
"""Where exports are while they are made; what killed processes left there goes when the next is made."""
ENDING = ".zip"
UNKNOWN_SECONDS = 60 * 60.0
"""How old a file has to be that no export is known of: one that was just made is known soon."""


def exports_folder(named: str | None, ledger: Path) -> Path:
    """The folder that the settings name; by default beside the ledger of erasures, outside the database's folder."""
    return Path(named) if named else ledger.with_name(f"{ledger.stem.removesuffix('-erasures')}-exports")


class ExportFiles:
    """The files of exports in a folder."""

    def __init__(self, folder: Path, *, days: int) -> None:
        """A file is kept for so many days at most."""
        self._folder = folder.absolute()
        self.kept_for = timedelta(days=days)

    def path(self, tenant_id: UUID, export_id: UUID) -> Path:
        """Where the file of an export is, or would be."""
        return self._folder / str(tenant_id) / f"{export_id}{ENDING}"

    def making(self) -> AbstractContextManager[Path]:
        """A folder to make an export in, which goes at the end."""
        self._make(self._folder)
        return private_folder(self._folder / MAKING)

    def keep(self, made: Path, tenant_id: UUID, export_id: UUID) -> Path:
        """Moves a file that was made to its place."""
        to = self.path(tenant_id, export_id)
        self._make(to.parent)
        return made.replace(to)

    def delete(self, tenant_id: UUID, exports: Iterable[UUID]) -> None:
        """Deletes files of exports, as far as they are here."""
        for one in exports:
            self.path(tenant_id, one).unlink(missing_ok=True)

    def delete_unknown(self, known: Collection[tuple[UUID, UUID]]) -> None:
        """Deletes the files that no export is known of."""
        paths = {self.path(*one) for one in known}
        for file in self._files():
            if file not in paths and time.time() - file.stat().st_mtime > UNKNOWN_SECONDS:
                file.unlink(missing_ok=True)

    def clear_making(self) -> None:
        """Deletes what killed processes left while they made an export."""
        if (self._folder / MAKING).exists():
            with self.making():
                pass

    def _files(self) -> Iterator[Path]:
        with suppress(FileNotFoundError):
            yield from [one for one in self._folder.glob(f"*/*{ENDING}") if one.is_file()]

    def _make(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
