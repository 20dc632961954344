"""The list of journeys: one line for each, a page at a time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from msgspec import Struct

from projections.caseload import Case
from service.store.connections import own_errors
from service.store.log import LOCAL_TENANT

if TYPE_CHECKING:
    from asyncpg import Record

    from service.store.connections import Borrowed, Pool

Key = tuple[UUID, UUID]
"""Tenant and journey."""

COLUMNS = """journey_id, called, track, locale, time_zone, weekly_goal, started_on, programme_end,
    steps, last_step_on, roles_known, roles_aside, version, position"""
SELECT_ROWS = f"""
select tenant_id, {COLUMNS} from journeys
join unnest($1::uuid[], $2::uuid[]) wanted (tenant_id, journey_id) using (tenant_id, journey_id)
"""  # noqa: S608
UPSERT_ROWS = f"""
insert into journeys (tenant_id, {COLUMNS})
select tenant_id, journey_id, called, track, locale, time_zone, weekly_goal, started_on, programme_end,
       steps, last_step_on, roles_known, array(select value::uuid from json_array_elements_text(roles_aside) value),
       version, position
from json_to_recordset($1::json) as line (
    tenant_id uuid, journey_id uuid, called text, track text, locale text, time_zone text, weekly_goal int,
    started_on date, programme_end date, steps int, last_step_on date, roles_known int, roles_aside json,
    version bigint, position bigint)
on conflict (tenant_id, journey_id) do update set
    (called, track, locale, time_zone, weekly_goal, started_on, programme_end,
     steps, last_step_on, roles_known, roles_aside, version, position)
    = (excluded.called, excluded.track, excluded.locale, excluded.time_zone, excluded.weekly_goal,
       excluded.started_on, excluded.programme_end, excluded.steps, excluded.last_step_on,
       excluded.roles_known, excluded.roles_aside, excluded.version, excluded.position)
"""  # noqa: S608
DELETE_ROWS = "delete from journeys"
SELECT_PAGE = f"""
select {COLUMNS} from journeys
where tenant_id = $1
  and ($2::date is null or started_on < $2 or (started_on = $2 and journey_id > $3))
order by started_on desc, journey_id limit $4
"""  # noqa: S608


class UnknownCursor(ValueError):
    """No page begins there."""


class CasePage(Struct, frozen=True):
    """Some lines of the list, and the cursor of the page behind them; None on the last."""

    cases: list[Case]
    next: str | None


class CaseList:
    """Reads the list of journeys, the newest start first."""

    def __init__(self, pool: "Pool") -> None:
        self._pool = pool

    async def page(self, cursor: str | None, limit: int, *, tenant_id: UUID = LOCAL_TENANT) -> CasePage:
        """The lines from a cursor on, or from the first. Raises `UnknownCursor`."""
        started_on, journey_id = _read_cursor(cursor) if cursor else (None, None)
        with own_errors():
            rows = await self._pool.fetch(SELECT_PAGE, tenant_id, started_on, journey_id, limit + 1)
        cases = [_case(row) for row in rows[:limit]]
        return CasePage(cases, _cursor(cases[-1]) if len(rows) > limit else None)


def _cursor(case: Case) -> str:
    return f"{case.started_on}.{case.journey_id}"


def _read_cursor(cursor: str) -> tuple[date, UUID]:
    started_on, _, journey_id = cursor.partition(".")
    try:
        return date.fromisoformat(started_on), UUID(journey_id)
    except ValueError:
        raise UnknownCursor(cursor) from None


async def load(connection: "Borrowed", keys: Iterable[Key]) -> dict[Key, Case]:
    """The lines there are of these journeys."""
    tenants, journeys = zip(*keys, strict=True)
    rows = await connection.fetch(SELECT_ROWS, tenants, journeys)
    return {(row["tenant_id"], row["journey_id"]): _case(row) for row in rows}


async def save(connection: "Borrowed", cases: Mapping[Key, Case]) -> None:
    """Write these lines, new and old."""
    lines: Sequence[object] = [
        {"tenant_id": tenant_id} | msgspec.to_builtins(case) for (tenant_id, _), case in cases.items()
    ]
    await connection.execute(UPSERT_ROWS, msgspec.json.encode(lines).decode())


async def clear(connection: "Borrowed") -> None:
    """Leave no line, before the list is made anew."""
    await connection.execute(DELETE_ROWS)


def _case(row: "Record") -> Case:
    return msgspec.convert(dict(row), Case, strict=True)
