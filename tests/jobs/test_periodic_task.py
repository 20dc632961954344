"""What a service does again and again: it goes on after a failure, says what is wrong, and ends with the service."""

import asyncio

import pytest

from service.jobs.periodic_task import PeriodicTask


class Work:
    """Fails as often as it is told to."""

    def __init__(self, *failures: BaseException) -> None:
        self.failures = list(failures)
        self.done = 0
        self.troubled: list[str | None] = []
        self.rounds = PeriodicTask("work", self.make, 0)

    async def make(self) -> None:
        self.troubled.append(self.rounds.failure)
        if self.failures:
            raise self.failures.pop(0)
        self.done += 1


async def test_it_goes_on_after_a_failure_and_is_well_again(caplog: pytest.LogCaptureFixture) -> None:
    work = Work(ValueError("Anna's secret"), asyncio.CancelledError())

    async with work.rounds.run_in_background():
        while work.done < 2:
            await asyncio.sleep(0)

    assert work.troubled[:4] == [None, "ValueError", "CancelledError", None]
    assert work.rounds.failure is None
    assert [one.getMessage() for one in caplog.records] == ["work: ValueError", "work: CancelledError"]


async def test_it_waits_before_the_first_run_and_does_its_last_at_the_end() -> None:
    done: list[str] = []

    async def run(what: str) -> None:
        done.append(what)

    task = PeriodicTask("work", lambda: run("run"), 0, first_after=3600, last=lambda: run("last"))
    async with task.run_in_background():
        await asyncio.sleep(0.01)

    assert done == ["last"]


async def test_what_is_left_to_do_is_logged_with_the_failure(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise OSError

    async with PeriodicTask("work", fail, 3600, backlog=lambda: "3 wait").run_in_background():
        await asyncio.sleep(0.01)

    assert [one.getMessage() for one in caplog.records] == ["work: 3 wait: OSError"]


async def test_it_ends_with_the_service() -> None:
    work = Work()
    async with work.rounds.run_in_background():
        await asyncio.sleep(0.01)
    done = work.done

    await asyncio.sleep(0.01)

    assert work.done == done > 0
