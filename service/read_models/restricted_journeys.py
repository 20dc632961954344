"""Restricted journeys, which totals and exports leave out."""

from typing import TYPE_CHECKING
from uuid import UUID

from service.postgres.connections import translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

NOT_RESTRICTED = """
not exists (
    select from restrictions r
    where r.tenant_id = journeys.tenant_id and r.journey_id = journeys.journey_id and r.lifted_at is null)
and not exists (
    select from erasure_requests e
    where e.tenant_id = journeys.tenant_id and e.journey_id = journeys.journey_id)
"""
"""True of a row of `journeys` that may be used."""

SELECT_EVERYWHERE = """
select journey_id from restrictions where lifted_at is null union select journey_id from erasure_requests
"""


async def all_restricted_journeys(pool: "WorkerPool") -> frozenset[UUID]:
    """Every restricted journey, in all organisations."""
    with translate_driver_errors():
        return frozenset(row["journey_id"] for row in await pool.fetch(SELECT_EVERYWHERE))
