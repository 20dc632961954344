"""A stream that cannot be taken stands still, and no other: it is listed, tried again in order, and an event of it can be left out."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from projections.caseload.state import CaseloadEntry
from service.application.journeys import Journeys
from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import open_worker_pool
from service.read_models.caseload import Caseload
from service.read_models.parked import (
    parked_streams,
    retry_parked,
    skip_events,
    skipped_events,
    unskip_events,
)
from service.read_models.projector import Projector
from service.read_models.retry import ParkedRetry
from service.read_models.versions import PROJECTION_NAME
from service.system_ids import LOCAL_TENANT
from tests.application.commands import begun, discover, submit
from tests.forked import Forked

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

ODD = "insert into stored_events (originator_id, originator_version, topic, state) values ($1, $2, $3, $4)"
ENERGY = b'{"type":"EnergyRated","happened_on":"2026-01-12","rating":%d}'
TERMINATE = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"


class World:
    """A log with its read models, and a hand of the owner's on both."""

    def __init__(self, log: PostgresEventLog, pool: "WorkerPool", owner: "asyncpg.Connection[Any]") -> None:
        self.log, self.pool, self.owner = log, pool, owner
        self.journeys = Journeys(log, sealing=None)
        self.projector = Projector(log, pool, first_pause=0.05)
        self.retry = ParkedRetry(log, pool)

    async def line(self, journey_id: UUID) -> CaseloadEntry | None:
        """What is listed of a journey, once the list has caught up."""
        assert await self.projector.wait_for(await self.log.head(), 10), self.projector.failure
        page = await Caseload(self.pool).page(None, 1000, tenant_id=LOCAL_TENANT)
        return next((case for case in page.cases if case.journey_id == journey_id), None)

    async def parked(self) -> Mapping[UUID, tuple[int, str]]:
        assert await self.projector.wait_for(await self.log.head(), 10), self.projector.failure
        return {one.stream_id: (one.version, one.fault) for one in await parked_streams(self.pool)}

    async def odd(self, stream: UUID, version: int, topic: str = "Nonsense", state: bytes = b"{}") -> None:
        await self.owner.execute(ODD, stream, version, topic, state)


@asynccontextmanager
async def opened(database: str) -> AsyncIterator[World]:
    async with PostgresEventLog.connect(database, poll=0.2) as log:
        pool, owner = await open_worker_pool(database, 3), await asyncpg.connect(database)
        try:
            yield World(log, pool, owner)
        finally:
            await owner.close()
            pool.terminate()


@pytest.fixture
async def world(database: str) -> AsyncIterator[World]:
    async with opened(database) as world, world.projector.run_in_background():
        yield world


async def test_an_event_that_is_left_out_lets_the_stream_go_on_with_what_follows(world: World) -> None:
    journey_id = await begun(world.journeys, discover())
    await world.odd(journey_id, 3)
    await world.odd(journey_id, 4, "EnergyRated", ENERGY % 8)
    assert await world.parked() == {journey_id: (3, "UnknownTopic")}

    assert await skip_events(world.pool, [journey_id], None, "kari") == 1
    assert await world.retry.run_once() == 1
    line = await world.line(journey_id)
    await world.odd(journey_id, 5, "EnergyRated", ENERGY % 2)
    later = await world.line(journey_id)

    assert line
    assert (line.version, line.energy, line.roles_known) == (4, 8, 1)
    assert later
    assert (later.version, later.energy) == (5, 2)
    assert await world.parked() == {}
    [skipped] = await skipped_events(world.pool)
    assert (skipped.stream_id, skipped.version, skipped.skipped_by) == (journey_id, 3, "kari")


async def test_an_event_that_is_taken_in_again_stops_the_stream_again(world: World) -> None:
    journey_id = await begun(world.journeys)
    await world.odd(journey_id, 2)
    await world.parked()
    await skip_events(world.pool, None, None, "kari")
    await world.retry.run_once()
    assert await world.parked() == {}

    assert await unskip_events(world.pool, journey_id, None) == 1
    assert await world.retry.run_once() == 0

    assert await world.parked() == {journey_id: (2, "UnknownTopic")}
    line = await world.line(journey_id)
    assert line
    assert line.version == 1


async def test_what_stands_still_is_tried_again_in_order_once_it_can_be_read(world: World) -> None:
    journey_id = await begun(world.journeys)
    await world.odd(journey_id, 2)
    await world.odd(journey_id, 3, "EnergyRated", ENERGY % 3)
    await world.parked()
    # As newer code reads it.
    known = "update stored_events set topic = 'EnergyRated', state = $2 where originator_id = $1 and topic = 'Nonsense'"
    await world.owner.execute(known, journey_id, ENERGY % 9)
    assert await world.retry.run_once() == 0

    assert await retry_parked(world.pool, [uuid4()]) == 0
    assert await retry_parked(world.pool, [journey_id]) == 1
    assert await world.retry.run_once() == 1

    line = await world.line(journey_id)
    assert line
    assert (line.version, line.energy) == (3, 3)


