"""Queries of an erasure: the log's functions, the people of a journey, and its keys."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from service.postgres.connections import tenant_tx, translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

SELECT_TENANT = "select tenant_id from stored_events where originator_id = $1 limit 1"
SELECT_ALIVE = """
select tenant_id, originator_id from unnest($1::uuid[], $2::uuid[]) erased (tenant_id, originator_id)
where exists (
    select from stored_events s
    where s.originator_id = erased.originator_id and s.tenant_id = erased.tenant_id and s.topic <> 'JourneyErased')
"""
SELECT_KEYS_ALIVE = """
select tenant_id, subject_id from subject_keys
join unnest($1::uuid[], $2::uuid[]) erased (tenant_id, subject_id) using (tenant_id, subject_id)
where wrapped is not null
"""
DELETE_LINKS_ABOUT = "delete from reply_links where tenant_id = $1 and journey_id = $2 and about_id = $3"
ERASE = "select erase_journey($1, $2, $3)"
REDACT = "select redact_event($1, $2, $3, $4, $5, $6, $7)"
# People who are here for this journey only: with another journey, role or invitation they stay.
SELECT_PEOPLE = """
select person_id from people p where tenant_id = $1
  and (exists (select from clients c
               where c.tenant_id = $1 and c.person_id = p.person_id and c.journey_id = $2)
       or exists (select from invitations i
                  where i.tenant_id = $1 and i.person_id = p.person_id and i.journey_id = $2))
  and not exists (select from clients c
                  where c.tenant_id = $1 and c.person_id = p.person_id and c.journey_id <> $2)
  and not exists (select from person_roles r
                  where r.tenant_id = $1 and r.person_id = p.person_id and r.role <> 'client')
  and not exists (select from invitations i
                  where i.tenant_id = $1 and i.person_id = p.person_id and i.journey_id is distinct from $2)
"""
SELECT_WRAPPED = "select tenant_id, wrapped from subject_keys"
SELECT_EPOCH = "select max(epoch) from kek_epochs where tenant_id = $1"
SELECT_FILES = """
select pg_relation_filepath(part) from pg_class c
cross join lateral (
    select c.oid as part
    union select i.indexrelid from pg_index i where i.indrelid in (c.oid, c.reltoastrelid)
    union select c.reltoastrelid where c.reltoastrelid <> 0) parts
where c.relnamespace = to_regnamespace($1) and c.relkind in ('r', 'm', 'S') and pg_relation_filepath(part) is not null
"""
SELECT_PROGRAMMES = "select programme_id from enrolments where tenant_id = $1 and journey_id = $2 order by 1"

ErasedKey = tuple[UUID, UUID]
"""Tenant and journey, or tenant and whose key it is."""


async def tenant_of(pool: "WorkerPool", journey_id: UUID) -> UUID | None:
    """The organisation of a journey; None if there is no such journey."""
    with translate_driver_errors():
        found: UUID | None = await pool.fetchval(SELECT_TENANT, journey_id)
    return found


async def readable_journeys(pool: "WorkerPool", journeys: Iterable[ErasedKey]) -> set[ErasedKey]:
    """The journeys of which the log still holds more than a tombstone."""
    return await _found(pool, SELECT_ALIVE, journeys)


async def existing_keys(pool: "WorkerPool", subjects: Iterable[ErasedKey]) -> set[ErasedKey]:
    """The subjects whose keys still exist."""
    return await _found(pool, SELECT_KEYS_ALIVE, subjects)


async def _found(pool: "WorkerPool", query: str, keys: Iterable[ErasedKey]) -> set[ErasedKey]:
    asked = list(keys)
    with translate_driver_errors():
        rows = await pool.fetch(query, [one[0] for one in asked], [one[1] for one in asked])
    return {(row[0], row[1]) for row in rows}


async def erase_journey(pool: "WorkerPool", tenant_id: UUID, journey_id: UUID, tombstone: bytes) -> int:
    """Replaces a journey's history by a tombstone. Returns its position; 0 if there is no such stream."""
    async with tenant_tx(pool, tenant_id) as connection:
        position: int = await connection.fetchval(ERASE, tenant_id, journey_id, tombstone)
    return position


async def redact_event(
    pool: "WorkerPool",
    place: tuple[UUID, UUID, int],
    topic: str,
    redacted: bytes,
    *,
    actor_id: UUID,
    reason: str,
) -> bool:
    """Overwrites one event, by (tenant, journey, number), and records when and why. False if there is none."""
    async with tenant_tx(pool, place[0]) as connection:
        done: bool = await connection.fetchval(REDACT, *place, topic, redacted, actor_id, reason)
    return done


async def delete_links_about(pool: "WorkerPool", tenant_id: UUID, journey_id: UUID, contact_id: UUID) -> None:
    """Deletes the reply links by which a contact was asked, with what came back and was not kept."""
    async with tenant_tx(pool, tenant_id) as connection:
        await connection.execute(DELETE_LINKS_ABOUT, tenant_id, journey_id, contact_id)


async def people_of_journey(pool: "WorkerPool", tenant_id: UUID, journey_id: UUID) -> tuple[UUID, ...]:
    """The people whom the organisation knows only because of this journey."""
    return tuple(await _ids(pool, SELECT_PEOPLE, tenant_id, journey_id))


async def programmes_of_journey(pool: "WorkerPool", tenant_id: UUID, journey_id: UUID) -> Sequence[UUID]:
    """The programmes the journey is enrolled in."""
    return await _ids(pool, SELECT_PROGRAMMES, tenant_id, journey_id)


async def _ids(pool: "WorkerPool", query: str, *arguments: UUID) -> list[UUID]:
    with translate_driver_errors():
        return [row[0] for row in await pool.fetch(query, *arguments)]


async def wrapped_keys(pool: "WorkerPool") -> list[tuple[UUID, bytes | None]]:
    """All data keys as they are stored, with their organisations; None for those that were destroyed."""
    with translate_driver_errors():
        return [(row[0], row[1]) for row in await pool.fetch(SELECT_WRAPPED)]


async def present_epoch(pool: "WorkerPool", tenant_id: UUID) -> int | None:
    """The newest epoch under whose key an organisation's keys are wrapped."""
    with translate_driver_errors():
        found: int | None = await pool.fetchval(SELECT_EPOCH, tenant_id)
    return found


async def files_of_schema(pool: "WorkerPool", schema: str) -> frozenset[str]:
    """The files of all tables of a schema and of their indexes, within the data directory; none if there is no such."""
    with translate_driver_errors():
        rows = await pool.fetch(SELECT_FILES, schema)
    return frozenset(row[0] for row in rows)
