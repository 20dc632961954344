"""The list of rebuilds: asked for, under way, ended. At most one is not ended."""

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from service.postgres.connections import translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import Connection, PooledConnection, WorkerPool

RebuildState = Literal["asked", "running", "swapped", "cancelled", "failed"]

COLUMNS = (
    "rebuild_id, asked_by, asked_at, from_position, state, started_at, ended_at, position, events, fault"
)
ASK = f"""
insert into rebuilds (asked_by, from_position) values ($1, $2)
on conflict ((true)) where ended_at is null do nothing returning {COLUMNS}
"""  # noqa: S608 - our own words
BEGIN = f"""
update rebuilds set state = 'running', started_at = clock_timestamp(), position = 0, events = 0, begin_anew = false
where ended_at is null returning {COLUMNS}
"""  # noqa: S608
NOTE = "update rebuilds set position = $2, events = $3 where rebuild_id = $1"
END = """
update rebuilds set state = $2, fault = $3, ended_at = clock_timestamp() where rebuild_id = $1 and ended_at is null
"""
SELECT_WANTED = """
select case when ended_at is not null then 'cancelled' when begin_anew then 'anew' else 'wanted' end
from rebuilds where rebuild_id = $1
"""
CANCEL = f"""
update rebuilds set state = 'cancelled', ended_at = clock_timestamp() where ended_at is null returning {COLUMNS}
"""  # noqa: S608
LAST = f"select {COLUMNS} from rebuilds order by rebuild_id desc limit 1"  # noqa: S608
BEGIN_ANEW = "update rebuilds set begin_anew = true where ended_at is null"


class Rebuild(Struct, frozen=True, kw_only=True):
    """One rebuild of the read models."""

    rebuild_id: int
    asked_by: str
    asked_at: datetime
    from_position: int
    """Only streams with events after it; 0: all."""
    state: RebuildState
    started_at: datetime | None
    ended_at: datetime | None
    position: int
    """How far it is in the log."""
    events: int
    """How many events it has taken."""
    fault: str | None
    """Why it failed."""


async def ask_for_rebuild(pool: "WorkerPool", *, asked_by: str, from_position: int) -> Rebuild | None:
    """Asks for one; None if there is one already. Raises `StoreError`."""
    with translate_driver_errors():
        row = await pool.fetchrow(ASK, asked_by, from_position)
    return Rebuild(**dict(row)) if row else None


async def begin_rebuild(pool: "WorkerPool") -> Rebuild | None:
    """Begins the one that was asked for, or whose process ended; None if there is none. Raises `StoreError`."""
    with translate_driver_errors():
        row = await pool.fetchrow(BEGIN)
    return Rebuild(**dict(row)) if row else None


async def note_progress(
    database: "WorkerPool | Connection", rebuild: Rebuild, position: int, events: int
) -> None:
    """Writes down how far it is. Raises driver errors on a connection."""
    await database.execute(NOTE, rebuild.rebuild_id, position, events)


async def is_still_wanted(
    database: "WorkerPool | Connection", rebuild: Rebuild, *, lock: bool = False
) -> str:
    """`wanted`, `cancelled`, or `anew` if it has to begin anew. With `lock` that stays so until the transaction ends."""
    answer: str = await database.fetchval(SELECT_WANTED + (" for update" if lock else ""), rebuild.rebuild_id)
    return answer


async def end_rebuild(
    database: "WorkerPool | Connection", rebuild: Rebuild, state: RebuildState, fault: str | None = None
) -> None:
    """Writes down how it ended."""
    await database.execute(END, rebuild.rebuild_id, state, fault)


async def cancel_rebuild(pool: "WorkerPool") -> Rebuild | None:
    """Cancels what is asked for or under way; None if there is nothing. Raises `StoreError`."""
    with translate_driver_errors():
        row = await pool.fetchrow(CANCEL)
    return Rebuild(**dict(row)) if row else None


async def last_rebuild(pool: "WorkerPool") -> Rebuild | None:
    """The last one that was asked for. Raises `StoreError`."""
    with translate_driver_errors():
        row = await pool.fetchrow(LAST)
    return Rebuild(**dict(row)) if row else None


async def begin_rebuild_anew(connection: "PooledConnection") -> None:
    """What a rebuild has made so far may hold what is being erased: it begins anew."""
    await connection.execute(BEGIN_ANEW)
