"""Checks at any time that nothing erased is left: in tables, and in the files of the database."""

from collections import Counter

from msgspec import Struct

from service.personal_data.erasure.canaries import Canaries
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.disk_scan import DiskScan, scan_disk
from service.personal_data.erasure.restored_backup import count_readable
from service.personal_data.erasure.table_scan import count_remaining_rows
from service.personal_data.erasure.verification import load_data_subject


class ErasureCheck(Struct, frozen=True, kw_only=True):
    """What is left of all that was ever erased here."""

    erased: int
    """How many journeys and contacts the ledger knows."""
    unfinished: int
    """How many of them were begun and not finished."""
    readable: int
    """How many of them can be read, as after a backup was restored."""
    rows: dict[str, int]
    """The rows of erased journeys, by table."""
    scan: DiskScan | None
    """None where the files of the server cannot be read from here."""

    @property
    def is_clean(self) -> bool:
        return not (self.unfinished or self.readable or self.rows) and (not self.scan or self.scan.is_clean)


async def check_erasures(at: ErasureContext, canaries: Canaries) -> ErasureCheck:
    """Looks for everything in the ledger, for texts that are given, and for keys that open something erased.

    Raises `LedgerDamaged` and the store's errors.
    """
    erased, rows = at.ledger.all_targets(), Counter[str]()
    for one in erased:
        if one.contact_id is None:
            rows.update(await count_remaining_rows(at.pool, await load_data_subject(at, one)))
    return ErasureCheck(
        erased=len(erased),
        unfinished=len(at.ledger.open_intents()),
        readable=await count_readable(at),
        rows=dict(rows),
        scan=await scan_disk(at, canaries),
    )
