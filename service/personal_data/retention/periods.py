"""Retention periods: how many months an organisation keeps journeys after their end, by programme or for all."""

from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from service.postgres.connections import tenant_tx, translate_driver_errors

if TYPE_CHECKING:
    from datetime import datetime

    from service.postgres.connections import WorkerPool

DEFAULT_PROGRAMME = UUID(int=0)
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

MAX_MONTHS = 600


class RetentionPeriod(Struct, frozen=True, kw_only=True):
    """A retention period in months. Without a programme it is for all journeys without a period of their own."""

    programme_id: UUID | None
    months: int


async def retention_periods(pool: "WorkerPool", tenant_id: UUID) -> list[RetentionPeriod]:
    """The retention periods of an organisation. Without any, nothing is erased automatically."""
    async with tenant_tx(pool, tenant_id) as connection:
        rows = await connection.fetch(SELECT_OF, tenant_id)
    return [RetentionPeriod(programme_id=_named(row["programme_id"]), months=row["months"]) for row in rows]


async def save_retention_period(
    pool: "WorkerPool",
    tenant_id: UUID,
    programme_id: UUID | None,
    months: int | None,
    *,
    by: UUID,
    at: "datetime",
) -> None:
    """Sets a retention period; without months, such journeys are kept until somebody erases them."""
    place = programme_id or DEFAULT_PROGRAMME
    async with tenant_tx(pool, tenant_id) as connection:
        if months is None:
            await connection.execute(DELETE, tenant_id, place)
        else:
            await connection.execute(UPSERT, tenant_id, place, months, by, at)


async def all_retention_periods(pool: "WorkerPool") -> dict[UUID, dict[UUID, int]]:
    """The months, by organisation and programme."""
    found: dict[UUID, dict[UUID, int]] = {}
    with translate_driver_errors():
        for row in await pool.fetch(SELECT_ALL):
            found.setdefault(row["tenant_id"], {})[row["programme_id"]] = row["months"]
    return found


def _named(programme_id: UUID) -> UUID | None:
    return None if programme_id == DEFAULT_PROGRAMME else programme_id
