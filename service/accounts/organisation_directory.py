"""Queries across all organisations, for operators of the service and not for its users."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from service.postgres.connections import translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

SELECT_ALL = "select tenant_id, name, created_at from organisations order by created_at, tenant_id"
SELECT_TWO = "select tenant_id from organisations limit 2"
SELECT_ARRIVALS = """
select a.tenant_id, a.person_id, c.journey_id from arrivals a join clients c using (tenant_id, person_id)
where a.journey_id is null or a.journey_id = c.journey_id group by 1, 2, 3 order by min(a.arrived_at)
"""


class Organisation(Struct, frozen=True):
    """An organisation and when it was created."""

    tenant_id: UUID
    name: str
    created_at: datetime


class OrganisationDirectory:
    """The queries that are allowed before anybody has signed in."""

    def __init__(self, pool: "WorkerPool") -> None:
        self._pool = pool

    async def only_organisation(self) -> UUID | None:
        """The id of the only organisation; None if there are several, whose names are not public."""
        with translate_driver_errors():
            found = await self._pool.fetch(SELECT_TWO)
        return found[0]["tenant_id"] if len(found) == 1 else None


async def all_organisations(pool: "WorkerPool") -> list[Organisation]:
    """All organisations, the oldest first."""
    with translate_driver_errors():
        return [Organisation(*row) for row in await pool.fetch(SELECT_ALL)]


async def all_pending_onboardings(pool: "WorkerPool") -> list[tuple[UUID, UUID, UUID]]:
    """Organisation, person and journey of every onboarding that a journey has not recorded yet."""
    with translate_driver_errors():
        return [tuple(row) for row in await pool.fetch(SELECT_ARRIVALS)]
