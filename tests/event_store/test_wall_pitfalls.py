"""What goes wrong with row-level security elsewhere, and a look through the catalogue for whatever was forgotten here."""

import asyncio
from typing import TYPE_CHECKING, Any
from uuid import UUID

import asyncpg
import pytest

from service.event_store.postgres import SELECT_ENROLMENTS
from service.postgres.connections import GENERIC_PLAN_SETTINGS, tenant_tx
from service.read_models.caseload import SELECT_DESK, SELECT_PAGE
from service.read_models.programme_list import SELECT_ALL
from tests.event_store.two_organisations import OURS, THEIRS, acting_as, inside

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import Pool

    Connection = asyncpg.Connection[Record]

OPEN_TABLES = """
select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  and not (c.relrowsecurity and c.relforcerowsecurity and exists (
      select from pg_policies p where p.tablename = c.relname and p.policyname = 'tenant_wall' and p.cmd = 'ALL'
         and p.roles = '{public}' and p.qual = p.with_check and p.qual like '(tenant_id = ( SELECT current_tenant()%'))
union
select tablename from pg_policies
where policyname <> 'tenant_wall' and not roles <@ '{soundings_worker,soundings_log}'
"""
OPEN_VIEWS = """
select relname from pg_class
where relnamespace = 'public'::regnamespace
  and (relkind = 'm' or relkind = 'v' and not coalesce(reloptions @> '{security_invoker=true}', false))
"""
UNUSABLE_INDEXES = """
select i.indexrelid::regclass::text from pg_index i
join pg_attribute t on t.attrelid = i.indrelid and t.attname = 'tenant_id'
join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
where c.relnamespace = 'public'::regnamespace and m.amname not in ('btree', 'hash')
"""
LENT = """
select proname::text as name, pg_get_userbyid(proowner)::text as runs_as, array_to_string(proconfig, ';') as names,
       has_function_privilege('public', oid, 'execute') as anybody,
       has_function_privilege('soundings_app', oid, 'execute') as requests
from pg_proc where pronamespace = 'public'::regnamespace and prosecdef order by 1
"""


MANY = """
insert into journeys (tenant_id, journey_id, started_on, time_zone, line)
select tenant_id, gen_random_uuid(), date '2026-01-01' + day, 'UTC', '{}'
from unnest($1::uuid[]) tenant_id, generate_series(1, 2000) day
"""
SETTING = "select current_setting('app.tenant', true)"
POWERS = """
select rolname::text, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as any
from pg_roles where rolname like 'soundings\\_%'
"""
MEMBERS = """
select count(*) from pg_auth_members
where member in (select oid from pg_roles where rolname like 'soundings\\_%')
"""
OWNED = """
select relname::text from pg_class where pg_get_userbyid(relowner) like 'soundings\\_%'
union all select nspname from pg_namespace where pg_get_userbyid(nspowner) like 'soundings\\_%'
"""
MAY_MAKE = "select has_schema_privilege(rolname, 'public', 'create') from pg_roles where rolname like 'soundings\\_%'"


async def names(owner: "Connection", question: str) -> list[Any]:
    return [row[0] for row in await owner.fetch(question)]


async def plan(connection: "Connection", statement: str) -> str:
    return "\n".join(row[0] for row in await connection.fetch(f"explain {statement}"))


# Pitfall 1: a setting that was local once is '' ever after, which is no UUID.
async def test_a_setting_left_empty_is_no_organisation_and_no_error(app: "Connection") -> None:
    async with inside(app, OURS):
        during = await app.fetchval("select current_tenant()")

    assert during == OURS
    assert await app.fetchval(SETTING) == ""
    assert await app.fetchval("select current_tenant()") is None
    assert await app.fetch("select from people") == []


# Pitfall 2: a view sees what its owner sees.
async def test_a_view_that_sees_with_its_owners_eyes_is_found(owner: "Connection", app: "Connection") -> None:
    assert await names(owner, OPEN_VIEWS) == []

    await owner.execute("create view leak as select * from people; grant select on leak to soundings_app")

    assert len(await app.fetch("select from leak")) == 2
    assert await names(owner, OPEN_VIEWS) == ["leak"]
    assert await app.fetch("select from events_readable") == []


# Pitfall 3: a policy that reads by one rule and writes by another.
async def test_a_table_that_is_not_walled_is_found_until_it_is(owner: "Connection") -> None:
    assert await names(owner, OPEN_TABLES) == []

    for statement in (
        "create table notes (tenant_id uuid not null primary key)",
        "alter table notes enable row level security",
        "alter table notes force row level security",
        "create policy tenant_wall on notes using (tenant_id = (select current_tenant())) with check (true)",
    ):
        await owner.execute(statement)
        assert await names(owner, OPEN_TABLES) == ["notes"]
    await owner.execute("select wall_table('notes')")
    assert await names(owner, OPEN_TABLES) == []


async def test_a_door_beside_the_wall_is_found(owner: "Connection") -> None:
    await owner.execute("create policy everybody on people to soundings_app using (true)")

    assert await names(owner, OPEN_TABLES) == ["people"]


async def test_wall_table_takes_and_gives_what_it_is_told(owner: "Connection", app: "Connection") -> None:
    await owner.execute("create table notes (tenant_id uuid not null primary key)")
    await owner.execute("select wall_table('notes')")
    async with inside(app, OURS):
        await app.execute("insert into notes values ($1)", OURS)
    await owner.execute("select wall_table('notes', requests => 'select', workers => '')")

    async with inside(app, OURS):
        left = await app.fetch("select tenant_id from notes")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with inside(app, OURS):
            await app.execute("delete from notes")
    workers = await owner.fetchval("select has_table_privilege('soundings_worker', 'notes', 'select')")

    assert [row["tenant_id"] for row in left] == [OURS]
    assert workers is False


