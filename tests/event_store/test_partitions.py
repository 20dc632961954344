"""Our tables can be spread over machines by organisation: each takes hash partitions of `tenant_id` as it is."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import asyncpg
import pytest

from tests.event_store.two_organisations import acting_as

if TYPE_CHECKING:
    from asyncpg import Record

    Connection = asyncpg.Connection[Record]

pytestmark = pytest.mark.slow

SPANNING = [
    "attempts",
    "events_in_hand",
    "heartbeats",
    "invariant_runs",
    "leadership",
    "ledger_binding",
    "notification_tracking",
    "rebuilds",
    "schema_migrations",
    "stored_events",
    "stored_snapshots",
]
"""What one machine, one cell, keeps for itself: the library's log, and what belongs to no organisation yet."""

TABLES = """
select relname::text as name from pg_class
where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> all ($1) order by 1
"""
FOREIGN_KEYS = """
select c.relname::text as table, k.conname::text as name, pg_get_constraintdef(k.oid) as definition
from pg_constraint k join pg_class c on c.oid = k.conrelid
where k.contype = 'f' and c.relnamespace = 'public'::regnamespace and c.relname <> all ($1)
"""
WITHOUT_TENANT = """
select relname::text from pg_class c
where relnamespace = 'public'::regnamespace and relkind = 'r'
  and not exists (select from pg_attribute where attrelid = c.oid and attname = 'tenant_id' and attnotnull)
order by 1
"""
TENANT_NOT_FIRST = """
select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid
join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
where c.relnamespace = 'public'::regnamespace and c.relname <> all ($1) and i.indisunique and a.attname <> 'tenant_id'
"""
FAR = "set search_path = far"


@pytest.fixture
async def owner(database: str) -> AsyncIterator["Connection"]:
    async with acting_as(database, "none") as connection:
        await connection.execute("create schema far")
        yield connection


async def spread(owner: "Connection") -> list[str]:
    """Make a twin of each of our tables, in four partitions, with its keys; which twins there are."""
    tables = [row["name"] for row in await owner.fetch(TABLES, SPANNING)]
    keys = await owner.fetch(FOREIGN_KEYS, SPANNING)
    for name in tables:
        await owner.execute(
            f"create table far.{name} (like public.{name} including all) partition by hash (tenant_id)"
        )
        for part in range(4):
            await owner.execute(
                f"create table far.{name}_{part} partition of far.{name} for values with (modulus 4, remainder {part})"
            )
    # Read before the path was set, so that the names in them mean the twins now.
    await owner.execute(FAR)
    for key in keys:
        await owner.execute(
            f"alter table far.{key['table']} add constraint {key['name']} {key['definition']}"
        )
    return tables


async def test_every_table_of_ours_can_be_spread_by_organisation(owner: "Connection") -> None:
    spread_out = await spread(owner)

    assert {"commands", "journeys", "programmes", "people", "subject_keys"} <= set(spread_out)


async def test_only_the_log_spans_organisations(owner: "Connection") -> None:
    without = [row[0] for row in await owner.fetch(WITHOUT_TENANT)]

    assert without == [name for name in SPANNING if name != "stored_events"]


async def test_the_organisation_comes_first_in_every_key(owner: "Connection") -> None:
    assert await owner.fetch(TENANT_NOT_FIRST, SPANNING) == []


@pytest.mark.parametrize(
    "columns",
    [
        "tenant_id uuid not null, note_id uuid primary key",
        "tenant_id uuid not null primary key, called text unique",
        "tenant_id uuid not null, called text, exclude using btree (called with =)",
        "note_id uuid primary key",
    ],
)
async def test_a_key_without_the_organisation_is_found(owner: "Connection", columns: str) -> None:
    await owner.execute(f"create table notes ({columns})")

    with pytest.raises(asyncpg.PostgresError, match=r"partition"):
        await spread(owner)


async def test_a_reference_out_of_the_organisation_is_found(owner: "Connection") -> None:
    await owner.execute("create unique index events_by_id on stored_events (command_id)")
    await owner.execute(
        "create table notes (tenant_id uuid not null, cause uuid references stored_events (command_id))"
    )

    with pytest.raises(asyncpg.PostgresError, match="stored_events"):
        await spread(owner)
