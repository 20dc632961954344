"""Up to which entry each coach has seen what is new about a client. No event says so, and no rebuild makes it anew."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import Pool

SELECT = """
select journey_id, number, seen_at from seen_news
where tenant_id = $1 and person_id = $2 and journey_id = any($3::uuid[])
"""
# Of a journey that was erased meanwhile nothing is written: it is on the list of journeys no more.
NOTE = """
insert into seen_news as s (tenant_id, person_id, journey_id, number, seen_at)
select tenant_id, $2, journey_id, $4, $5 from journeys where tenant_id = $1 and journey_id = $3
on conflict (tenant_id, person_id, journey_id) do update set
    (number, seen_at, marking, number_before, seen_before)
    = (
        greatest(s.number, excluded.number),
        greatest(s.seen_at, excluded.seen_at),
        null,
        case when s.marking is not null or s.seen_at < $6 then s.number else s.number_before end,
        null
    )
returning number_before
"""
MARK = """
insert into seen_news as s (tenant_id, person_id, journey_id, number, seen_at, marking)
select tenant_id, $2, journey_id, marked.number, $5, $6
from unnest($3::uuid[], $4::bigint[]) marked (journey_id, number)
join journeys using (journey_id) where tenant_id = $1
on conflict (tenant_id, person_id, journey_id) do update set
    (number, seen_at, marking, number_before, seen_before)
    = (greatest(s.number, excluded.number), excluded.seen_at, excluded.marking, s.number, s.seen_at)
where s.marking is distinct from excluded.marking
"""
UNDO = """
update seen_news set (number, seen_at, marking, number_before, seen_before)
    = (number_before, seen_before, null, number_before, null)
where tenant_id = $1 and person_id = $2 and marking = $3 and number_before is not null
"""
UNDO_FIRST = "delete from seen_news where tenant_id = $1 and person_id = $2 and marking = $3"

IS_MARKED = """
select exists (select from seen_news where tenant_id = $1 and person_id = $2 and marking = $3)
"""


class SeenUpTo(Struct, frozen=True):
    """The last entry of a journey that a coach has seen, by its number, and when that was."""

    number: int
    at: datetime


class SeenNews:
    """Reads and stores what each coach has seen."""

    def __init__(self, pool: "Pool") -> None:
        self._pool = pool

    async def seen_by(
        self, tenant_id: UUID, coach_id: UUID, journeys: Iterable[UUID]
    ) -> dict[UUID, SeenUpTo]:
        """What a coach has seen of each of these journeys; those that they never looked at are left out."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(SELECT, tenant_id, coach_id, list(journeys))
        return {row["journey_id"]: SeenUpTo(row["number"], row["seen_at"]) for row in rows}

    async def note(
        self,
        tenant_id: UUID,
        coach_id: UUID,
        journey_id: UUID,
        number: int,
        at: datetime,
        *,
        day_began: datetime,
    ) -> int:
        """Notes that a coach opened a page that shows a journey up to an entry. What was seen later stays.

        Returns up to which entry they had seen it before this day, or when they marked it as seen; 0 if they had not.
        """
        async with tenant_tx(self._pool, tenant_id) as connection:
            before = await connection.fetchval(NOTE, tenant_id, coach_id, journey_id, number, at, day_began)
        return before or 0

    async def mark(
        self, tenant_id: UUID, coach_id: UUID, numbers: Mapping[UUID, int], at: datetime, marking: UUID
    ) -> None:
        """Marks journeys as seen, each up to an entry. The same `marking` again changes nothing."""
        values = (list(numbers), list(numbers.values()), at, marking)
        async with tenant_tx(self._pool, tenant_id) as connection:
            await connection.execute(MARK, tenant_id, coach_id, *values)

    async def is_marked(self, tenant_id: UUID, coach_id: UUID, marking: UUID) -> bool:
        """Whether there is something that a marking of a coach's marked, and that can be undone."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            return bool(await connection.fetchval(IS_MARKED, tenant_id, coach_id, marking))

    async def undo(self, tenant_id: UUID, coach_id: UUID, marking: UUID) -> None:
        """Brings back what had been seen before a marking, of the journeys that were not opened since."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            await connection.execute(UNDO, tenant_id, coach_id, marking)
            await connection.execute(UNDO_FIRST, tenant_id, coach_id, marking)