async def test_tries_come_at_growing_intervals(world: World) -> None:
    journey_id = await begun(world.journeys)
    await world.odd(journey_id, 2)
    await world.parked()
    pauses = []
    for _ in range(9):
        await retry_parked(world.pool, None)
        await world.retry.run_once()
        [one] = await parked_streams(world.pool)
        assert one.next_try_at
        now = await world.owner.fetchval("select clock_timestamp()")
        pauses.append(round((one.next_try_at - now).total_seconds() / 60))

    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60, 60]


@pytest.mark.parametrize(
    ("topic", "state"),
    [
        ("ProgrammeOpened", b'{"type":"ProgrammeOpened","name":"x\\u0000"}'),
        ("StudySubmitted", b'{"type":"StudySubmitted"}'),
        ("ConsentGiven", b'{"type":"ConsentGiven","purpose":"research"}'),
        ("JourneyEnrolled", b'{"type":"JourneyEnrolled","journey_id":"nobody"}'),
    ],
)
async def test_an_odd_event_of_any_kind_holds_up_no_other_stream(
    world: World, topic: str, state: bytes
) -> None:
    odd, sound = uuid4(), await begun(world.journeys)
    await world.odd(odd, 1, topic, state)
    await submit(world.journeys, sound, discover())
    line = await world.line(sound)

    assert line
    assert line.version == 2
    assert world.projector.failure is None
    assert {stream: version for stream, (version, _) in (await world.parked()).items()} == {odd: 1}


async def test_a_value_that_the_database_refuses_is_found_among_many(world: World) -> None:
    ids = [await begun(world.journeys) for _ in range(3)]
    started = await world.owner.fetchval("select state from stored_events where originator_id = $1", ids[0])
    broken = uuid4()
    await world.owner.execute(
        ODD, broken, 1, "JourneyStarted", bytes(started).replace(b'"Ans"', b'"A\\u0000s"')
    )
    for journey_id in ids:
        await world.odd(journey_id, 2, "EnergyRated", ENERGY % 4)

    lines = [await world.line(journey_id) for journey_id in ids]

    assert [line.version for line in lines if line] == [2, 2, 2]
    assert (await world.parked()).keys() == {broken}


async def test_an_erased_stream_is_on_no_list(world: World) -> None:
    journey_id = await begun(world.journeys)
    await world.odd(journey_id, 2)
    await world.parked()
    await skip_events(world.pool, [journey_id], 7, "kari")

    await world.odd(journey_id, 3, "JourneyErased", b'{"type":"JourneyErased","happened_on":"2026-01-13"}')
    await world.parked()

    assert await parked_streams(world.pool) == []
    assert await skipped_events(world.pool) == []


def project_until_death(database: str, deadly: int) -> None:
    """A projector in a process that dies with one event, as with a fault of the machine code beneath it."""

    async def project() -> None:
        async with opened(database) as world:
            models = world.projector._read_models
            readable = models._readable

            def die(rows: Any) -> Any:
                if any(row.id == deadly for row in rows):
                    os._exit(9)
                return readable(rows)

            models._readable = die  # type: ignore[method-assign]
            async with world.projector.run_in_background():
                assert await world.projector.wait_for(await world.log.head(), 20), world.projector.failure

    asyncio.run(project())


async def status_of(database: str, deadly: int) -> int:
    with Forked(project_until_death, database, deadly) as process:
        return await asyncio.to_thread(process.wait)


@pytest.mark.slow
async def test_an_event_with_which_three_processes_died_is_parked_and_all_others_are_taken(
    database: str,
) -> None:
    async with opened(database) as world:
        first, deadly, last = [await begun(world.journeys, discover()) for _ in range(3)]
        position = await world.owner.fetchval(
            "select notification_id from stored_events where originator_id = $1 and originator_version = 2",
            deadly,
        )
        ended = [await status_of(database, position) for _ in range(4)]
        parked = {one.stream_id: one for one in await parked_streams(world.pool)}
        page = await Caseload(world.pool).page(None, 9, tenant_id=LOCAL_TENANT)
        versions = {case.journey_id: case.version for case in page.cases}

        assert ended == [9, 9, 9, 0]
        assert parked.keys() == {deadly}
        assert (parked[deadly].version, parked[deadly].fault) == (2, "ProcessDied")
        assert parked[deadly].next_try_at is None
        assert versions == {first: 2, deadly: 1, last: 2}


async def test_processes_that_die_without_anything_in_hand_park_nothing(database: str) -> None:
    async with opened(database) as world:
        for _ in range(4):
            async with world.projector.run_in_background():
                assert await world.projector.wait_for(await world.log.head(), 10)
            world.projector = Projector(world.log, world.pool, first_pause=0.05)
        journey_id = await begun(world.journeys)
        async with world.projector.run_in_background():
            assert await world.line(journey_id)
        assert await parked_streams(world.pool) == []


async def test_a_database_that_goes_away_again_and_again_parks_nothing(world: World) -> None:
    for _ in range(5):
        await begun(world.journeys)
        await world.owner.fetch(TERMINATE)
    journey_id = await begun(world.journeys)

    assert await world.line(journey_id)
    assert await world.parked() == {}


async def test_what_is_in_hand_is_put_down_in_the_same_transaction(world: World) -> None:
    await begun(world.journeys)
    await world.parked()

    assert await world.owner.fetch("select * from events_in_hand where reader = $1", PROJECTION_NAME) == []
