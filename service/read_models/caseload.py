"""The caseload table: one line for each journey, read by page or by coach."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.calculable_numbers import with_calculable_values
from projections.caseload.state import CaseloadEntry
from service.postgres.connections import tenant_tx
from service.read_models.stored_names import NameSource

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import AnyConnection, Pool

JourneyKey = tuple[UUID, UUID]
"""Tenant and journey."""

SELECT_ROWS = """
select tenant_id, journey_id, line::text from journeys
join unnest($1::uuid[], $2::uuid[]) wanted (tenant_id, journey_id) using (tenant_id, journey_id)
"""
UPSERT_ROWS = """
insert into journeys (tenant_id, journey_id, started_on, time_zone, coach_id, ended_on, line, deputies, deputies_until)
select wanted.tenant_id, (line->>'journey_id')::uuid, (line->>'started_on')::date, line->>'time_zone',
       (line->>'coach_id')::uuid, (line->>'ended_on')::date, line, stand_in.ids, stand_in.until
from unnest($1::uuid[], $2::jsonb[]) wanted (tenant_id, line), lateral (
    select array_agg((value->>'deputy_id')::uuid), max((value->>'last_day')::date) from jsonb_each(line->'deputies')
) stand_in (ids, until)
on conflict (tenant_id, journey_id) do update set
    (started_on, time_zone, coach_id, ended_on, line, deputies, deputies_until)
    = (excluded.started_on, excluded.time_zone, excluded.coach_id, excluded.ended_on, excluded.line,
       excluded.deputies, excluded.deputies_until)
"""
DELETE_ROWS = """
delete from journeys where (tenant_id, journey_id) in (select * from unnest($1::uuid[], $2::uuid[]))
"""
SELECT_PAGE = """
select line::text from journeys
where tenant_id = $1
  and ($2::date is null or started_on < $2 or (started_on = $2 and journey_id > $3))
order by started_on desc, journey_id limit $4
"""
SELECT_DESK = """
select line::text from (
    (select line, false ended, started_on, journey_id from journeys
    where tenant_id = $1 and ($2::uuid is null or coach_id = $2) and ended_on is null
    order by started_on desc, journey_id limit $4)
    union all
    (select line, true, started_on, journey_id from journeys
    where tenant_id = $1 and ($2::uuid is null or coach_id = $2) and ended_on is not null
    and ($3 or line->>'after_care' is null or exists (
        select from jsonb_each_text(case jsonb_typeof(line->'after_care') when 'object' then line->'after_care' end) cared
        where cared.value::date <= current_date + 1))
    order by started_on desc, journey_id limit $4)
    union all
    (select line, ended_on is not null, started_on, journey_id from journeys
    where tenant_id = $1 and deputies is not null and deputies_until >= $5 and $2 = any (deputies)
    and coach_id is distinct from $2
    order by started_on desc, journey_id limit $4)
) found order by ended, started_on desc, journey_id limit $4
"""
MOST_OF_ALL = 500
"""Journeys on the desk of all coaches. A coach's own are all on the desk: what is counted there must not lack any."""


class UnknownCaseloadCursor(ValueError):
    """Raised if no page begins at the cursor."""


class CaseloadPage(Struct, frozen=True):
    """One page of lines, and the cursor of the next page; None on the last."""

    cases: list[CaseloadEntry]
    next: str | None


class Caseload:
    """Reads the caseload, the newest start first.

    Lines are written without keys: where texts are sealed,
    `names` tells from the histories what each client is called.
    """

    def __init__(self, pool: "Pool", names: NameSource | None = None) -> None:
        self._pool = pool
        self._names = names

    async def page(
        self, cursor: str | None, limit: int, *, tenant_id: UUID, named: bool = True
    ) -> CaseloadPage:
        """One page of lines, from a cursor or from the first. Raises `UnknownCaseloadCursor`.

        Unless `named`, the names are those of the stored lines, and sealed where texts are.
        """
        started_on, journey_id = _read_cursor(cursor) if cursor else (None, None)
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(SELECT_PAGE, tenant_id, started_on, journey_id, limit + 1)
        cases = [_case(row) for row in rows[:limit]]
        following = _cursor(cases[-1]) if len(rows) > limit else None
        return CaseloadPage(await self._named(tenant_id, cases) if named else cases, following)

    async def desk(
        self, coach_id: UUID | None, *, ended: bool = False, tenant_id: UUID, deputy_until: date = date.max
    ) -> list[CaseloadEntry]:
        """The lines of a coach's journeys, or of all coaches', and those in which they stand in up to `deputy_until` or longer; those that ended last, and only with `ended`, or if aftercare may be due.

        Of all coaches at most `MOST_OF_ALL`, those that started last. The names are those of the stored lines, and sealed where texts are.
        """
        async with tenant_tx(self._pool, tenant_id) as connection:
            most = MOST_OF_ALL if coach_id is None else None
            rows = await connection.fetch(SELECT_DESK, tenant_id, coach_id, ended, most, deputy_until)
        return [_case(row) for row in rows]

    async def _named(self, tenant_id: UUID, cases: list[CaseloadEntry]) -> list[CaseloadEntry]:
        if self._names is None or not cases:
            return cases
        names = await self._names([case.journey_id for case in cases], tenant_id=tenant_id)
        return [replace(case, called=names.get(case.journey_id, case.called)) for case in cases]


def _cursor(case: CaseloadEntry) -> str:
    return f"{case.started_on}.{case.journey_id}"


def _read_cursor(cursor: str) -> tuple[date, UUID]:
    started_on, _, journey_id = cursor.partition(".")
    try:
        return date.fromisoformat(started_on), UUID(journey_id)
    except ValueError:
        raise UnknownCaseloadCursor(cursor) from None


async def load_caseload_entries(
    connection: "AnyConnection", keys: Iterable[JourneyKey]
) -> dict[JourneyKey, CaseloadEntry]:
    """The existing lines of these journeys."""
    tenants, journeys = zip(*keys, strict=True)
    rows = await connection.fetch(SELECT_ROWS, tenants, journeys)
    return {(row["tenant_id"], row["journey_id"]): _case(row) for row in rows}


async def save_caseload_entries(
    connection: "AnyConnection", cases: Mapping[JourneyKey, CaseloadEntry]
) -> None:
    """Inserts or updates lines."""
    tenants: Sequence[UUID] = [tenant_id for tenant_id, _ in cases]
    lines = [msgspec.json.encode(case).decode() for case in cases.values()]
    await connection.execute(UPSERT_ROWS, tenants, lines)


async def delete_caseload_entries(connection: "AnyConnection", keys: Iterable[JourneyKey]) -> None:
    """Deletes the lines of erased journeys."""
    tenants, journeys = zip(*keys, strict=True)
    await connection.execute(DELETE_ROWS, tenants, journeys)


def decode_caseload_entry(line: str) -> CaseloadEntry:
    """A stored line, with dates and numbers that can be calculated with, as earlier versions may have written others."""
    return with_calculable_values(msgspec.json.decode(line, type=CaseloadEntry))


def _case(row: "Record") -> CaseloadEntry:
    return decode_caseload_entry(row["line"])
