"""Finds every stored row about a person outside the event log, without secrets.

Rows are found by the names of columns, so a table that is added later is included by itself.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from service.accounts.context import AccountsContext
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import PooledConnection

SELECT_TABLES = """
select c.relname::text as name, quote_ident(c.relname) as quoted,
       bool_or(a.attname = 'person_id') as by_person, bool_or(a.attname = 'journey_id') as by_journey,
       array_agg(a.attname::text order by a.attnum) filter (
           where t.typname <> 'bytea' and a.attname not in ('hash', 'secret', 'tenant_id')
              or (c.relname, a.attname) in (select * from unnest($1::text[], $2::text[]))) as columns
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid
where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  and c.relname <> all ($3) and has_table_privilege(c.oid, 'select')
group by c.relname
having bool_or(a.attname = 'tenant_id') and bool_or(a.attname in ('person_id', 'journey_id'))
order by c.relname
"""
SEALED_COLUMNS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("people", "email"): "email",
        ("people", "name"): "name",
        ("people", "about"): "about",
        ("tokens", "label"): "label",
        ("passkeys", "called"): "passkey",
    }
)
"""Table and column of sealed values, and the field of the person that each is sealed as."""

EXCLUDED_TABLES = ("access_log", "journeys", "key_renewals", "looks", "sealings")
"""Left out: the access log, which is reported separately, and tables that are derived from the event log or
say only how far a job has come.
"""

RowsByTable = dict[str, list[dict[str, Any]]]


async def stored_rows_about(
    context: AccountsContext, tenant_id: UUID, journey_id: UUID, person_id: UUID | None
) -> RowsByTable:
    """The rows about a journey and its client, by table; tables without such a row are left out.

    The order does not depend on when the rows were written.
    """
    if person_id is not None:
        await context.seals.load_keys(tenant_id, [person_id])
    found: RowsByTable = {}
    async with tenant_tx(context.pool, tenant_id) as connection:
        for table in await connection.fetch(
            SELECT_TABLES, *map(list, zip(*SEALED_COLUMNS, strict=True)), EXCLUDED_TABLES
        ):
            rows = await _rows(connection, table, (tenant_id, journey_id, person_id))
            opened = [_open_row(context, tenant_id, table["name"], row) for row in rows]
            if opened:
                found[table["name"]] = sorted(opened, key=msgspec.json.encode)
    return found


async def _rows(
    connection: "PooledConnection", table: "Record", whose: tuple[UUID, UUID, UUID | None]
) -> "list[Record]":
    ways = [
        way
        for way, there in (("journey_id = $2", table["by_journey"]), ("person_id = $3", table["by_person"]))
        if there
    ]
    columns = ", ".join(f'"{name}"' for name in table["columns"])
    return await connection.fetch(
        f"select {columns} from {table['quoted']} "  # noqa: S608 - names out of the catalogue
        f"where tenant_id = $1 and ({' or '.join(ways)}) and row($2::uuid, $3::uuid) is not null",
        *whose,
    )


def _open_row(context: AccountsContext, tenant_id: UUID, table: str, row: "Record") -> dict[str, Any]:
    def open_value(name: str, value: Any) -> Any:
        field = SEALED_COLUMNS.get((table, name))
        return context.seals.open(tenant_id, row["person_id"], field, value) if field else value

    return {name: open_value(name, value) for name, value in row.items()}
