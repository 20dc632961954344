"""Long work that is asked for: it is done once, taken up again if its process ends, and can be cancelled."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from service.postgres.connections import open_pool, open_worker_pool, tenant_tx
from service.research.faults import INTERRUPTED, UNEXPECTED
from service.research.jobs import (
    MOST_ATTEMPTS,
    MOST_OPEN,
    JobError,
    JobFailed,
    JobRunner,
    ResearchJobs,
    RunningJob,
    TooManyJobs,
    UnknownJob,
    Work,
)
from service.research.storage.jobs import Job, JobLost, JobStore, end_within

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TENANT, OTHER, STUDY, RUTH, OLE = (UUID(int=one) for one in (0xA, 0xB, 0x5, 0x1, 0x2))
SOON = 0.05
"""Seconds of a lease, or between its renewals."""


class Queue:
    """A queue, and those who work on it."""

    def __init__(self, store: JobStore, workers: "WorkerPool") -> None:
        self.store, self.workers, self.woken = store, workers, 0
        seconds = count()
        self.jobs = ResearchJobs(store, now=lambda: NOW + timedelta(seconds=next(seconds)))
        self.jobs.on_asked(self._wake)
        self.begun: list[str] = []

    def _wake(self) -> None:
        self.woken += 1

    async def asked(self, content: str = "a", *, by: UUID = RUTH, tenant_id: UUID = TENANT) -> Job:
        return await self.jobs.ask(tenant_id, STUDY, "analysis", content, by=by)

    async def now(self, job: Job) -> Job:
        found = await self.jobs.find(job.tenant_id, job.job_id)
        assert found
        return found

    def runner(self, work: Work, lease: float = 5.0) -> JobRunner:
        async def noted(running: RunningJob) -> object:
            self.begun.append(running.job.content)
            return await work(running)

        return JobRunner(self.store, {"analysis": noted}, now=lambda: NOW, lease=lease, renewal=SOON)

    async def lease_ends(self) -> None:
        await self.workers.execute("update research_jobs set claimed_until = now() - interval '1 s'")


@pytest.fixture
async def queue(database: str) -> AsyncIterator[Queue]:
    pool, workers = await open_pool(database, 2), await open_worker_pool(database, 2)
    yield Queue(JobStore(pool, workers), workers)
    pool.terminate()
    workers.terminate()


async def nothing(_: RunningJob) -> None: ...


async def forever(_: RunningJob) -> None:
    await asyncio.sleep(60)


async def test_what_is_asked_is_done_once_the_oldest_first(queue: Queue) -> None:
    first = await queue.asked("a")
    await queue.asked("b", tenant_id=OTHER)
    await asyncio.gather(queue.runner(nothing).run_once(), queue.runner(nothing).run_once())

    assert queue.begun == ["a", "b"]
    assert (await queue.now(first)).state == "done"
    assert queue.woken == 2
    assert await queue.jobs.find(OTHER, first.job_id) is None


async def test_an_id_is_that_of_one_job(queue: Queue) -> None:
    first = await queue.asked("a")
    again = await queue.jobs.ask(TENANT, STUDY, "analysis", "a", by=RUTH, job_id=first.job_id)
    with pytest.raises(JobError, match="another job"):
        await queue.jobs.ask(TENANT, STUDY, "analysis", "a", by=OLE, job_id=first.job_id)

    assert again == first
    assert await queue.jobs.of_study(TENANT, STUDY, "analysis") == [first]


async def test_a_person_has_so_many_open_at_a_time(queue: Queue) -> None:
    jobs = [await queue.asked() for _ in range(MOST_OPEN)]
    with pytest.raises(TooManyJobs):
        await queue.asked()
    await queue.asked(by=OLE)
    await queue.jobs.cancel(TENANT, jobs[0].job_id, by=RUTH)
    await queue.asked()


async def test_progress_and_reasons_are_told(queue: Queue) -> None:
    told = asyncio.Event()

    async def fails(running: RunningJob) -> None:
        running.advance(3, 7)
        await told.wait()
        raise JobFailed("small", people=4)

    job = await queue.asked()
    running = asyncio.create_task(queue.runner(fails).run_once())
    while (found := await queue.now(job)).done == 0:
        await asyncio.sleep(SOON)
    told.set()
    await running

    assert (found.state, found.done, found.total) == ("running", 42, 100)
    failed = await queue.now(job)
    assert (failed.state, failed.reason, failed.arguments) == ("failed", "small", {"people": 4})


async def test_of_a_failure_that_nobody_foresaw_only_its_kind_is_kept(queue: Queue) -> None:
    async def breaks(_: RunningJob) -> None:
        raise ValueError("Kari's secret")

    job = await queue.asked()
    await queue.runner(breaks).run_once()
    assert ((await queue.now(job)).reason, (await queue.now(job)).arguments) == (UNEXPECTED, {})


async def test_what_is_cancelled_ends_at_once_and_leaves_nothing(queue: Queue) -> None:
    ended = asyncio.Event()

    async def stores(running: RunningJob) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    job, waiting = await queue.asked(), await queue.asked("b")
    running = asyncio.create_task(queue.runner(stores).run_once())
    while (await queue.now(job)).state == "waiting":
        await asyncio.sleep(SOON)
    with pytest.raises(JobError, match="only who asked"):
        await queue.jobs.cancel(TENANT, job.job_id, by=OLE)
    with pytest.raises(UnknownJob):
        await queue.jobs.cancel(OTHER, job.job_id, by=RUTH)
    await queue.jobs.cancel(TENANT, waiting.job_id, by=RUTH)
    assert (await queue.jobs.cancel(TENANT, job.job_id, by=RUTH)).state == "cancelled"
    await asyncio.wait_for(running, 10)

    assert ended.is_set()
    assert queue.begun == ["a"]
    assert (await queue.now(job)).state == "cancelled"


async def test_no_result_is_kept_of_what_was_cancelled_meanwhile(queue: Queue) -> None:
    async def stores_late(running: RunningJob) -> None:
        await queue.jobs.cancel(TENANT, running.job.job_id, by=RUTH)
        with pytest.raises(JobLost):
            async with tenant_tx(queue.store._pool, TENANT) as connection:
                await end_within(connection, running.job, NOW)
        raise JobLost

    job = await queue.asked()
    await queue.runner(stores_late).run_once()
    assert (await queue.now(job)).state == "cancelled"


async def test_a_job_of_a_process_that_ended_is_taken_up_again_so_many_times(queue: Queue) -> None:
    job = await queue.asked()
    for _ in range(MOST_ATTEMPTS):
        assert await queue.store.claim(uuid4(), ["analysis"], 60)
        assert await queue.store.claim(uuid4(), ["analysis"], 60) is None
        await queue.lease_ends()
    await queue.runner(nothing).run_once()

    assert queue.begun == []
    assert ((await queue.now(job)).state, (await queue.now(job)).reason) == ("failed", INTERRUPTED)


async def test_a_job_that_another_process_took_is_left_to_it(queue: Queue) -> None:
    job = await queue.asked()
    running = asyncio.create_task(queue.runner(forever, lease=60).run_once())
    while (await queue.now(job)).state == "waiting":
        await asyncio.sleep(SOON)
    await queue.lease_ends()
    taken = await queue.store.claim(uuid4(), ["analysis"], 60)
    await asyncio.wait_for(running, 10)

    assert taken
    assert (await queue.now(job)).claimed_by == taken.claimed_by


async def test_a_service_that_stops_gives_back_what_it_was_at(queue: Queue) -> None:
    job = await queue.asked()
    running = asyncio.create_task(queue.runner(forever).run_once())
    while (await queue.now(job)).state == "waiting":
        await asyncio.sleep(SOON)
    running.cancel()
    await asyncio.wait([running])

    found = await queue.now(job)
    assert (found.state, found.attempts) == ("waiting", 0)
