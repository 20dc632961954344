"""The weekly e-mails to send, each by the calendar of its reader's time zone."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from service.postgres.connections import translate_driver_errors
from service.read_models.restricted_journeys import NOT_RESTRICTED

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

SELECT_ZONES = "select distinct time_zone from journeys join weekly_letters using (tenant_id, journey_id)"
# Rights end with the account, with the role, and with the journey being hers; nobody is asked about one that has ended.
_WANTED = f"""
weekly_letters l
join journeys using (tenant_id, journey_id)
join people p on p.tenant_id = l.tenant_id and p.person_id = l.person_id and p.state = 'active'
join person_roles r on r.tenant_id = l.tenant_id and r.person_id = l.person_id and r.role = 'client'
join clients c on c.tenant_id = l.tenant_id and c.journey_id = l.journey_id and c.person_id = l.person_id
where journeys.ended_on is null and {NOT_RESTRICTED}
"""
CLAIM = f"""
update weekly_letters w set settled_on = $2
where (w.tenant_id, w.journey_id) in (
    select l.tenant_id, l.journey_id from {_WANTED}
      and journeys.time_zone = $1 and l.weekday = $3 and l.hour <= $4 and l.settled_on < $2
    order by l.hour, l.tenant_id, l.journey_id limit $5 for update of l skip locked)
returning w.tenant_id, w.journey_id, w.person_id
"""  # noqa: S608 - our own words
HOLD = f"""
select from {_WANTED} and l.tenant_id = $1 and l.journey_id = $2 and l.person_id = $3 for update of l
"""


class ClaimedEmail(Struct, frozen=True):
    """An e-mail that this process has claimed and has to send now."""

    tenant_id: UUID
    journey_id: UUID
    person_id: UUID


async def weekly_email_time_zones(pool: "WorkerPool") -> list[str]:
    """The time zones of those who want the weekly e-mail."""
    with translate_driver_errors():
        return [row["time_zone"] for row in await pool.fetch(SELECT_ZONES)]


async def claim_weekly_emails(
    pool: "WorkerPool", zone: str, there: datetime, limit: int
) -> Sequence[ClaimedEmail]:
    """Claims a batch of e-mails of a time zone that are due today. Each can be claimed once a day."""
    today: date = there.date()
    with translate_driver_errors():
        rows = await pool.fetch(CLAIM, zone, today, there.isoweekday(), there.hour, limit)
    return [ClaimedEmail(*row) for row in rows]


@asynccontextmanager
async def hold_weekly_email(pool: "WorkerPool", claimed: ClaimedEmail) -> AsyncGenerator[bool]:
    """A transaction to send an e-mail in, and whether it is still wanted; nobody unsubscribes until it ends."""
    with translate_driver_errors():
        async with pool.acquire() as connection, connection.transaction():
            mine = (claimed.tenant_id, claimed.journey_id, claimed.person_id)
            yield bool(await connection.fetch(HOLD, *mine))
