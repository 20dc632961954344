"""Databases of one server for tests: lent, emptied and lent again, as to copy and drop one costs more than a test."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg

from service.atlas.loading import load_starter
from service.postgres.migrations import migrate
from tests.reused_connections import LENT, close_connections, idle_processes

DISCONNECT = """
select count(pg_terminate_backend(pid)) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
and not (state = 'idle' and pid = any($1)
         and not exists (select from pg_locks where pg_locks.pid = pg_stat_activity.pid and locktype = 'advisory'))
"""
RESTART_SEQUENCES = """
select setval(format('%I.%I', schemaname, sequencename), start_value, false) from pg_sequences
where last_value is not null
"""
TABLES = "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'public'"
CATALOGS = (
    "pg_attrdef",
    "pg_attribute",
    "pg_constraint",
    "pg_default_acl",
    "pg_event_trigger",
    "pg_extension",
    "pg_index",
    "pg_largeobject_metadata",
    "pg_namespace",
    "pg_policy",
    "pg_proc",
    "pg_publication",
    "pg_rewrite",
    "pg_sequence",
    "pg_statistic_ext",
    "pg_trigger",
    "pg_type",
)
"""Where it shows how many there are of a thing, and when one was last altered."""
STRUCTURE = f"""
select array[
    {", ".join(f"(select (count(*), max(xmin::text::bigint)) from {one})::text" for one in CATALOGS)},
    (select concat_ws(' ', datacl, datconnlimit, (select json_agg(s) from pg_db_role_setting s where setdatabase = d.oid))
     from pg_database d where datname = current_database()),
    -- Emptying alters a row here, too.
    (select sum(hashtextextended(concat_ws(' ', oid, relname, relkind, relowner, relacl, relrowsecurity,
                                           relforcerowsecurity, reloptions), 0))
     from pg_class where relnamespace <> 'pg_toast'::regnamespace)::text]
"""
"""All that a test may alter in its database besides rows. Roles and settings of the server are everybody's."""

ATLAS = """
select concat((select json_agg(e.loaded_at order by name) from atlas.editions e), (select count(*) from atlas.outlook_editions),
              (select count(*) from atlas.occupations))
"""


class Template(NamedTuple):
    """What every database is a copy of."""

    name: str
    structure: list[str]
    select_used: str
    """The query for those of its tables that are not empty."""
    rows: dict[str, str | None]
    """What stands in them already, as JSON, by table."""
    atlas: str
    """What is loaded into the atlas. No test restores that: its rows are too many."""


class Databases:
    """Migrated databases with nothing in them; with a URL of the server, on which it makes and drops its own."""

    def __init__(self, server_dsn: str) -> None:
        self._server = server_dsn
        self._made: set[str] = set()
        self._free: list[str] = []
        self._connections: dict[str, asyncpg.Connection[Any]] = {}
        """By database, the one that empties it: a new one would take longer than all it has to do."""
        self._template: Template | None = None

    @asynccontextmanager
    async def borrowed(self) -> AsyncIterator[str]:
        """The DSN of a migrated database with no events in it."""
        template = await self._ready()
        name = self._free.pop() if self._free else await self._create(template.name)
        LENT.add(self.dsn(name))
        try:
            yield self.dsn(name)
        finally:
            if await self._restored(name, template):
                self._free.append(name)
            else:
                await self._drop(name)

    async def copy(self, dsn: str) -> str:
        """The DSN of a copy, dropped when all are closed. The test must not be connected to what it copies."""
        source = urlsplit(dsn).path.removeprefix("/")
        await self._disconnect(source)
        return self.dsn(await self._create(source))

    @asynccontextmanager
    async def unmigrated(self) -> AsyncIterator[str]:
        """The DSN of a database with nothing in it."""
        name = await self._create("template0")
        try:
            yield self.dsn(name)
        finally:
            await self._drop(name)

    def dsn(self, name: str) -> str:
        """Where a database of the server is."""
        return urlunsplit(urlsplit(self._server)._replace(path=f"/{name}"))

    async def close(self) -> None:
        """Drop all that are left."""
        for name in sorted(self._made):
            await self._drop(name)

    async def _ready(self) -> Template:
        if self._template is None:
            name = await self._create("template0")
            await migrate(self.dsn(name))
            await load_starter(self.dsn(name))
            connection = await asyncpg.connect(self.dsn(name))
            try:
                used = select_used([row[0] for row in await connection.fetch(TABLES)])
                rows = await _rows(connection, await connection.fetchval(used))
                structure, atlas = [await connection.fetchval(one) for one in (STRUCTURE, ATLAS)]
                self._template = Template(name, structure, used, rows, atlas)
            finally:
                await connection.close()
        return self._template

    async def _restored(self, name: str, template: Template) -> bool:
        """Whether a database could be emptied: not when a test altered more than rows."""
        try:
            connection = self._connections.get(name)
            if connection is None or connection.is_closed():
                connection = self._connections[name] = await asyncpg.connect(self.dsn(name))
            used_again = await idle_processes(self.dsn(name))
            # The server's own way of waiting looks every tenth of a second.
            while await connection.fetchval(DISCONNECT, used_again):
                await asyncio.sleep(0.002)
            if await connection.fetchval(STRUCTURE) != template.structure:
                return False
            if await connection.fetchval(ATLAS) != template.atlas:
                return False
            await _restore(connection, template)
        except asyncpg.PostgresError:
            return False
        return True

    async def _disconnect(self, name: str) -> None:
        await close_connections(self.dsn(name))
        if connection := self._connections.pop(name, None):
            await connection.close()

    async def _create(self, template: str) -> str:
        name = f"test_{uuid4().hex}"
        # Half the work of the usual strategy, which writes every page to the WAL, too.
        await self._execute(f'create database "{name}" template "{template}" strategy file_copy')
        self._made.add(name)
        return name

    async def _drop(self, name: str) -> None:
        await self._disconnect(name)
        await self._execute(f'drop database if exists "{name}" with (force)')
        self._made.discard(name)

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self._server)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


def select_used(tables: Iterable[str]) -> str:
    """The query for those tables in which something stands."""
    cases = ", ".join(f"case when exists (select from {one}) then '{one}' end" for one in tables)
    return f"select array_remove(array[{cases}], null)"


async def _rows(connection: "asyncpg.Connection[Any]", tables: Iterable[str]) -> dict[str, str | None]:
    """What stands in each of some tables, as JSON; None for nothing."""
    return {one: await connection.fetchval(f"select json_agg(t)::text from {one} t") for one in tables}


async def _restore(connection: "asyncpg.Connection[Any]", template: Template) -> None:
    """Make a database hold what the template does."""
    used = await connection.fetchval(template.select_used)
    changed = [one for one in used if one not in template.rows]
    changed += [
        table
        for table, rows in (await _rows(connection, template.rows)).items()
        if rows != template.rows[table]
    ]
    # Nothing is refused, as by the triggers of what is only ever added to. To truncate takes longer, and makes
    # every connection plan its statements anew.
    emptying = [f"delete from {table}" for table in changed]
    await connection.execute(
        "; ".join([RESTART_SEQUENCES, "set session_replication_role = replica", *emptying])
    )
    for table in template.rows.keys() & set(changed):
        insert = f"insert into {table} select * from json_populate_recordset(null::{table}, $1)"
        await connection.execute(insert, template.rows[table])
