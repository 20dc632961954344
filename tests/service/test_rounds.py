"""What a service does again and again: it goes on after a failure, says what is wrong, and ends with the service."""

import asyncio

import pytest

from service.jobs.periodic_task import PeriodicTask


class Work:
    """Fails as often as it is told to."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.done = 0
        self.troubled: list[str | None] = []
        self.rounds = PeriodicTask("work", self.make, 0)

    async def make(self) -> None:
        self.troubled.append(self.rounds.trouble)
        if self.failures:
            raise self.failures.pop(0)
        self.done += 1


async def test_it_goes_on_after_a_failure_and_is_well_again(caplog: pytest.LogCaptureFixture) -> None:
    work = Work(ValueError("Anna's secret"), OSError())

    async with work.rounds.run_in_background():
        while work.done < 2:
            await asyncio.sleep(0)

    assert work.troubled[:4] == [None, "ValueError", "OSError", None]
    assert work.rounds.trouble is None
    assert [one.getMessage() for one in caplog.records] == ["work: ValueError", "work: OSError"]


async def test_it_ends_with_the_service() -> None:
    work = Work()
    async with work.rounds.run_in_background():
        await asyncio.sleep(0.01)
    done = work.done

    await asyncio.sleep(0.01)

    assert work.done == done > 0
