"""A database in which every table with a tenant, whichever there are by now, has a row of each of two organisations."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

import asyncpg

from service.postgres.connections import DatabaseRole

if TYPE_CHECKING:
    from asyncpg import Record

OURS, THEIRS = UUID(int=0xA), UUID(int=0xB)

TABLES = """
select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1
"""
COLUMNS = """
select a.attname as name, t.typname as type from pg_attribute a join pg_type t on t.oid = a.atttypid
where a.attrelid = $1::text::regclass and a.attnum > 0 and not a.attisdropped
  and a.attnotnull and not a.atthasdef and a.attidentity = ''
"""
CHECKS = """
select conrelid::regclass::text as table, conname as name from pg_constraint
where connamespace = 'public'::regnamespace and contype in ('c', 'f') and conrelid <> 0
"""

ANY = {
    "uuid": "gen_random_uuid()",
    "text": "gen_random_uuid()::text",
    "bytea": "convert_to(gen_random_uuid()::text, 'UTF8')",
    "int2": "1",
    "int4": "1",
    "int8": "1",
    "bool": "true",
    "date": "current_date",
    "timestamptz": "now()",
    "interval": "interval '1 day'",
    "inet": "inet '10.0.0.1'",
    "json": "'{}'",
    "jsonb": "'{}'",
}
"""A value of each type; one of any array is empty."""


@asynccontextmanager
async def acting_as(dsn: str, role: DatabaseRole) -> AsyncIterator["asyncpg.Connection[Record]"]:
    """Somebody with the database's own client and a role, past everything in `service`."""
    connection = await asyncpg.connect(dsn, server_settings={"role": role})
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def inside(connection: "asyncpg.Connection[Record]", tenant_id: UUID) -> AsyncIterator[None]:
    """A transaction about one organisation."""
    async with connection.transaction():
        await connection.execute("select set_config('app.tenant', $1, true)", str(tenant_id))
        yield


async def tables(connection: "asyncpg.Connection[Record]") -> list[str]:
    return [row["relname"] for row in await connection.fetch(TABLES)]


async def insert_rows(connection: "asyncpg.Connection[Record]") -> None:
    """Put a row of each organisation into every table with a tenant; what it would have to make sense for is dropped."""
    for check in await connection.fetch(CHECKS):
        await connection.execute(f'alter table {check["table"]} drop constraint "{check["name"]}"')
    for table in await tables(connection):
        for tenant_id in (OURS, THEIRS):
            await connection.execute(await insertion(connection, table, tenant_id))


async def insertion(connection: "asyncpg.Connection[Record]", table: str, tenant_id: UUID) -> str:
    """The statement that inserts a row of an organisation."""
    columns = dict(_values(await connection.fetch(COLUMNS, table), tenant_id))
    columns["tenant_id"] = f"'{tenant_id}'"
    return f"insert into {table} ({', '.join(columns)}) values ({', '.join(columns.values())})"


def _values(columns: list[Any], tenant_id: UUID) -> Iterator[tuple[str, str]]:
    for column in columns:
        yield column["name"], "'{}'" if column["type"].startswith("_") else ANY[column["type"]]
