"""What takes long is done in threads, and the one of very long journeys lets others go first."""

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest

from service.application import long_work
from service.application.long_work import LONG, VERY_LONG, LongWork


@pytest.fixture
def works() -> Iterator[LongWork]:
    made = LongWork()
    yield made
    made.close()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the thread paused, each time."""
    seen = list[float]()
    sleep = time.sleep

    def counted(seconds: float) -> None:
        seen.append(seconds)
        sleep(seconds)

    monkeypatch.setattr(time, "sleep", counted)
    return seen


def one(number: int) -> int:
    return number


def work() -> tuple[int, str]:
    """Calls a function often. Returns the sum, and the thread it was done in."""
    return sum(one(number) for number in range(1000)), threading.current_thread().name.rpartition("_")[0]


DONE = sum(range(1000))


@pytest.mark.parametrize(
    ("events", "thread"), [(LONG - 1, ""), (LONG, "long"), (VERY_LONG - 1, "long"), (VERY_LONG, "very-long")]
)
async def test_the_longer_a_journey_the_further_off_it_is_worked_on(
    works: LongWork, events: int, thread: str
) -> None:
    assert await works.run(events, work) == (DONE, thread)


async def test_a_very_long_journey_pauses_while_others_are_answered(
    works: LongWork, pauses: list[float]
) -> None:
    with works.answering():
        done = await asyncio.create_task(unrequested(works))

    assert done == (DONE, "very-long")
    assert pauses


async def test_without_others_it_does_not_pause(works: LongWork, pauses: list[float]) -> None:
    with works.answering():
        first = await works.run(VERY_LONG, work)
        both = await asyncio.gather(works.run(VERY_LONG, work), works.run(VERY_LONG, work))

    assert [first, *both] == [(DONE, "very-long")] * 3
    assert pauses == []


async def test_a_request_that_has_waited_for_the_thread_is_counted_again(
    works: LongWork, pauses: list[float]
) -> None:
    with works.answering():
        await asyncio.gather(works.run(VERY_LONG, work), works.run(VERY_LONG, work))
        before = len(pauses)
        await asyncio.create_task(unrequested(works))

    assert before == 0
    assert pauses


async def test_work_that_fails_leaves_the_count_right(works: LongWork, pauses: list[float]) -> None:
    def fails() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), works.answering():
        await works.run(VERY_LONG, fails)
    await works.run(VERY_LONG, work)

    assert pauses == []


async def unrequested(works: LongWork) -> tuple[int, str]:
    """Work for nobody who is being answered, such as that of a job."""
    token = long_work.REQUEST.set(None)
    try:
        return await works.run(VERY_LONG, work)
    finally:
        long_work.REQUEST.reset(token)
