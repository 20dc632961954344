"""Read models made anew beside those that are read: nobody waits, nobody sees half, and every way leads to the same lines."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any
from uuid import UUID

import pytest

from service.postgres.connections import tenant_tx
from service.read_models import rebuild as rebuilding
from service.read_models.digest import read_model_digest
from service.read_models.parked import parked_streams
from service.read_models.rebuild import Rebuilder
from service.read_models.rebuild_requests import (
    ask_for_rebuild,
    begin_rebuild_anew,
    cancel_rebuild,
    last_rebuild,
)
from service.read_models.shadow import TABLES
from service.system_ids import LOCAL_TENANT
from tests.application.commands import begun, discover, submit
from tests.read_models.test_parked import World, opened
from tests.rebuilding import rebuild

SPOIL = "update journeys set line = jsonb_set(line, '{roles_known}', '77')"


@pytest.fixture
async def world(database: str) -> AsyncIterator[World]:
    async with opened(database) as world, world.projector.run_in_background():
        yield world


async def some_journeys(world: World, count: int = 6) -> list[UUID]:
    """Journeys of several lengths, the read models being up to date."""
    ids = [await begun(world.journeys, *(discover() for _ in range(number))) for number in range(count)]
    await world.line(ids[-1])
    return ids


async def digest(world: World) -> str:
    assert await world.projector.wait_for(await world.log.head(), 10)
    return (await read_model_digest(world.pool))[1]


def rebuilder_of(world: World, database: str) -> Rebuilder:
    return Rebuilder(database, world.log, world.pool)


async def test_what_was_spoilt_is_mended_and_the_rest_is_not_written(world: World, database: str) -> None:
    await some_journeys(world)
    before = await digest(world)
    kept = "select xmin::text from journeys order by journey_id"
    [spoilt, *others] = await world.owner.fetch(kept)
    await world.owner.execute(
        f"{SPOIL} where journey_id = (select min(journey_id::text)::uuid from journeys)"
    )
    await world.owner.execute(
        "delete from journeys where journey_id = (select max(journey_id::text)::uuid from journeys)"
    )
    assert await digest(world) != before

    found = await rebuild(database, world.log, world.pool)

    rows = await world.owner.fetch(kept)
    assert await digest(world) == before
    assert rows[1:-1] == others[:-1]
    assert rows[0] != spoilt
    assert found.events == await world.log.head()


async def test_it_is_exchanged_under_load_and_no_reader_waits_or_fails(world: World, database: str) -> None:
    ids = await some_journeys(world)
    await world.owner.execute(SPOIL)
    answers: list[float] = []
    going_on = True

    async def read() -> None:
        while going_on:
            began = asyncio.get_running_loop().time()
            async with tenant_tx(world.pool, LOCAL_TENANT) as connection:
                assert await connection.fetchval("select count(*) from journeys") >= len(ids)
            answers.append(asyncio.get_running_loop().time() - began)

    async def record() -> None:
        while going_on:
            await submit(world.journeys, ids[len(answers) % len(ids)], discover())

    others = [asyncio.create_task(read()), asyncio.create_task(record())]
    await rebuild(database, world.log, world.pool)
    await asyncio.sleep(0.2)
    going_on = False
    await asyncio.gather(*others)
    made = await digest(world)
    await rebuild(database, world.log, world.pool)

    assert len(answers) > 20
    assert max(answers) < 1
    assert await digest(world) == made


async def test_only_streams_with_later_events_are_made_anew(world: World, database: str) -> None:
    first, *_, last = await some_journeys(world)
    position = await world.log.head()
    await submit(world.journeys, last, discover())
    await world.line(last)
    await world.owner.execute(SPOIL)

    found = await rebuild(database, world.log, world.pool, from_position=position)

    spoilt, mended = await world.line(first), await world.line(last)
    assert (spoilt and spoilt.roles_known, mended and mended.roles_known) == (77, 6)
    assert found.events == 7


def at_the_first_batch(
    monkeypatch: pytest.MonkeyPatch, act: Callable[[], Coroutine[Any, Any, object]]
) -> list[int]:
    """Has something done once, in the middle of a rebuild, which takes small batches; the list has an entry for each session."""
    monkeypatch.setattr(rebuilding, "BATCH_SIZE", 4)
    monkeypatch.setattr(rebuilding, "NEARLY_THERE", 0)
    monkeypatch.setattr(rebuilding, "NOTE_SECONDS", 0.0)
    sessions: list[int] = []
    take = rebuilding.Making.take_some

    async def take_and_act(self: rebuilding.Making, upto: int) -> bool:
        went_on = await take(self, upto)
        if id(self) not in sessions:
            sessions.append(id(self))
            if len(sessions) == 1:
                await act()
        return went_on

    monkeypatch.setattr(rebuilding.Making, "take_some", take_and_act)
    return sessions


async def test_one_that_is_cancelled_leaves_everything_and_the_next_one_ends_the_same(
    world: World, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await some_journeys(world)
    before = await digest(world)
    await world.owner.execute(SPOIL)
    at_the_first_batch(monkeypatch, lambda: cancel_rebuild(world.pool))
    assert await ask_for_rebuild(world.pool, asked_by="test", from_position=0)
    assert await ask_for_rebuild(world.pool, asked_by="test", from_position=0) is None

    assert not await rebuilder_of(world, database).run_once()
    last = await last_rebuild(world.pool)
    assert last
    assert last.state == "cancelled"
    assert await world.owner.fetchval("select count(*) from journeys where line->>'roles_known' = '77'") == 6

    await rebuild(database, world.log, world.pool)
    assert await digest(world) == before


async def test_one_whose_process_ended_is_taken_up_by_the_next_leader(
    world: World, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await some_journeys(world)
    before = await digest(world)
    await world.owner.execute(SPOIL)
    assert await ask_for_rebuild(world.pool, asked_by="test", from_position=0)
    reached = asyncio.Event()

    async def stop_here() -> None:
        reached.set()
        await asyncio.Event().wait()

    at_the_first_batch(monkeypatch, stop_here)
    killed = asyncio.create_task(rebuilder_of(world, database).run_once())
    await reached.wait()
    killed.cancel()
    await asyncio.wait([killed])

    assert await rebuilder_of(world, database).run_once()
    assert await digest(world) == before


async def test_what_is_overwritten_meanwhile_makes_it_begin_anew(
    world: World, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await some_journeys(world)
    before = await digest(world)

    async def overwrite() -> None:
        async with world.pool.acquire() as connection:
            await begin_rebuild_anew(connection)

    sessions = at_the_first_batch(monkeypatch, overwrite)
    await rebuild(database, world.log, world.pool)

    assert len(sessions) == 2
    assert await digest(world) == before


async def test_a_journey_erased_meanwhile_does_not_come_back(
    world: World, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    erased, *_ = await some_journeys(world)

    async def erase() -> None:
        state = b'{"type":"JourneyErased","happened_on":"2026-01-13"}'
        await world.odd(erased, 99, "JourneyErased", state)
        assert await world.projector.wait_for(await world.log.head(), 10)

    at_the_first_batch(monkeypatch, erase)
    await rebuild(database, world.log, world.pool)

    assert await world.line(erased) is None


async def test_streams_that_cannot_be_taken_are_parked_and_unparked_with_the_exchange(
    world: World, database: str
) -> None:
    readable, odd, _ = await some_journeys(world, 3)
    await world.odd(odd, 3)
    assert (await world.parked()).keys() == {odd}
    await world.owner.execute("update parked_streams set stream_id = $1", readable)

    await rebuild(database, world.log, world.pool)

    assert {one.stream_id: one.version for one in await parked_streams(world.pool)} == {odd: 3}


async def test_an_estimate_changes_nothing(world: World, database: str) -> None:
    await some_journeys(world)
    await world.owner.execute(SPOIL)
    before = await digest(world)

    events, rate = await rebuilder_of(world, database).estimate(1)

    assert events == await world.log.head()
    assert rate > 0
    assert await digest(world) == before


async def test_every_table_of_the_exchange_has_its_key(world: World) -> None:
    keys = """
    select relname::text as name, array_agg(a.attname::text order by array_position(i.indkey, a.attnum)) as key
    from pg_index i join pg_class c on c.oid = i.indrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
    where i.indisprimary and c.relnamespace = 'public'::regnamespace group by 1
    """
    found = {row["name"]: tuple(row["key"]) for row in await world.owner.fetch(keys)}

    assert {table.name: found[table.name] for table in TABLES} == {
        table.name: ("tenant_id", *table.key) for table in TABLES
    }