# Pitfall 4: an operator that could leak is asked after the wall, so that an index for it is of no use.
async def test_no_table_relies_on_an_index_that_does_not_work_behind_a_wall(owner: "Connection") -> None:
    assert await names(owner, UNUSABLE_INDEXES) == []

    await owner.execute("create index by_content on journeys using gin (line jsonb_path_ops)")

    assert await names(owner, UNUSABLE_INDEXES) == ["by_content"]


async def test_what_requests_ask_of_the_lists_still_goes_by_their_indexes(
    owner: "Connection", app: "Connection"
) -> None:
    await owner.execute(MANY, [OURS, THEIRS])
    await owner.execute("analyze journeys")
    for setting, value in GENERIC_PLAN_SETTINGS.items():
        await app.execute(f"set {setting} = {value}")
    await app.execute(f"prepare page as {SELECT_PAGE}")
    await app.execute(f"prepare desk as {SELECT_DESK}")
    await app.execute(f"prepare programmes as {SELECT_ALL}")
    await app.execute(f"prepare enrolments as {SELECT_ENROLMENTS}")

    page = await plan(app, f"execute page ('{OURS}', null, null, 10)")
    desk = await plan(app, f"execute desk ('{OURS}', null, false, 10, 'infinity')")
    programmes = await plan(app, f"execute programmes ('{OURS}')")
    enrolments = await plan(app, f"execute enrolments ('{OURS}')")

    assert "using journeys_started_idx" in page
    assert "using journeys_started_idx" in desk
    assert "on programmes_pkey" in programmes
    assert "using stored_events_enrolments_idx" in enrolments
    assert "Seq Scan" not in page + desk + programmes + enrolments


# Pitfall 5: a setting of the session reaches the next who borrows the connection.
async def test_the_next_borrower_of_a_connection_is_in_no_organisation(pool: "Pool") -> None:
    async with tenant_tx(pool, OURS) as connection:
        first, set_to = connection.get_server_pid(), await connection.fetchval(SETTING)
    async with pool.acquire() as connection:
        next_one, left = connection.get_server_pid(), await connection.fetchval(SETTING)

    assert first == next_one
    assert (set_to, left) == (str(OURS), "")


@pytest.mark.parametrize("end", [RuntimeError, asyncio.CancelledError])
async def test_the_next_borrower_is_in_none_however_the_one_before_ended(
    pool: "Pool", end: type[BaseException]
) -> None:
    with pytest.raises(end):
        async with tenant_tx(pool, THEIRS):
            raise end

    async with pool.acquire() as connection:
        assert await connection.fetchval(SETTING) == ""
        assert connection.is_in_transaction() is False


async def test_a_transaction_cut_off_in_the_middle_of_a_statement_leaves_nothing(pool: "Pool") -> None:
    async def slowly() -> None:
        async with tenant_tx(pool, THEIRS) as connection:
            await connection.execute("select pg_sleep(20)")

    task = asyncio.create_task(slowly())
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.wait([task])

    async with tenant_tx(pool, OURS) as connection:
        assert await connection.fetchval(SETTING) == str(OURS)
    async with pool.acquire() as connection:
        assert await connection.fetchval(SETTING) in {None, ""}


async def test_two_at_once_are_each_in_their_own_organisation(owner: "Connection", pool: "Pool") -> None:
    async def found(tenant_id: UUID) -> set[UUID]:
        async with tenant_tx(pool, tenant_id) as connection:
            return {row["tenant_id"] for row in await connection.fetch("select tenant_id from people")}

    asked = [OURS, THEIRS] * 20
    answers = await asyncio.gather(*map(found, asked))

    assert answers == [{tenant_id} for tenant_id in asked]


async def test_the_roles_of_the_service_own_nothing_and_have_no_powers(owner: "Connection") -> None:
    powers = {row[0]: row[1] for row in await owner.fetch(POWERS)}

    assert powers == dict.fromkeys(("soundings_app", "soundings_worker", "soundings_log"), False)
    assert await names(owner, MEMBERS) == [0]
    assert await names(owner, OWNED) == []
    assert await names(owner, MAY_MAKE) == [False] * 3


async def test_a_function_that_lends_rights_runs_as_no_owner_and_not_for_everybody(
    owner: "Connection",
) -> None:
    lent = await owner.fetch(LENT)

    for function in lent:
        assert function["runs_as"] in {"soundings_worker", "soundings_log"}, function["name"]
        assert (function["names"], function["anybody"]) == ("search_path=public, pg_temp", False), function[
            "name"
        ]
    of_the_log = {one["name"]: one["requests"] for one in lent if one["runs_as"] == "soundings_log"}
    assert {"append_batch", "append_one"} <= of_the_log.keys()
    assert [name for name, requests in of_the_log.items() if requests] == ["receipts_of", "stream_of"]


async def test_a_lent_function_means_the_same_whatever_names_its_caller_puts_in_the_way(
    database: str, owner: "Connection"
) -> None:
    async with acting_as(database, "soundings_app") as app:
        await app.execute("create temp table stored_events (like public.stored_events)")
        await app.execute("set search_path = pg_temp, public")
        theirs = await owner.fetchval("select originator_id from stored_events where tenant_id = $1", THEIRS)

        async with inside(app, THEIRS):
            found = await app.fetch("select * from public.stream_of($1, $2, -1)", THEIRS, theirs)

    assert len(found) == 1
