"""Streams that stand still in the read models, as one of their events cannot be taken, and events that an operator left out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from service.postgres.connections import translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import AnyConnection, WorkerPool

StreamKey = tuple[UUID, UUID]
"""Tenant and stream."""

PROCESS_DIED = "ProcessDied"
"""The fault of an event with which processes died."""

SELECT_AMONG = """
select tenant_id, stream_id, next_try_at is not null as automatic from parked_streams
join unnest($1::uuid[], $2::uuid[]) wanted (tenant_id, stream_id) using (tenant_id, stream_id)
"""
SELECT_SKIPPED = """
select tenant_id, stream_id, version from skipped_events
join unnest($1::uuid[], $2::uuid[]) wanted (tenant_id, stream_id) using (tenant_id, stream_id)
"""
PARK = """
insert into parked_streams as p (tenant_id, stream_id, version, position, fault, next_try_at)
values ($1, $2, $3, $4, $5, case when $5 <> 'ProcessDied' then clock_timestamp() + interval '1 minute' end)
on conflict (tenant_id, stream_id) do update set
    (version, position, fault, tries, next_try_at) = (excluded.version, excluded.position, excluded.fault, p.tries + 1,
        case when $5 <> 'ProcessDied'
            then clock_timestamp() + least(interval '1 hour', interval '1 minute' * 2 ^ least(p.tries + 1, 10)) end)
"""
UNPARK = "delete from parked_streams where (tenant_id, stream_id) in (select * from unnest($1::uuid[], $2::uuid[]))"
FORGET_SKIPPED = "delete from skipped_events where (tenant_id, stream_id) in (select * from unnest($1::uuid[], $2::uuid[]))"
# Set before it is tried: a process that dies with it does not try it again at once.
TAKE_DUE = """
update parked_streams p set next_try_at = case when fault <> 'ProcessDied' then clock_timestamp() + interval '1 minute' end
where (tenant_id, stream_id) in (
    select tenant_id, stream_id from parked_streams where next_try_at <= clock_timestamp() order by next_try_at limit $1)
