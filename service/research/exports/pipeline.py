"""Histories and tables at the same time: while one bucket is coded here, workers make the tables of those before it."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Executor
from queue import SimpleQueue

import msgspec

from service.research.executors import InlineExecutor, run_tasks
from service.research.exports.buckets import BucketTables, BucketTask, write_bucket
from service.research.exports.histories import BucketHistories
from service.research.exports.progress import Progress

Advance = Callable[[int], None]


async def write_buckets(
    histories: AsyncIterator[BucketHistories],
    task_of: Callable[[BucketHistories], BucketTask],
    progress: Progress,
    executor: Executor,
    advance: Advance,
    *,
    beside: Callable[[list[BucketHistories]], object] = lambda _: None,
) -> tuple[list[BucketHistories], list[BucketTables]]:
    """Makes the tables of each bucket as its histories come; those that stand there already are not made again.

    `beside` is done here once all histories are written, while workers make the last tables.
    """
    waiting: SimpleQueue[BucketTask | None] = SimpleQueue()
    written: list[BucketHistories] = []
    made: dict[int, BucketTables] = {}

    def make_tables() -> list[BucketTables]:
        return list(_made(executor, iter(waiting.get, None), progress, advance))

    # One process does one after the other; workers begin at once.
    begun = (
        None if isinstance(executor, InlineExecutor) else asyncio.create_task(asyncio.to_thread(make_tables))
    )
    try:
        async for one in histories:
            written.append(one)
            task = task_of(one)
            if found := progress.found(_name(one.bucket), _digest_of(task), BucketTables):
                made[one.bucket] = found
                advance(found.events)
            else:
                waiting.put(task)
        waiting.put(None)
        beside(written)
    except BaseException:
        waiting.put(None)
        if begun is not None:
            await asyncio.wait([begun])
        raise
    results = make_tables() if begun is None else await begun
    made |= {one.bucket: one for one in results}
    return written, [made[one.bucket] for one in written]


def _made(
    executor: Executor, tasks: Iterator[BucketTask], progress: Progress, advance: Advance
) -> Iterator[BucketTables]:
    begun: list[BucketTask] = []

    def noted() -> Iterator[BucketTask]:
        for task in tasks:
            begun.append(task)
            yield task

    for place, result in enumerate(run_tasks(executor, write_bucket, noted())):
        progress.note(_name(result.bucket), _digest_of(begun[place]), result, result.files)
        advance(result.events)
        yield result


def _name(bucket: int) -> str:
    return f"tables-{bucket}"


def _digest_of(task: BucketTask) -> str:
    content = [task.histories, task.tables, task.parameters, task.study_id]
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()
