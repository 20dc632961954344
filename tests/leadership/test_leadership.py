"""One process leads: another takes over at once, whatever became of the first, and what a former leader still does counts for nothing."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import asyncpg
import pytest

from service.application.journeys import Journeys
from service.event_store.postgres import PostgresEventLog
from service.leadership.epoch import LEADER_EPOCH, acting_under
from service.leadership.leadership import Leadership
from service.postgres.connections import connect, open_worker_pool, translate_driver_errors, work_sessions_of
from service.postgres.errors import EpochPast
from service.read_models.checkpoints import advance_checkpoint, create_checkpoint, read_checkpoint
from service.read_models.progress import ReadModelProgress
from service.read_models.versions import PROJECTION_NAME
from tests.application.commands import start, submit
from tests.event_store.requests import append, command, simple
from tests.forked import fork_soundings

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

TAKES_OVER_WITHIN = 10.0
NAME = "reader"


class Work:
    """What a leader does, noted."""

    def __init__(self, dsn: str) -> None:
        self.leadership = Leadership(dsn)
        self.epochs: list[int | None] = []
        self.ended = 0

    @asynccontextmanager
    async def lead(self) -> AsyncIterator[None]:
        self.epochs.append(LEADER_EPOCH.get())
        try:
            yield
        finally:
            self.ended += 1


async def until(condition: Any, within: float = TAKES_OVER_WITHIN) -> float:
    """Seconds until a condition held, which is a function or a coroutine function."""
    began = time.monotonic()
    while True:
        held = condition()
        if await held if asyncio.iscoroutine(held) else held:
            return time.monotonic() - began
        assert time.monotonic() - began < within
        await asyncio.sleep(0.05)


@pytest.fixture
async def pool(database: str) -> "AsyncIterator[WorkerPool]":
    pool = await open_worker_pool(database, 2)
    yield pool
    pool.terminate()


@pytest.fixture
async def other(database: str) -> "AsyncIterator[asyncpg.Connection[Any]]":
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


async def new_epoch(other: "asyncpg.Connection[Any]") -> int:
    epoch: int = await other.fetchval("update leadership set epoch = epoch + 1 returning epoch")
    return epoch


async def test_one_leads_and_the_other_takes_over_when_it_ends(database: str) -> None:
    first, second = Work(database), Work(database)
    async with second.leadership.run_in_background(second.lead):
        epoch = second.leadership.epoch
        async with first.leadership.run_in_background(first.lead):
            assert (first.leadership.epoch, first.epochs) == (None, [])
            assert second.epochs == [epoch]
    assert second.leadership.epoch is None
    assert second.ended == 1

    async with first.leadership.run_in_background(first.lead):
        await until(lambda: first.leadership.epoch)
        assert first.epochs == [(epoch or 0) + 1]


async def test_a_leader_whose_session_is_ended_stops_and_leads_again_in_another_epoch(
    database: str, other: "asyncpg.Connection[Any]"
) -> None:
    work = Work(database)
    async with work.leadership.run_in_background(work.lead):
        [first] = work.epochs
        await other.fetch(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and application_name like 'soundings leader %'"
        )
        await until(lambda: len(work.epochs) == 2)

        assert work.ended == 1
        assert work.epochs == [first, (first or 0) + 1]
        await until(lambda: work.leadership.epoch == work.epochs[-1])


async def test_a_leader_stops_when_another_epoch_has_begun(
    database: str, other: "asyncpg.Connection[Any]"
) -> None:
    work = Work(database)
    async with work.leadership.run_in_background(work.lead):
        begun = await new_epoch(other)
        await until(lambda: work.ended == 1)
        await until(lambda: len(work.epochs) == 2)

    assert work.epochs[-1] == begun + 1


async def test_work_that_cannot_begin_is_tried_again_and_its_failure_told(database: str) -> None:
    tried = 0

    @asynccontextmanager
    async def fail() -> AsyncIterator[None]:
        nonlocal tried
        tried += 1
        if tried == 1:
            raise ValueError
        yield

    leadership = Leadership(database)
    async with leadership.run_in_background(fail):
        assert (leadership.epoch, leadership.failure) == (None, "ValueError")
        await until(lambda: leadership.epoch)
        assert leadership.failure is None


async def test_a_checkpoint_does_not_move_under_a_past_epoch(
    pool: "WorkerPool", other: "asyncpg.Connection[Any]"
) -> None:
    epoch = await new_epoch(other)
    async with pool.acquire() as connection:
        await create_checkpoint(connection, NAME)
        with acting_under(epoch):
            async with connection.transaction():
                await advance_checkpoint(connection, NAME, 0, 7)
        await new_epoch(other)
        with acting_under(epoch), pytest.raises(EpochPast), translate_driver_errors():
            async with connection.transaction():
                await advance_checkpoint(connection, NAME, 7, 9)

    assert await read_checkpoint(pool, NAME) == 7


async def test_the_next_epoch_waits_for_what_is_written_in_the_present_one(
    database: str, pool: "WorkerPool", other: "asyncpg.Connection[Any]"
) -> None:
    epoch = await new_epoch(other)
    async with pool.acquire() as connection:
        await create_checkpoint(connection, NAME)
        with acting_under(epoch):
            async with connection.transaction():
                await advance_checkpoint(connection, NAME, 0, 7)
                next_one = asyncio.create_task(new_epoch(other))
                await asyncio.sleep(0.2)
                assert not next_one.done()
    assert await next_one == epoch + 1


async def test_a_leader_that_stops_within_a_transaction_is_not_waited_for(
    database: str, pool: "WorkerPool", other: "asyncpg.Connection[Any]"
) -> None:
    epoch = await new_epoch(other)
    stopped = await connect(database, "soundings_worker")
    await create_checkpoint(pool, NAME)
    await stopped.execute("begin")
    with acting_under(epoch):
        await advance_checkpoint(stopped, NAME, 0, 7)
    async with asyncio.timeout(TAKES_OVER_WITHIN):
        await new_epoch(other)
    stopped.terminate()

    assert await read_checkpoint(pool, NAME) == 0


@pytest.mark.parametrize("commands", [1, 2])
async def test_nothing_is_appended_under_a_past_epoch(
    database: str, other: "asyncpg.Connection[Any]", commands: int
) -> None:
    epoch = await new_epoch(other)
    async with PostgresEventLog.connect(database) as log:
        of_leader, of_request = uuid4(), uuid4()
        with acting_under(epoch):
            await log.append(append(of_leader, *(command(of_leader, at=n) for n in range(commands))))
        head = await log.head()
        await new_epoch(other)
        with acting_under(epoch):
            late = asyncio.create_task(log.append(simple(of_leader, at=commands)))
            late_too = asyncio.create_task(log.append(simple()))
        timely = asyncio.create_task(log.append(simple(of_request)))
        outcomes = await asyncio.gather(late, late_too, timely, return_exceptions=True)

        assert [type(one) for one in outcomes[:2]] == [EpochPast, EpochPast]
        assert not isinstance(outcomes[2], BaseException)
        assert await log.head() == head + 1


async def test_whoever_waits_for_read_models_kept_elsewhere_sees_them_move(
    database: str, pool: "WorkerPool"
) -> None:
    async with PostgresEventLog.connect(database) as log:
        progress = ReadModelProgress(log, pool)
        assert not await progress.wait_for(5, 0.05)
        waiting = asyncio.create_task(progress.wait_for(5, 10))
        async with pool.acquire() as connection:
            await create_checkpoint(connection, PROJECTION_NAME)
            async with connection.transaction():
                await advance_checkpoint(connection, PROJECTION_NAME, 0, 6)
        assert await asyncio.wait_for(waiting, 0.4)
        assert progress.position == 6


class Workers:
    """Two workers in processes of their own."""

    def __init__(self, dsn: str, other: "asyncpg.Connection[Any]") -> None:
        self.dsn = dsn
        self.other = other

    async def leader(self) -> int:
        """The process that leads; 0 before any did."""
        pid: int = await self.other.fetchval("select pid from leadership")
        return pid

    async def sessions_of(self, process: str) -> int:
        """How many sessions there are in which that process does what works by itself."""
        number: int = await self.other.fetchval(
            "select count(*) from pg_stat_activity where application_name = $1", work_sessions_of(process)
        )
        return number

    async def lead_until_another_does(self, leader: int) -> float:
        async def has_changed() -> bool:
            return await self.leader() != leader

        return await until(has_changed)


@pytest.fixture
async def workers(database: str, other: "asyncpg.Connection[Any]", tmp_path: Any) -> AsyncIterator[Workers]:
    environment = {
        "DATABASE_URL": database,
        "SOUNDINGS_LEDGER": str(tmp_path / "erasures.jsonl"),
        "HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
    }
    with ExitStack() as stack:
        processes = [
            stack.enter_context(fork_soundings("worker", "--port", "0", environment=environment))
            for _ in range(2)
        ]
        for process in processes:
            while not (line := await asyncio.to_thread(process.stdout.readline)).startswith("Working"):
                assert line, "a worker ended before it worked"
        yield Workers(database, other)
        for process in processes:
            process.send_signal(signal.SIGCONT)
            process.send_signal(signal.SIGTERM)


@asynccontextmanager
async def recorded(workers: Workers) -> AsyncIterator[Iterator[int]]:
    """Journeys begin all the while; how many have."""
    began, going_on = 0, True
    async with PostgresEventLog.connect(workers.dsn) as log:
        journeys = Journeys(log, sealing=None)

        async def record() -> None:
            nonlocal began
            while going_on:
                await submit(journeys, uuid4(), start("Europe/Oslo"))
                began += 1
                await asyncio.sleep(0.02)

        task = asyncio.create_task(record())
        yield iter(lambda: began, -1)
        going_on = False
        await task


async def listed_all(workers: Workers, count: int) -> None:
    """Waits until all journeys are listed, once each, up to the head of the log."""

    async def has_all() -> bool:
        row = await workers.other.fetchrow(
            "select (select count(*) from journeys) as listed, (select max(notification_id) from stored_events) as head,"
            " (select notification_id from notification_tracking where application_name = $1) as position",
            PROJECTION_NAME,
        )
        return row is not None and row["listed"] == count and row["head"] == row["position"]

    await until(has_all)


@pytest.mark.slow
async def test_when_the_leading_worker_is_killed_the_other_leads(workers: Workers) -> None:
    leader = await workers.leader()
    async with recorded(workers) as began:
        await asyncio.sleep(0.5)
        os.kill(leader, signal.SIGKILL)
        took = await workers.lead_until_another_does(leader)
        await asyncio.sleep(0.5)
    await listed_all(workers, next(began))

    assert took < 5


@pytest.mark.slow
async def test_a_leader_that_was_stopped_does_nothing_more_when_it_goes_on(workers: Workers) -> None:
    leader = await workers.leader()
    former: str = await workers.other.fetchval("select process from leadership")
    async with recorded(workers) as began:
        await asyncio.sleep(0.5)
        assert await workers.sessions_of(former) > 0
        os.kill(leader, signal.SIGSTOP)
        await workers.lead_until_another_does(leader)
        successor = await workers.leader()
        await asyncio.sleep(0.5)
        sessions = await workers.sessions_of(former)
        os.kill(leader, signal.SIGCONT)
        await asyncio.sleep(3)
        assert await workers.leader() == successor
    await listed_all(workers, next(began))
    epochs = await workers.other.fetchval("select epoch from leadership")

    assert sessions == 0
    assert epochs == 2
