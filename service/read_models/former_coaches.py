"""What former coaches have seen of their clients is deleted: nobody reads it any more."""

from typing import TYPE_CHECKING

from service.postgres.connections import translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

SWEEP = """
delete from seen_news s using journeys j
where j.tenant_id = s.tenant_id and j.journey_id = s.journey_id
  and s.person_id is distinct from j.coach_id and s.person_id <> all (coalesce(j.deputies, '{}'))
"""


async def delete_looks_of_former_coaches(workers: "WorkerPool") -> None:
    """Deletes what was seen by whoever coaches a client no longer and does not stand in, in all organisations."""
    with translate_driver_errors():
        async with workers.acquire() as connection:
            await connection.execute(SWEEP)
