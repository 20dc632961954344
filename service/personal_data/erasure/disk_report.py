"""Makes the files of the database forget what its tables no longer hold, and says how far that reaches."""

from collections.abc import Iterable
from uuid import UUID

from msgspec import Struct

from domain.errors import InvalidOperation
from service.event_store.log import LoggedEvent
from service.event_store.mapper import EventMapper
from service.personal_data.erasure import queries
from service.personal_data.erasure.canaries import Canaries, make_canaries
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.disk_scan import DiskScan, scan_disk
from service.personal_data.erasure.table_scan import KEY_TABLE

NOTHING_TO_FIND = make_canaries(())


class ErasureIncomplete(Exception):
    """Raised if something that was to be erased was found."""


class DiskReport(Struct, frozen=True, kw_only=True):
    """What became of the bytes of something that was erased."""

    private: bool
    """Whether the files are those of the private server."""
    in_the_clear: bool
    """Whether some of it had been recorded in the clear."""
    left: bool
    """Whether it was left in the files, as the caller wished."""
    rewritten: tuple[str, ...]
    appends_waited: float | None
    """The seconds for which nothing could be recorded; None if the log itself was not rewritten."""
    wal_recycled: bool
    epoch: int | None
    """The epoch whose key opens what is left in copies, until it is destroyed; None where there are no keys."""
    scan: DiskScan | None
    """None where the files were not searched, or cannot be read from here."""


def stand_in_the_clear(rows: Iterable[LoggedEvent]) -> bool:
    """Whether a personal text of some rows can be read without a key."""
    mapper = EventMapper()
    return any(mapper.plaintext_event(row) for row in rows)


def require_reach(at: ErasureContext, *, in_the_clear: bool) -> None:
    """Raises `InvalidOperation` if what stands in the clear would stay in files that cannot be reached."""
    if in_the_clear and not at.disk.private and not at.leave_on_disk:
        raise InvalidOperation(
            "This was recorded without encryption. It would stay in the files and backups of the "
            "database server.",
            allowed="to seal everything first (soundings keys seal), or for whoever runs the service, --leave-on-disk",
        )


async def forget_on_disk(
    at: ErasureContext,
    tenant_id: UUID,
    tables: Iterable[str],
    *,
    in_the_clear: bool,
    canaries: Canaries = NOTHING_TO_FIND,
) -> DiskReport:
    """Rewrites the key table and these tables, and recycles the write-ahead log where it is nobody else's.

    Then searches the files, if `at` has the keyring for it. Raises `ErasureIncomplete` and the store's errors.
    """
    left = in_the_clear and not at.disk.private and at.leave_on_disk
    done = await at.disk.forget(
        {KEY_TABLE, *(() if left else tables)}, in_the_clear=in_the_clear and not left
    )
    scan = await scan_disk(at, canaries) if at.keyrings else None
    if scan and at.disk.private and not scan.is_clean:
        raise ErasureIncomplete(
            f"{scan.texts} erased texts and {scan.keys} erased keys are left in the files of {scan.folder}; "
            "run the command again"
        )
    return DiskReport(
        private=at.disk.private,
        in_the_clear=in_the_clear,
        left=left,
        rewritten=done.rewritten,
        appends_waited=done.appends_waited,
        wal_recycled=done.wal_recycled,
        epoch=await queries.present_epoch(at.pool, tenant_id),
        scan=scan,
    )
