"""What was to be erased, kept outside the database: a restored backup does not know, this file does.

One JSON object a line, each on the disk before anything follows from it. It names journeys by their ids only. While an
erasure is under way its line also holds keyed hashes of a few texts to look for; they go with the line that says done.
"""

import fcntl
import os
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Literal
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from service.personal_data.erasure.canaries import Canaries
from service.postgres.data_folder import default_data_home

LedgerStep = Literal["intent", "done"]


class ErasureTarget(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is erased: a journey with all that belongs to it, or one contact in it."""

    tenant_id: UUID
    journey_id: UUID
    contact_id: UUID | None = None


class LedgerEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the ledger."""

    step: LedgerStep
    at: datetime
    whose: ErasureTarget
    canaries: Canaries | None = None


class LedgerDamaged(Exception):
    """A line cannot be read: nobody knows any more what has to stay forgotten."""


class LedgerBusy(Exception):
    """Another process is erasing."""


class ErasureLedger:
    """The file, wherever it is."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self) -> list[LedgerEntry]:
        """All there is; a last line that was cut off by a crash never counted. Raises `LedgerDamaged`."""
        try:
            whole = self.path.read_bytes().rpartition(b"\n")[0]
        except (FileNotFoundError, NotADirectoryError):
            return []
        return [self._read(number, line) for number, line in enumerate(whole.splitlines(), 1)]

    def all_targets(self) -> list[ErasureTarget]:
        """Everything that was ever to be erased, done or not, in the order it was asked."""
        return list(dict.fromkeys(line.whose for line in self.entries() if line.step == "intent"))

    def open_intents(self) -> dict[ErasureTarget, LedgerEntry]:
        """The intents that are not done."""
        found: dict[ErasureTarget, LedgerEntry] = {}
        for line in self.entries():
            if line.step == "intent":
                found[line.whose] = line
            else:
                found.pop(line.whose, None)
        return found

    def record_intent(self, line: LedgerEntry) -> None:
        """Write an intent down; it is on the disk when this returns."""
        self._replace([*self.entries(), line])

    def record_done(self, whose: ErasureTarget, at: datetime) -> None:
        """Write that it is done, and let go of the hashes that were looked for."""
        kept = [replace(one, canaries=None) if one.whose == whose else one for one in self.entries()]
        self._replace([*kept, LedgerEntry(step="done", at=at, whose=whose)])

    @contextmanager
    def exclusive_lock(self) -> Generator[None]:
        """Keep other processes from erasing meanwhile; the lock goes with the process. Raises `LedgerBusy`."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._beside("lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise LedgerBusy(f"another process is erasing with the ledger {self.path}") from None
            yield
        finally:
            os.close(descriptor)

    def _replace(self, lines: Sequence[LedgerEntry]) -> None:
        """The whole file or the old one: there is no moment with half of either."""
        beside = self._beside("partial")
        with suppress(FileNotFoundError):
            beside.unlink()
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(_encoded(lines))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _read(self, number: int, line: bytes) -> LedgerEntry:
        try:
            return msgspec.json.decode(line, type=LedgerEntry)
        except msgspec.DecodeError as fault:
            raise LedgerDamaged(
                f"{self.path}:{number}: the ledger of erasures cannot be read ({fault}); bring it back from a copy"
            ) from None

    def _beside(self, ending: str) -> Path:
        return self.path.with_name(f"{self.path.name}.{ending}")


def _encoded(lines: Iterable[LedgerEntry]) -> Generator[bytes]:
    for line in lines:
        yield msgspec.json.encode(line) + b"\n"


def open_ledger(path: str | None, data_dir: Path | None = None) -> ErasureLedger:
    """The ledger of the settings; by default beside the private database's folder, so that it is not restored with it."""
    if path:
        return ErasureLedger(Path(path))
    home = (data_dir or default_data_home()).absolute()
    return ErasureLedger(home.with_name(f"{home.name}-erasures.jsonl"))
