"""The erasure ledger: a file outside the database, so that a restored backup undoes no erasure unnoticed.

One JSON object a line, on disk before the next step of an erasure; the first one may be its own id. It names
journeys by id only. The line of an erasure in progress also holds keyed hashes
of some texts to search for; the line that says done removes them.
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

from service.outside_json import decode_json
from service.personal_data.erasure.canaries import Canaries
from service.postgres.data_folder import default_data_home

LedgerStep = Literal["intent", "done"]


class ErasureTarget(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is to be erased: a journey with everything that belongs to it, or one contact in it."""

    tenant_id: UUID
    journey_id: UUID
    contact_id: UUID | None = None


class LedgerEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the ledger."""

    step: LedgerStep
    at: datetime
    whose: ErasureTarget
    canaries: Canaries | None = None
    in_the_clear: bool = False
    """Whether some of it was recorded in the clear, so that the log's own files have to be rewritten."""


class LedgerName(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first line of a ledger that belongs to a database."""

    ledger_id: UUID


class LedgerDamaged(Exception):
    """Raised if a line cannot be read, so that it is unknown what has to stay erased."""


class LedgerBusy(Exception):
    """Raised if another process is erasing."""


class ErasureLedger:
    """The ledger file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self) -> list[LedgerEntry]:
        """All lines. A last line cut off by a crash is ignored. Raises `LedgerDamaged`."""
        return [
            self._read(number, line)
            for number, line in enumerate(self._lines(), 1)
            if number > 1 or self._name_in(line) is None
        ]

    def ledger_id(self) -> UUID | None:
        """The id by which its database knows it; None until it has one."""
        lines = self._lines()
        name = self._name_in(lines[0]) if lines else None
        return name.ledger_id if name else None

    def give_id(self, ledger_id: UUID) -> UUID:
        """Gives it an id, unless it has one; returns the one that it has then."""
        if (found := self.ledger_id()) is not None:
            return found
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._replace(self.entries(), ledger_id)
        return ledger_id

    def all_targets(self) -> list[ErasureTarget]:
        """Everything ever to be erased, done or not, in the order of the requests."""
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
        """Appends an intent; it is on disk when this returns."""
        self._replace([*self.entries(), line])

    def record_done(self, whose: ErasureTarget, at: datetime) -> None:
        """Records that an erasure is done, and removes its hashes."""
        kept = [
            replace(one, canaries=None, in_the_clear=False) if one.whose == whose else one
            for one in self.entries()
        ]
        self._replace([*kept, LedgerEntry(step="done", at=at, whose=whose)])

    @contextmanager
    def exclusive_lock(self) -> Generator[None]:
        """Keeps other processes from erasing. The lock ends with the process. Raises `LedgerBusy`."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._beside("lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise LedgerBusy(
                    f"another process is using the erasure ledger {self.path}; wait until it is done"
                ) from None
            yield
        finally:
            os.close(descriptor)

    def _lines(self) -> list[bytes]:
        """All lines; not one that was cut off by a crash."""
        try:
            return self.path.read_bytes().rpartition(b"\n")[0].splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return []

    def _name_in(self, line: bytes) -> LedgerName | None:
        try:
            return decode_json(line, LedgerName)
        except msgspec.DecodeError:
            return None

    def _replace(self, lines: Sequence[LedgerEntry], ledger_id: UUID | None = None) -> None:
        """Replaces the file atomically."""
        ledger_id = ledger_id or self.ledger_id()
        beside = self._beside("partial")
        with suppress(FileNotFoundError):
            beside.unlink()
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            if ledger_id:
                file.writelines(_encoded([LedgerName(ledger_id=ledger_id)]))
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
            return decode_json(line, LedgerEntry)
        except msgspec.DecodeError as fault:
            raise LedgerDamaged(
                f"{self.path}:{number}: the erasure ledger cannot be read ({fault}); restore it from a copy"
            ) from None

    def _beside(self, ending: str) -> Path:
        return self.path.with_name(f"{self.path.name}.{ending}")


def _encoded(lines: Iterable[Struct]) -> Generator[bytes]:
    for line in lines:
        yield msgspec.json.encode(line) + b"\n"


def open_ledger(path: str | None, data_dir: Path | None = None) -> ErasureLedger:
    """The ledger named by the settings; by default beside the private database's folder.

    Not in it, so that both are not restored together.
    """
    if path:
        return ErasureLedger(Path(path))
    home = (data_dir or default_data_home()).absolute()
    return ErasureLedger(home.with_name(f"{home.name}-erasures.jsonl"))