returning tenant_id, stream_id
"""
SELECT_ALL = """
select tenant_id, stream_id, version, position, fault, parked_at, tries, next_try_at
from parked_streams order by parked_at, stream_id
"""
COUNT = "select count(*) from parked_streams"
RETRY = """
update parked_streams set next_try_at = clock_timestamp() where $1::uuid[] is null or stream_id = any ($1) returning stream_id
"""
SKIP = """
insert into skipped_events (tenant_id, stream_id, version, skipped_by)
select tenant_id, stream_id, coalesce($2, version), $3 from parked_streams
where $1::uuid[] is null or stream_id = any ($1)
on conflict do nothing returning stream_id
"""
SELECT_ALL_SKIPPED = """
select tenant_id, stream_id, version, skipped_by, skipped_at from skipped_events order by skipped_at, stream_id, version
"""
UNSKIP = "delete from skipped_events where stream_id = $1 and ($2::bigint is null or version = $2) returning tenant_id"
PARK_TO_TRY = """
insert into parked_streams (tenant_id, stream_id, version, position, fault, next_try_at)
select tenant_id, originator_id, originator_version, notification_id, 'Unskipped', clock_timestamp()
from stored_events where tenant_id = $1 and originator_id = $2 order by originator_version limit 1
on conflict (tenant_id, stream_id) do update set next_try_at = clock_timestamp()
"""


class ParkedStream(Struct, frozen=True, kw_only=True):
    """A stream that stands still in the read models."""

    tenant_id: UUID
    stream_id: UUID
    """A journey, a programme or a study."""
    version: int
    """The number in the stream of the first event that could not be taken."""
    position: int
    """The position of that event in the log."""
    fault: str
    """The kind of failure."""
    parked_at: datetime
    tries: int
    """How often it was tried again."""
    next_try_at: datetime | None
    """None if it is not tried again by itself."""


class SkippedEvent(Struct, frozen=True, kw_only=True):
    """An event that is left out of the read models."""

    tenant_id: UUID
    stream_id: UUID
    version: int
    skipped_by: str
    skipped_at: datetime


async def parked_among(connection: "AnyConnection", keys: Iterable[StreamKey]) -> Mapping[StreamKey, bool]:
    """Those of these streams that are parked, and whether each is tried again by itself."""
    rows = await connection.fetch(SELECT_AMONG, *_columns(keys))
    return {(row["tenant_id"], row["stream_id"]): row["automatic"] for row in rows}


async def skipped_among(
    connection: "AnyConnection", keys: Iterable[StreamKey]
) -> Mapping[StreamKey, set[int]]:
    """The numbers of the events of these streams that are left out."""
    found: dict[StreamKey, set[int]] = {}
    for row in await connection.fetch(SELECT_SKIPPED, *_columns(keys)):
        found.setdefault((row["tenant_id"], row["stream_id"]), set()).add(row["version"])
    return found


async def park(
    connection: "AnyConnection", key: StreamKey, *, version: int, position: int, fault: str
) -> None:
    """Parks a stream at an event; one that is parked already is tried again later than the last time."""
    await connection.execute(PARK, *key, version, position, fault)


async def unpark(connection: "AnyConnection", keys: Iterable[StreamKey]) -> None:
    """Takes streams off the list."""
    await connection.execute(UNPARK, *_columns(keys))


async def forget_streams(connection: "AnyConnection", keys: Iterable[StreamKey]) -> None:
    """Deletes what stands here about streams that were erased."""
    columns = _columns(keys)
    await connection.execute(UNPARK, *columns)
    await connection.execute(FORGET_SKIPPED, *columns)


async def take_due(pool: "WorkerPool", limit: int) -> list[StreamKey]:
    """The parked streams that are to be tried again now."""
    with translate_driver_errors():
        rows = await pool.fetch(TAKE_DUE, limit)
    return [(row["tenant_id"], row["stream_id"]) for row in rows]


async def parked_streams(pool: "WorkerPool") -> list[ParkedStream]:
    """All parked streams, the first one first."""
    with translate_driver_errors():
        return [ParkedStream(**dict(row)) for row in await pool.fetch(SELECT_ALL)]


async def count_parked(pool: "WorkerPool") -> int:
    """How many streams are parked."""
    with translate_driver_errors():
        number: int = await pool.fetchval(COUNT)
    return number


async def retry_parked(pool: "WorkerPool", streams: Sequence[UUID] | None) -> int:
    """Has parked streams tried again as soon as somebody leads; None: all of them. Returns how many."""
    with translate_driver_errors():
        return len(await pool.fetch(RETRY, streams))


async def skip_events(
    pool: "WorkerPool", streams: Sequence[UUID] | None, version: int | None, skipped_by: str
) -> int:
    """Leaves out the event at which each of these parked streams stands, or another one of it, and has them tried again.

    Returns how many events are left out now that were not before.
    """
    with translate_driver_errors():
        async with pool.acquire() as connection, connection.transaction():
            skipped = await connection.fetch(SKIP, streams, version, skipped_by)
            await connection.fetch(RETRY, streams)
    return len(skipped)


async def skipped_events(pool: "WorkerPool") -> list[SkippedEvent]:
    """All events that are left out."""
    with translate_driver_errors():
        return [SkippedEvent(**dict(row)) for row in await pool.fetch(SELECT_ALL_SKIPPED)]


async def unskip_events(pool: "WorkerPool", stream: UUID, version: int | None) -> int:
    """Takes events of a stream in again: one of them, or all. Returns how many."""
    with translate_driver_errors():
        async with pool.acquire() as connection, connection.transaction():
            rows = await connection.fetch(UNSKIP, stream, version)
            for tenant_id in {row["tenant_id"] for row in rows}:
                await connection.execute(PARK_TO_TRY, tenant_id, stream)
    return len(rows)


def _columns(keys: Iterable[StreamKey]) -> tuple[list[UUID], list[UUID]]:
    found = list(keys)
    return [tenant_id for tenant_id, _ in found], [stream_id for _, stream_id in found]
