"""Refuses to serve a restored backup until every erasure in the ledger that it undid has been repeated."""

import logging

from service.event_store.postgres import PostgresEventLog
from service.personal_data.erasure import queries
from service.personal_data.erasure.contact_eraser import is_contact_readable
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.ledger import ErasureLedger
from service.personal_data.erasure.ledger_binding import require_own_ledger
from service.postgres.connections import connect, open_worker_pool, translate_driver_errors
from service.postgres.disk.disk import Disk

log = logging.getLogger(__name__)


class ErasedDataRestored(Exception):
    """Raised if the database holds data that were erased."""


async def check_restored_data(at: ErasureContext) -> int:
    """Compares ledger and database. Returns the number of begun erasures that no reader can notice.

    Raises `ErasedDataRestored`, whose sentence names the command that helps, `OtherLedger` and `LedgerDamaged`.
    """
    await require_own_ledger(at.pool, at.ledger)
    if back := await count_readable(at):
        what = (
            "1 person or journey that was erased is"
            if back == 1
            else f"{back} persons or journeys that were erased are"
        )
        raise ErasedDataRestored(
            f"{what} in this database again: run `soundings erase --replay` before serving it"
        )
    unfinished = len(at.ledger.open_intents())
    if unfinished:
        log.warning(
            "erasures that are not finished: %s; `soundings erase --replay` finishes them", unfinished
        )
    return unfinished


async def count_readable(at: ErasureContext) -> int:
    """How many of the journeys and contacts in the ledger can be read."""
    erased = at.ledger.all_targets()
    journeys = [(one.tenant_id, one.journey_id) for one in erased if one.contact_id is None]
    gone = set(journeys)
    back = len(await queries.readable_journeys(at.pool, journeys)) if journeys else 0
    for one in erased:
        if one.contact_id and (one.tenant_id, one.journey_id) not in gone:
            back += await is_contact_readable(at, one)
    return back


async def check_fit_to_serve(dsn: str, ledger: ErasureLedger) -> None:
    """Does the same for a database that is not open yet; it has to be migrated if anything was erased from it."""
    with translate_driver_errors():
        connection = await connect(dsn, "soundings_worker")
    try:
        await require_own_ledger(connection, ledger)
    finally:
        await connection.close()
    if not ledger.all_targets():
        return
    async with PostgresEventLog.connect(dsn, pool_size=1) as event_log:
        pool = await open_worker_pool(dsn, 1)
        try:
            disk = Disk(dsn=dsn, private=False)
            await check_restored_data(ErasureContext(disk=disk, pool=pool, log=event_log, ledger=ledger))
        finally:
            pool.terminate()
