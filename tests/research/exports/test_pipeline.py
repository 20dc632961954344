"""How buckets reach workers: what a cluster may see, how an export ends early, and how far it reads ahead."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from service.research.executors import InlineExecutor, open_executor
from service.research.export import ExportError
from service.research.exports.buckets import BucketTask
from service.research.exports.histories import BucketHistories, RawBucket
from service.research.exports.layout import PARQUET
from service.research.exports.sources import SimulationFolder
from service.research.exports.writing import ExportOptions, ExportWork, write_export
from tests.research.exports.simulated_folder import STUDY, exported, files_in, simulation

WHOLE = replace(STUDY, ends_on=None)
"""Without it, the simulated clients come too late."""
KEY = b"a key of these tests, which is long enough"


class Cluster(Executor):
    """Stands for any executor whose workers may be elsewhere."""

    def __init__(self) -> None:
        self.tasks: list[Any] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.tasks += args
        return InlineExecutor().submit(fn, *args, **kwargs)


class ChangedLines(SimulationFolder):
    """A simulation of which every chunk passes through a function."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.reads = 0

    async def lines(self, journeys: Sequence[UUID]) -> AsyncIterator[bytes]:
        self.reads += 1
        async for chunk in super().lines(journeys):
            yield await self.changed(chunk)

    async def changed(self, chunk: bytes) -> bytes:
        """The chunk as it is."""
        return chunk


def written(source: SimulationFolder, to: Path, work: ExportWork | None = None) -> Any:
    """A coroutine that writes an export of that source."""
    return write_export(
        source, WHOLE, to, key=KEY, options=ExportOptions(tables=("events",), formats=PARQUET), work=work
    )


def test_a_cluster_is_given_no_line_as_the_service_has_it(tmp_path: Path) -> None:
    cluster = Cluster()

    exported(tmp_path / "cluster", parquet_only=True, work=ExportWork(executor=cluster))
    exported(tmp_path / "here", parquet_only=True)

    tasks = [one for one in cluster.tasks if isinstance(one, BucketTask)]
    assert tasks
    assert all(isinstance(one.histories, BucketHistories) for one in tasks)
    assert files_in(tmp_path / "cluster") == files_in(tmp_path / "here")


def test_a_task_shows_neither_lines_nor_the_key(tmp_path: Path) -> None:
    source = SimulationFolder(simulation())

    class Shown(Exception):
        pass

    class Showing(InlineExecutor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            assert isinstance(args[0].histories, RawBucket)
            raise Shown(repr(args[0]))

    with pytest.raises(Shown) as raised:
        asyncio.run(written(source, tmp_path / "to", ExportWork(executor=Showing())))

    shown = str(raised.value)
    assert "journey" not in shown
    assert str(KEY) not in shown
    assert not any(str(one.journey_id) in shown for one in source.enrolled)


@pytest.mark.parametrize("processes", [1, 2])
def test_a_fault_in_a_bucket_ends_the_export_with_its_reason(tmp_path: Path, processes: int) -> None:
    class Newer(ChangedLines):
        async def changed(self, chunk: bytes) -> bytes:
            return chunk.replace(b'"type":"ExperimentPlanned', b'"type":"ExperimentImagined')

    with (
        open_executor(processes) as executor,
        pytest.raises(ExportError, match="was it written by newer code"),
    ):
        asyncio.run(written(Newer(simulation()), tmp_path / "to", ExportWork(executor=executor)))


async def test_an_export_that_is_cancelled_reads_no_further(tmp_path: Path) -> None:
    class Waiting(ChangedLines):
        async def changed(self, chunk: bytes) -> bytes:
            # The first reading counts events; the second is of the first bucket.
            if self.reads > 1:
                begun.set()
                await asyncio.sleep(0.2)
            return chunk

    begun, source = asyncio.Event(), Waiting(simulation())
    writing = asyncio.create_task(written(source, tmp_path / "to"))
    await begun.wait()
    writing.cancel()

    with pytest.raises(asyncio.CancelledError):
        await writing

    assert source.reads == 2
    assert not list((tmp_path / "to").glob("manifest.json"))
