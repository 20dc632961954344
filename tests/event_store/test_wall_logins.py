"""Whoever gets a statement of their own past the application is still a request, and can become nothing else."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, get_args

import asyncpg
import pytest

from service.postgres.connections import DatabaseRole, connect, open_pool, open_worker_pool
from service.postgres.logins import logins

if TYPE_CHECKING:
    from asyncpg import Record

    Connection = asyncpg.Connection[Record]

WHO = "select session_user::text, current_user::text, current_setting('is_superuser')"
SUPERUSER = "select rolname::text from pg_roles where rolsuper order by oid limit 1"

OTHER_ROLES = (
    "{superuser}",
    "soundings_worker",
    "soundings_app",
    "soundings_log",
    "pg_execute_server_program",
)

ATTEMPTS = (
    *(f"set role {role}" for role in OTHER_ROLES),
    *(f"set local role {role}" for role in OTHER_ROLES),
    *(f"select set_config('role', '{role}', false)" for role in OTHER_ROLES),
    *(f"set session authorization {role}" for role in OTHER_ROLES),
    *(f"select set_config('session_authorization', '{role}', false)" for role in OTHER_ROLES),
    "do $$ begin execute 'set role {superuser}'; end $$",
    "grant soundings_worker to {me}",
    "grant {superuser} to {me}",
    "create role another",
    *(f"alter role {{me}} {power}" for power in ("superuser", "bypassrls", "createrole", "replication")),
    "alter role {superuser} password 'mine'",
    "select pg_read_file('PG_VERSION')",
    "select pg_read_binary_file('PG_VERSION')",
    "select pg_ls_dir('.')",
    "select pg_stat_file('PG_VERSION')",
    "select rolpassword from pg_authid",
    "copy (select 1) to program 'cat'",
    "copy (select 1) to '/tmp/soundings-copied'",
    "create temp table lines (line text); copy lines from program 'id'",
    "create temp table lines (line text); copy lines from '/etc/passwd'",
    "select lo_import('/etc/passwd')",
    "select lo_export(1, '/tmp/soundings-exported')",
    "select lo_create(0)",
    "select lo_creat(-1)",
    "select lo_from_bytea(0, 'hidden')",
    "create extension dblink",
    "create extension file_fdw",
    "create extension plpython3u",
    "select dblink('dbname=postgres', 'select 1')",
    "create server elsewhere foreign data wrapper postgres_fdw",
    "create function call(text) returns int as 'libc', 'system' language c",
    "load '/lib/x86_64-linux-gnu/libc.so.6'",
    "create schema mine",
    "create table mine (id int)",
    "create function mine() returns int language sql as 'select 1'",
    "alter table people disable row level security",
    "drop policy tenant_wall on people",
    "create policy mine on people using (true)",
    "alter function stream_of(uuid, uuid, bigint) security invoker",
    "set session_replication_role = replica",
    "alter system set archive_command = 'id'",
    "alter database postgres set role = '{superuser}'",
    "create subscription mine connection 'dbname=postgres' publication mine",
    "select pg_reload_conf()",
    "select pg_switch_wal()",
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = '{superuser}'",
)


@pytest.fixture(params=["soundings_app", "soundings_worker"])
async def signed_in(request: pytest.FixtureRequest, database: str) -> AsyncIterator["Connection"]:
    """A connection as the service opens it for requests, and for its own work."""
    pool: Any = await (open_pool if request.param == "soundings_app" else open_worker_pool)(database, 1)
    async with pool.acquire() as connection:
        yield connection
    pool.terminate()


async def test_no_statement_makes_a_connection_of_the_service_somebody_else(
    database: str, signed_in: "Connection"
) -> None:
    superuser = await signed_in.fetchval(SUPERUSER)
    before = tuple(await signed_in.fetchrow(WHO) or ())
    me = before[0]
    done = []
    for attempt in ATTEMPTS:
        statement = attempt.format(superuser=superuser, me=me)
        if statement.split()[-1] == me or f"'{me}'" in statement:
            continue
        try:
            await signed_in.execute(statement)
        except asyncpg.PostgresError:
            pass
        else:
            done.append(statement)
        for laid_off in ("reset role", "reset session authorization", "reset all"):
            await signed_in.execute(laid_off)
        assert tuple(await signed_in.fetchrow(WHO) or ()) == before, statement

    assert done == []
    assert before in {(one, one, "off") for one in get_args(DatabaseRole)}


async def test_the_service_s_own_connections_call_for_no_warning(database: str) -> None:
    pool, workers = await open_pool(database, 1), await open_worker_pool(database, 1)

    found = await logins(pool, workers)

    pool.terminate()
    workers.terminate()
    assert [(one.name, one.warning) for one in found] == [
        ("soundings_app", None),
        ("soundings_worker", None),
    ]


async def test_who_migrates_signs_in_by_another_connection(database: str) -> None:
    migrator = await connect(database, "none")

    name = await migrator.fetchval("select session_user::text")

    await migrator.close()
    assert name not in get_args(DatabaseRole)
