"""Heavy work in a process of its own: it reads through its parent, and ends with its limits, its parent, or when it is cancelled."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from service.research.child_process import (
    ChildEnded,
    Limits,
    OutOfMemory,
    OutOfTime,
    Parent,
    run_in_child,
)
from service.research.exports.study import Enrolled, SourceSummary

JOURNEYS = [uuid4() for _ in range(3)]


class Source:
    """Lines that are made up."""

    summary = SourceSummary(kind="study", position=7, last_on=date(2026, 11, 20))
    enrolled: Sequence[Enrolled] = [Enrolled(journey_id=one, agreed_on=date(2026, 11, 2)) for one in JOURNEYS]

    async def lines(self, journeys: Sequence[UUID]) -> AsyncIterator[bytes]:
        for one in journeys:
            yield one.bytes * 10_000

    def truth(self) -> Iterator[bytes]:
        return iter(())


def reads(parent: Parent, times: int) -> tuple[int, int]:
    async def size() -> int:
        found = 0
        for _ in range(times):
            found += sum(
                [len(one) async for one in parent.lines([one.journey_id for one in parent.enrolled])]
            )
            parent.advance(found, 0)
        return found

    return os.getpid(), asyncio.run(size())


def takes_memory(_: Parent) -> int:
    return len([bytearray(1024 * 1024) for _ in range(4096)])


def waits(_: Parent, noted: str = "") -> None:
    if noted:
        Path(noted).write_text(str(os.getpid()))
    time.sleep(60)


def fails(_: Parent) -> None:
    raise OSError("no room")


def is_killed(_: Parent) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def test_it_reads_through_its_parent_and_says_how_far_it_is() -> None:
    told: list[int] = []
    process, size = await run_in_child(reads, 2, source=Source(), advance=lambda done, _: told.append(done))

    assert process != os.getpid()
    assert size == 2 * 3 * 160_000
    assert told == [size // 2, size]


async def test_its_memory_and_its_time_are_limited() -> None:
    with pytest.raises(OutOfMemory):
        await run_in_child(takes_memory, source=Source(), limits=Limits(megabytes=512))
    with pytest.raises(OutOfTime):
        await run_in_child(waits, source=Source(), limits=Limits(seconds=1))


async def test_what_it_raises_comes_out_and_its_end_is_noticed() -> None:
    with pytest.raises(OSError, match="no room"):
        await run_in_child(fails, source=Source())
    with pytest.raises(ChildEnded):
        await run_in_child(is_killed, source=Source())


async def test_it_ends_when_it_is_cancelled(tmp_path: Path) -> None:
    noted = tmp_path / "process"
    work = asyncio.create_task(run_in_child(waits, str(noted), source=Source()))
    while not noted.exists() or not noted.read_text():
        await asyncio.sleep(0.02)
    work.cancel()
    await asyncio.wait([work])

    with pytest.raises(ProcessLookupError):
        os.kill(int(noted.read_text()), 0)
