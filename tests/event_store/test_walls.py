"""No statement reaches another organisation's rows, whatever the code above the database forgets."""

from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import asyncpg
import pytest

from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import DatabaseRole, tenant_tx
from service.postgres.errors import StoreError
from tests.event_store.requests import simple
from tests.event_store.two_organisations import OURS, THEIRS, acting_as, insertion, inside, tables

if TYPE_CHECKING:
    from asyncpg import Record
    from asyncpg.pool import PoolConnectionProxy

    from service.postgres.connections import Pool

    Connection = asyncpg.Connection[Record]

APPEND_ONE = "select append_one($1, 0, $1, $1, $1, '', null, null, '{}', '{}')"
MAY = "select has_table_privilege('soundings_app', $1, $2)"


async def seen(connection: "Connection | PoolConnectionProxy[Record]", table: str) -> set[UUID]:
    return {row["tenant_id"] for row in await connection.fetch(f"select tenant_id from {table}")}


async def open_to_requests(owner: "Connection", privilege: str) -> list[str]:
    return [table for table in await tables(owner) if await owner.fetchval(MAY, table, privilege)]


# ASVS 8.3.1, 8.4.1
async def test_a_request_sees_its_organisations_rows_only_in_every_table(
    owner: "Connection", app: "Connection"
) -> None:
    there = {table: await seen(owner, table) for table in await tables(owner)}
    readable = await open_to_requests(owner, "select")

    async with inside(app, OURS):
        found = {table: await seen(app, table) for table in [*readable, "events_readable"]}

    assert set(map(frozenset, there.values())) == {frozenset({OURS, THEIRS})}
    assert {"journeys", "stored_events", "commands", "people", "tokens"} <= found.keys()
    assert [table for table, tenants in found.items() if tenants != {OURS}] == []


async def test_what_requests_have_no_business_with_they_cannot_read(
    owner: "Connection", app: "Connection"
) -> None:
    closed = set(await tables(owner)) - set(await open_to_requests(owner, "select"))

    for table in closed | {"stored_snapshots", "notification_tracking", "attempts", "schema_migrations"}:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await app.fetch(f"select from {table}")

    assert closed == {"key_renewals", "looks", "parked_streams", "skipped_events"}


async def test_a_request_cannot_insert_into_another_organisation(
    owner: "Connection", app: "Connection"
) -> None:
    open_tables = await open_to_requests(owner, "insert")

    for table in open_tables:
        # A table with one row for each organisation has ours already.
        with suppress(asyncpg.UniqueViolationError):
            async with inside(app, OURS):
                await app.execute(await insertion(owner, table, OURS))
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            async with inside(app, OURS):
                await app.execute(await insertion(owner, table, THEIRS))

    assert {"people", "tokens", "subject_keys"} <= set(open_tables)
    assert not {"stored_events", "commands", "journeys", "programmes", "enrolments"} & set(open_tables)


async def test_a_request_can_neither_change_nor_take_nor_move_rows_over_the_wall(
    owner: "Connection", app: "Connection"
) -> None:
    open_tables = await open_to_requests(owner, "update")
    removable = await open_to_requests(owner, "delete")

    for table in open_tables:
        async with inside(app, OURS):
            changed = await app.execute(
                f"update {table} set tenant_id = tenant_id where tenant_id = $1", THEIRS
            )
            statement = f"delete from {table} where tenant_id = $1"
            taken = await app.execute(statement, THEIRS) if table in removable else "DELETE 0"
        assert (changed, taken) == ("UPDATE 0", "DELETE 0")
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            async with inside(app, OURS):
                await app.execute(f"update {table} set tenant_id = $1", THEIRS)

    assert {table: await seen(owner, table) for table in open_tables} == {
        table: {OURS, THEIRS} for table in open_tables
    }


async def test_without_an_organisation_there_is_nothing_before_and_after_one_was_set(
    owner: "Connection", app: "Connection"
) -> None:
    readable = await open_to_requests(owner, "select")

    before = [await seen(app, table) for table in readable]
    async with inside(app, OURS):
        during = [await seen(app, table) for table in readable]
    left = await app.fetchval("select current_setting('app.tenant', true)")
    after = [await seen(app, table) for table in readable]

    assert left == ""
    assert before == after == [set()] * len(readable)
    assert during == [{OURS}] * len(readable)


async def test_the_wall_cannot_be_switched_off(app: "Connection") -> None:
    await app.execute("set row_security = off")

    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        await app.fetch("select from people")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.execute("alter table people disable row level security")


async def test_workers_see_every_organisation(database: str, owner: "Connection") -> None:
    async with acting_as(database, "soundings_worker") as worker:
        found = {table: await seen(worker, table) for table in await tables(owner)}

    assert set(map(frozenset, found.values())) == {frozenset({OURS, THEIRS})}


@pytest.mark.parametrize("role", ["soundings_app", "soundings_worker"])
async def test_nobody_writes_the_log_past_its_functions(
    database: str, owner: "Connection", role: DatabaseRole
) -> None:
    async with acting_as(database, role) as connection:
        for table in ("stored_events", "commands"):
            for statement in (
                await insertion(owner, table, OURS),
                f"update {table} set tenant_id = tenant_id",
                f"delete from {table}",
            ):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    async with inside(connection, OURS):
                        await connection.execute(statement)


async def test_a_request_cannot_append(app: "Connection") -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append_one"):
        await app.execute(APPEND_ONE, uuid4())


async def test_a_stream_is_found_in_its_own_organisation_only(
    postgres_log: PostgresEventLog, pool: "Pool"
) -> None:
    request = simple(tenant_id=OURS)
    await postgres_log.append(request)
    question = "select count(*) from stream_of($1, $2, 0)"

    async with tenant_tx(pool, THEIRS) as connection:
        named = await connection.fetchval(question, OURS, request.stream)
    async with tenant_tx(pool, OURS) as connection:
        own = await connection.fetchval(question, OURS, request.stream)
    async with pool.acquire() as connection:
        without = await connection.fetchval(question, OURS, request.stream)

    assert len(await postgres_log.read_stream(request.stream, tenant_id=OURS)) == 1
    assert await postgres_log.read_stream(request.stream, tenant_id=THEIRS) == []
    assert (named, own, without) == (0, 1, 0)


async def test_a_receipt_is_found_in_its_own_organisation_only(postgres_log: PostgresEventLog) -> None:
    request = simple(tenant_id=OURS)
    await postgres_log.append(request)
    ids = [request.decided[0].command_id]

    assert len(await postgres_log.command_results(OURS, request.actor_id, ids)) == 1
    assert await postgres_log.command_results(THEIRS, request.actor_id, ids) == {}


async def test_a_statement_refused_by_a_wall_is_told_as_the_logs_own_error(
    owner: "Connection", pool: "Pool"
) -> None:
    statement = await insertion(owner, "people", THEIRS)

    with pytest.raises(StoreError, match="row-level security"):
        async with tenant_tx(pool, OURS) as connection:
            await connection.execute(statement)
