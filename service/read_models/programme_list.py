"""The table of programmes: name, offer and number of journeys."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from msgspec.structs import replace

from projections.programmes import ProgrammeSummary
from service.postgres.connections import tenant_tx
from service.read_models.stored_names import NameSource

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import AnyConnection, Pool

ProgrammeKey = tuple[UUID, UUID]
"""Tenant and programme."""

SELECT_ROWS = """
select tenant_id, programme_id, line::text from programmes
join unnest($1::uuid[], $2::uuid[]) wanted (tenant_id, programme_id) using (tenant_id, programme_id)
"""
UPSERT_ROWS = """
insert into programmes (tenant_id, programme_id, line)
select wanted.tenant_id, (line->>'programme_id')::uuid, line
from unnest($1::uuid[], $2::jsonb[]) wanted (tenant_id, line)
on conflict (tenant_id, programme_id) do update set line = excluded.line
"""
DELETE_ROW = "delete from programmes where tenant_id = $1 and programme_id = $2"
SELECT_ALL = (
    "select line::text from programmes where tenant_id = $1 order by line->>'opened_on' desc, programme_id"
)

SELECT_OF_JOURNEYS = (
    "select journey_id, programme_id from enrolments where tenant_id = $1 and journey_id = any ($2::uuid[])"
)


class ProgrammeList:
    """Reads the list of programmes, the newest first. `names` reads their names from the histories."""

    def __init__(self, pool: "Pool", names: NameSource | None = None) -> None:
        self._pool = pool
        self._names = names

    async def all(self, *, tenant_id: UUID) -> list[ProgrammeSummary]:
        """Every programme of an organisation."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            lines = [_line(row) for row in await connection.fetch(SELECT_ALL, tenant_id)]
        if self._names is None or not lines:
            return lines
        names = await self._names([line.programme_id for line in lines], tenant_id=tenant_id)
        return [replace(line, name=names.get(line.programme_id, line.name)) for line in lines]

    async def names_by_journey(self, journeys: Sequence[UUID], *, tenant_id: UUID) -> dict[UUID, list[str]]:
        """The names of the programmes that each of these journeys is part of, out of one query and the list of programmes."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(SELECT_OF_JOURNEYS, tenant_id, list(journeys))
        named = {one.programme_id: one.name for one in await self.all(tenant_id=tenant_id)} if rows else {}
        found: dict[UUID, list[str]] = {}
        for row in rows:
            if name := named.get(row["programme_id"]):
                found.setdefault(row["journey_id"], []).append(name)
        return {journey_id: sorted(names) for journey_id, names in found.items()}


async def load_programmes(
    connection: "AnyConnection", keys: Iterable[ProgrammeKey]
) -> dict[ProgrammeKey, ProgrammeSummary]:
    """The existing lines of these programmes."""
    tenants, programmes = zip(*keys, strict=True)
    rows = await connection.fetch(SELECT_ROWS, tenants, programmes)
    return {(row["tenant_id"], row["programme_id"]): _line(row) for row in rows}


async def save_programmes(
    connection: "AnyConnection", lines: Mapping[ProgrammeKey, ProgrammeSummary]
) -> None:
    """Inserts or updates lines."""
    tenants = [tenant_id for tenant_id, _ in lines]
    await connection.execute(
        UPSERT_ROWS, tenants, [msgspec.json.encode(line).decode() for line in lines.values()]
    )


async def delete_programme(connection: "AnyConnection", key: ProgrammeKey) -> None:
    """Deletes a line, before it is made anew."""
    await connection.execute(DELETE_ROW, *key)


def _line(row: "Record") -> ProgrammeSummary:
    return msgspec.json.decode(row["line"], type=ProgrammeSummary)
