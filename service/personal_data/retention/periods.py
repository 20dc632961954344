"""How long an organisation keeps journeys after their end: months, by programme, and for all others together."""

from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from service.postgres.connections import own_errors, tenant_tx

if TYPE_CHECKING:
    from datetime import datetime

    from service.postgres.connections import WorkerPool

ALL_OTHERS = UUID(int=0)
"""Stands for the programme in the period of journeys whose programmes have none of their own, or that are in none."""

SELECT_OF = """
select programme_id, months from retention_periods where tenant_id = $1 order by programme_id
"""
SELECT_ALL = "select tenant_id, programme_id, months from retention_periods"
UPSERT = """
insert into retention_periods (tenant_id, programme_id, months, set_by, set_at) values ($1, $2, $3, $4, $5)
on conflict (tenant_id, programme_id) do update
set months = excluded.months, set_by = excluded.set_by, set_at = excluded.set_at
"""
DELETE = "delete from retention_periods where tenant_id = $1 and programme_id = $2"

LONGEST = 600


class Period(Struct, frozen=True, kw_only=True):
    """So many months after the end. Without a programme it is for all journeys that have no other."""

    programme_id: UUID | None
    months: int


async def periods_of(pool: "WorkerPool", tenant_id: UUID) -> list[Period]:
    """Those of an organisation; where there is none, nothing is erased by itself."""
    async with tenant_tx(pool, tenant_id) as connection:
        rows = await connection.fetch(SELECT_OF, tenant_id)
    return [Period(programme_id=_named(row["programme_id"]), months=row["months"]) for row in rows]


async def set_period(
    pool: "WorkerPool",
    tenant_id: UUID,
    programme_id: UUID | None,
    months: int | None,
    *,
    by: UUID,
    at: "datetime",
) -> None:
    """Set it, or with no months keep such journeys until somebody erases them."""
    place = programme_id or ALL_OTHERS
    async with tenant_tx(pool, tenant_id) as connection:
        if months is None:
            await connection.execute(DELETE, tenant_id, place)
        else:
            await connection.execute(UPSERT, tenant_id, place, months, by, at)


async def all_periods(pool: "WorkerPool") -> dict[UUID, dict[UUID, int]]:
    """By organisation and programme."""
    found: dict[UUID, dict[UUID, int]] = {}
    with own_errors():
        for row in await pool.fetch(SELECT_ALL):
            found.setdefault(row["tenant_id"], {})[row["programme_id"]] = row["months"]
    return found


def _named(programme_id: UUID) -> UUID | None:
    return None if programme_id == ALL_OTHERS else programme_id
