"""The checker of storms finds what it is there for, planted one by one; and what is sound it lets pass."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from service.event_store.postgres import PostgresEventLog
from tests.event_store.requests import append, command
from tests.faults.checker import SELECT_IDS, faults_of_log, watch_leaders
from tests.faults.load import Acknowledged

INSERT = """
insert into stored_events (originator_id, originator_version, topic, state, command_id, actor_id)
values ($1, $2, 'Noted', '{}', $3, $4)
"""


class World:
    """A log with some commands, what is known of them, and a reader that saw all of it."""

    def __init__(self, owner: "asyncpg.Connection[Any]") -> None:
        self.owner = owner
        self.known = Acknowledged()
        self.seen: list[int] = []

    async def found(self) -> list[str]:
        return await faults_of_log(self.owner, self.known, self.seen)

    async def insert(self, version: int, command_id: object = None) -> None:
        await self.owner.execute(INSERT, uuid4(), version, command_id, uuid4())
        self.seen = [row[0] for row in await self.owner.fetch(SELECT_IDS)]


@pytest.fixture
async def world(database: str) -> AsyncIterator[World]:
    owner = await asyncpg.connect(database)
    world = World(owner)
    async with PostgresEventLog.connect(database) as log:
        for _ in range(3):
            stream = uuid4()
            [first] = await log.append(append(stream, command(stream)))
            [second] = await log.append(append(stream, command(stream, at=1, events=2), at=1))
            for one in (first, second):
                world.known.versions[one.command_id] = (one.stream, one.version, one.position)
    world.seen = [row[0] for row in await owner.fetch(SELECT_IDS)]
    yield world
    await owner.close()


async def test_what_is_sound_passes(world: World) -> None:
    assert await world.found() == []


async def test_what_was_acknowledged_and_is_not_there_is_found(world: World) -> None:
    world.known.versions[uuid4()] = (uuid4(), 1, 99)

    [found] = await world.found()
    assert found.endswith("is not in the log")


async def test_what_stands_elsewhere_than_it_was_acknowledged_is_found(world: World) -> None:
    command_id, (stream, version, position) = next(iter(world.known.versions.items()))
    world.known.versions[command_id] = (stream, version + 1, position)

    [found] = await world.found()
    assert found.endswith("stands elsewhere than it was acknowledged")


async def test_a_hole_is_found(world: World) -> None:
    await world.insert(2)

    [found] = await world.found()
    assert found.endswith("has a hole")


async def test_what_is_recorded_twice_is_found(world: World) -> None:
    command_id, actor_id = uuid4(), uuid4()
    for _ in range(2):
        await world.owner.execute(INSERT, uuid4(), 1, command_id, actor_id)
    world.seen = [row[0] for row in await world.owner.fetch(SELECT_IDS)]

    [found] = await world.found()
    assert found.endswith("is in the log more than once")


async def test_what_a_reader_missed_or_saw_twice_is_found(world: World) -> None:
    del world.seen[2]
    missed = await world.found()
    world.seen.append(world.seen[0])

    assert missed == ["a reader missed 1 of 9 events"]
    assert len(await world.found()) == 2


async def test_what_somebody_writes_who_does_not_lead_is_noted(world: World) -> None:
    await watch_leaders(world.owner)
    await world.owner.execute("update leadership set process = 'ours', epoch = epoch + 1")
    await world.owner.execute("insert into notification_tracking values ('caseload.0', 0)")
    for process in ("ours", "theirs"):
        await world.owner.execute(f"set application_name = 'soundings work {process}'")
        await world.owner.execute("update notification_tracking set notification_id = notification_id + 1")

    sessions = await world.owner.fetch("select distinct what, session from storm_strays")
    assert [tuple(row) for row in sessions] == [("checkpoint", "soundings work theirs")]
