"""Databases are lent again only as they were: what a test leaves behind reaches no other."""

import asyncpg
import pytest

from service.container import Services
from service.settings import Settings
from tests.api.client import Client, speaking_to
from tests.apps import running_app
from tests.databases import Databases

LEFT_BEHIND = {
    "a row": "insert into schema_migrations values (99, 'x', 'x', now())",
    "a changed row": "update notification_tracking set notification_id = 7",
    "no rows": "delete from schema_migrations",
    "a sequence": "select nextval(pg_get_serial_sequence('stored_events', 'notification_id'))",
    "a lock": "select pg_advisory_lock(1)",
}
ALTERED = {
    "a temporary table": "create temporary table x (y int)",
    "a table": "create table x (y int)",
    "a column": "alter table people add column x int",
    "a default": "alter table people alter column email set default ''",
    "a trigger": "alter table stored_events disable trigger all",
    "a policy": "alter table people disable row level security",
    "a privilege": "grant select on people to public",
    "a function": "create function x() returns int language sql as 'select 1'",
    "a type": "create type x as enum ('y')",
    "a sequence's step": "alter sequence stored_events_notification_id_seq increment 2",
    "a large object": "select lo_create(0)",
    "a publication": "create publication x for all tables",
    "privileges of what is to come": "alter default privileges grant select on tables to public",
    "statistics": "create statistics x on email, address from people",
    "a setting": "do $$ begin execute format('alter database %I set work_mem = ''1MB''', current_database()); end $$",
}


async def dump(dsn: str) -> list[object]:
    connection = await asyncpg.connect(dsn)
    try:
        tables = await connection.fetch(
            "select tablename from pg_tables where schemaname = 'public' order by 1"
        )
        rows = [await connection.fetch(f"select * from {name}") for (name,) in tables]
        sequences = await connection.fetch("select sequencename, last_value from pg_sequences order by 1")
        locks = await connection.fetch(
            "select objid from pg_locks join pg_database d on d.oid = database "
            "where locktype = 'advisory' and datname = current_database()"
        )
        return [tables, rows, sequences, locks]
    finally:
        await connection.close()


@pytest.mark.parametrize("statement", LEFT_BEHIND.values(), ids=LEFT_BEHIND)
async def test_what_was_written_is_gone_from_a_database_that_is_lent_again(
    databases: Databases, statement: str
) -> None:
    async with databases.borrowed() as dsn:
        before = await dump(dsn)
        connection = await asyncpg.connect(dsn)
        await connection.execute(statement)
    async with databases.borrowed() as again:
        after = await dump(again)

    assert again == dsn
    assert connection.is_closed() or await ended(connection)
    assert after == before


async def ended(connection: "asyncpg.Connection[asyncpg.Record]") -> bool:
    try:
        await connection.fetchval("select 1")
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        return True
    return False


@pytest.mark.parametrize("statement", ALTERED.values(), ids=ALTERED)
async def test_a_database_that_was_altered_is_not_lent_again(databases: Databases, statement: str) -> None:
    async with databases.borrowed() as dsn:
        connection = await asyncpg.connect(dsn)
        await connection.execute(statement)
        await connection.close()
    async with databases.borrowed() as another:
        pass

    assert another != dsn


async def test_an_application_uses_the_connections_of_the_one_before_and_finds_nothing_of_it(
    databases: Databases,
) -> None:
    seen = []
    for _ in range(2):
        async with databases.borrowed() as dsn:
            settings = Settings(database_url=dsn, migrate=False, clock=False)
            async with running_app(settings) as app, speaking_to(app) as http:
                found = (await http.get("/api/v1/journeys")).json()["journeys"]
                await Client(http).start()
                services: Services = app.state.services
                seen.append((dsn, found, await services.pool.fetchval("select pg_backend_pid()")))

    assert seen[1] == seen[0]
    assert seen[0][1] == []
