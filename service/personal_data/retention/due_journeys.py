"""Queries for journeys that may be due: requested erasures, and journeys that ended."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from projections.caseload.state import CaseloadEntry
from service.postgres.connections import translate_driver_errors
from service.read_models.caseload import decode_caseload_entry
from service.read_models.restricted_journeys import NOT_RESTRICTED
from service.system_ids import CLOCK_ACTOR

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

SELECT_ASKED = """
select tenant_id, journey_id from erasure_requests where due_at <= $1 order by due_at, tenant_id, journey_id
"""
SELECT_ENDED = f"""
select tenant_id, journey_id, line::text as line, (
    select s.recorded_at from stored_events s
    where s.originator_id = journeys.journey_id and s.actor_id is distinct from $2
    order by s.originator_version desc limit 1) as told_at,
  (select noted_at from retention_notices n
    where n.tenant_id = journeys.tenant_id and n.journey_id = journeys.journey_id) as noted_at
from journeys
where tenant_id = $1 and ended_on is not null and {NOT_RESTRICTED}
  and not exists (
    select from enrolments e
    where e.tenant_id = journeys.tenant_id and e.journey_id = journeys.journey_id)
order by tenant_id, journey_id
"""  # noqa: S608 - our own words
SELECT_PROGRAMMES = "select programme_id from programmes where tenant_id = $1"
NOTE = """
insert into retention_notices (tenant_id, journey_id, noted_at)
select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) on conflict do nothing
"""
FORGET_NOTICES = """
delete from retention_notices
where (tenant_id, journey_id) not in (select * from unnest($1::uuid[], $2::uuid[]))
"""

DueKey = tuple[UUID, UUID]
"""Tenant and journey."""


class EndedJourney(Struct, frozen=True):
    """A journey that ended, is unrestricted and in no programme, with the day of its last entry."""

    case: CaseloadEntry
    told_at: datetime | None
    """The clock's own words apart."""
    noted_at: datetime | None
    """Since when it stands on the list."""


async def due_erasure_requests(pool: "WorkerPool", now: datetime) -> list[DueKey]:
    """Requested erasures whose grace period is over, the first due first."""
    with translate_driver_errors():
        return [(row["tenant_id"], row["journey_id"]) for row in await pool.fetch(SELECT_ASKED, now)]


async def ended_journeys(pool: "WorkerPool", tenant_id: UUID) -> list[EndedJourney]:
    """The journeys of an organisation that can be erased once their retention period is over."""
    with translate_driver_errors():
        rows = await pool.fetch(SELECT_ENDED, tenant_id, CLOCK_ACTOR)
    return [EndedJourney(decode_caseload_entry(row["line"]), row["told_at"], row["noted_at"]) for row in rows]


async def programme_ids(pool: "WorkerPool", tenant_id: UUID) -> list[UUID]:
    """Every programme of an organisation."""
    with translate_driver_errors():
        return [row["programme_id"] for row in await pool.fetch(SELECT_PROGRAMMES, tenant_id)]


async def save_retention_notices(pool: "WorkerPool", listed: Sequence[DueKey], now: datetime) -> None:
    """Records since when these journeys are listed, and deletes all other notices."""
    keys = [one[0] for one in listed], [one[1] for one in listed]
    with translate_driver_errors():
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute(FORGET_NOTICES, *keys)
            await connection.execute(NOTE, *keys, [now] * len(listed))
