"""Buckets are read here while workers write those before them."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import Executor
from typing import TypeVar

import msgspec

from service.research.executors import ProcessExecutor, is_local, run_tasks
from service.research.exports.buckets import BucketFiles, BucketTask, write_bucket
from service.research.exports.histories import (
    BucketHistories,
    Plan,
    RawBucket,
    digest_of_input,
    read_bucket,
    write_histories,
)
from service.research.exports.manifest import ExportedFile
from service.research.exports.progress import Progress
from service.research.exports.sources import HistorySource

Advance = Callable[[int], None]
T = TypeVar("T")

READ_AHEAD = 2
"""Buckets that are read and wait for a process: each is some ten megabytes."""


class BucketPipeline:
    """Writes histories and tables of an export, bucket by bucket; those that stand there already are not made again."""

    def __init__(
        self,
        source: HistorySource,
        task_of: Callable[[BucketHistories | RawBucket], BucketTask],
        progress: Progress,
        executor: Executor,
        advance: Advance,
    ) -> None:
        self._source, self._task_of, self._progress = source, task_of, progress
        self._executor, self._advance = executor, advance
        self._written: list[BucketFiles] = []
        self._stopped = False

    async def write(self, plan: Plan, folder: str, beside: Callable[[], None]) -> list[BucketFiles]:
        """Returns the buckets in order. `beside` is done once all are read, while workers write the last."""
        tasks = _in_thread(self._tasks(plan, folder, beside), asyncio.get_running_loop())
        writing = asyncio.create_task(asyncio.to_thread(self._write, plan, tasks))
        try:
            await asyncio.shield(writing)
        except BaseException:
            self._stopped = True
            await asyncio.wait([writing])
            raise
        return sorted(self._written, key=lambda one: one.histories.bucket)

    async def _tasks(self, plan: Plan, folder: str, beside: Callable[[], None]) -> AsyncGenerator[BucketTask]:
        for bucket in range(len(plan.buckets)):
            if self._stopped:
                return
            histories = self._progress.found(
                _histories(bucket), digest_of_input(self._source, plan, bucket), BucketHistories
            )
            if histories and (files := self._files_of(histories)):
                self._add(files)
            elif histories:
                yield self._task_of(histories)
            else:
                raw = await read_bucket(self._source, plan, folder, bucket)
                # A cluster gets no line as the service has it.
                yield self._task_of(raw if is_local(self._executor) else write_histories(raw))
        beside()

    def _write(self, plan: Plan, tasks: Iterator[BucketTask]) -> None:
        ahead = self._executor.processes + READ_AHEAD if isinstance(self._executor, ProcessExecutor) else None
        for one in run_tasks(self._executor, write_bucket, tasks, ahead=ahead):
            histories = one.histories
            self._progress.note(
                _histories(histories.bucket),
                digest_of_input(self._source, plan, histories.bucket),
                histories,
                [histories.file],
            )
            self._progress.note(_tables(histories.bucket), self._digest_of(histories), one.tables, one.tables)
            self._add(one)

    def _files_of(self, histories: BucketHistories) -> BucketFiles | None:
        tables = self._progress.found(
            _tables(histories.bucket), self._digest_of(histories), tuple[ExportedFile, ...]
        )
        return None if tables is None else BucketFiles(histories=histories, tables=tables)

    def _digest_of(self, histories: BucketHistories) -> str:
        task = self._task_of(histories)
        content = [task.histories, task.tables, task.variables, task.parameters, task.study_id]
        return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()

    def _add(self, one: BucketFiles) -> None:
        self._written.append(one)
        self._advance(one.histories.events)


def begin_workers(executor: Executor) -> None:
    """Lets processes import what they need while this one reads."""
    if isinstance(executor, ProcessExecutor):
        for _ in range(executor.processes):
            executor.submit(_imported)


def _imported() -> None: ...


def _in_thread(some: AsyncGenerator[T], loop: asyncio.AbstractEventLoop) -> Iterator[T]:
    """For a thread, what a generator of the loop yields: each when it is asked for."""
    while one := asyncio.run_coroutine_threadsafe(anext(some, None), loop).result():
        yield one


def _histories(bucket: int) -> str:
    return f"histories-{bucket}"


def _tables(bucket: int) -> str:
    return f"tables-{bucket}"
