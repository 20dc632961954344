"""The journeys the scheduler still has to check today, each by the calendar of its own time zone."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from service.postgres.connections import translate_driver_errors
from service.read_models.restricted_journeys import NOT_RESTRICTED

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

SELECT_ZONES = "select distinct time_zone from journeys"
SELECT_DUE = f"""
select tenant_id, journey_id, looked_on from journeys left join looks using (tenant_id, journey_id)
where time_zone = $1 and (looked_on is null or looked_on < $2) and (tenant_id, journey_id) > ($3, $4)
  and {NOT_RESTRICTED}
order by tenant_id, journey_id limit $5
"""  # noqa: S608 - our own words
UPSERT = """
insert into looks (tenant_id, journey_id, looked_on)
select tenant_id, journey_id, $3 from journeys where tenant_id = $1 and journey_id = $2
on conflict (tenant_id, journey_id) do update set looked_on = greatest(looks.looked_on, excluded.looked_on)
"""

BEFORE_FIRST_ID = UUID(int=0)


class DueJourney(Struct, frozen=True):
    """A journey to check, and the day of its last check."""

    tenant_id: UUID
    journey_id: UUID
    looked_on: date | None


class DailyChecks:
    """Reads and stores the day of each journey's last check, in every organisation."""

    def __init__(self, pool: "WorkerPool") -> None:
        self._pool = pool

    async def time_zones(self) -> list[str]:
        """The time zones of all journeys."""
        with translate_driver_errors():
            return [row["time_zone"] for row in await self._pool.fetch(SELECT_ZONES)]

    async def due(self, zone: str, today: date, after: DueJourney | None, limit: int) -> Sequence[DueJourney]:
        """A page of the journeys of a time zone not checked today, after the last one of the page before."""
        tenant_id, journey_id = (
            (after.tenant_id, after.journey_id) if after else (BEFORE_FIRST_ID, BEFORE_FIRST_ID)
        )
        with translate_driver_errors():
            rows = await self._pool.fetch(SELECT_DUE, zone, today, tenant_id, journey_id, limit)
        return [DueJourney(row["tenant_id"], row["journey_id"], row["looked_on"]) for row in rows]

    async def mark_checked(self, due: DueJourney, today: date) -> None:
        """Records that a journey was checked, unless it was erased meanwhile."""
        with translate_driver_errors():
            await self._pool.execute(UPSERT, due.tenant_id, due.journey_id, today)
