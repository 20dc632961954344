"""Which erasure ledger belongs to a database: both bear the same id, from the first erasure or backup on."""

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from service.personal_data.erasure.ledger import ErasureLedger
from service.postgres.connections import as_owner, translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import Connection, PooledConnection, WorkerPool

    Database = Connection | PooledConnection | WorkerPool

HAS_TABLE = "select to_regclass('ledger_binding') is not null"
SELECT = "select ledger_id from ledger_binding"
INSERT = "insert into ledger_binding (ledger_id) values ($1) on conflict do nothing"
ADOPT = """
insert into ledger_binding (ledger_id) values ($1)
on conflict (only_one) do update set ledger_id = excluded.ledger_id, bound_at = clock_timestamp()
"""


class OtherLedger(Exception):
    """Raised if the ledger at hand is not the one of this database: what was erased could come back unnoticed."""


async def bound_ledger(database: "Database") -> UUID | None:
    """The id of the database's ledger; None before there was an erasure or a backup."""
    with translate_driver_errors():
        if not await database.fetchval(HAS_TABLE):
            return None
        found: UUID | None = await database.fetchval(SELECT)
        return found


async def require_own_ledger(database: "Database", ledger: ErasureLedger) -> None:
    """Raises `OtherLedger` if the database has a ledger, and this is not it. Changes nothing."""
    expected = await bound_ledger(database)
    if expected is None or ledger.ledger_id() == expected:
        return
    found = "is missing" if not ledger.path.exists() else "is of another database"
    raise OtherLedger(
        f"the erasure ledger {ledger.path} {found}: what was erased from this database could come back unnoticed; "
        "set SOUNDINGS_LEDGER to the ledger of this database, or restore it from its copy; "
        "if it is lost for good, `soundings erase --adopt-ledger` makes this one the database's"
    )


async def bind_ledger(database: "Database", ledger: ErasureLedger) -> UUID:
    """Makes the ledger and the database bear the same id. Raises `OtherLedger` if the database has another one.

    The ledger gets its id first: one that no database knows does no harm.
    """
    await require_own_ledger(database, ledger)
    ledger_id = ledger.ledger_id() or ledger.give_id(uuid4())
    with translate_driver_errors():
        await database.execute(INSERT, ledger_id)
    await require_own_ledger(database, ledger)
    return ledger_id


async def adopt_ledger(database: "Database", ledger: ErasureLedger) -> UUID:
    """Makes the ledger the database's, whatever it had before."""
    ledger_id = ledger.ledger_id() or ledger.give_id(uuid4())
    with translate_driver_errors():
        await database.execute(ADOPT, ledger_id)
    return ledger_id


async def bind_ledger_of(dsn: str, ledger: ErasureLedger) -> UUID:
    """`bind_ledger` for a database that is not open; with a user who may not write it only looks.

    Raises `OtherLedger`.
    """
    with translate_driver_errors():
        async with as_owner(dsn, "soundings ledger") as connection:
            if bound := await bound_ledger(connection):
                await require_own_ledger(connection, ledger)
                return bound
            return await bind_ledger(connection, ledger)
