"""Where tasks on files run: in this process, in several, or on the workers of a Dask cluster. The results are the same."""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from multiprocessing import connection, get_context, parent_process
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")

TASKS_AHEAD = 64
"""Tasks handed in at a time, so that results do not pile up."""
ATTEMPTS = 4
"""How often a task is begun whose worker was lost; after that, it is likely the task that ends its workers."""


class ExecutorError(Exception):
    """Raised where workers cannot be reached, or are lost again and again with the same task."""


class InlineExecutor(Executor):
    """Runs each task in this process at once, as it is handed in."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        with _ErrorsInto(future):
            future.set_result(fn(*args, **kwargs))
        return future


class _ErrorsInto:
    """Keeps what a task raises for whoever asks for its result, as every executor does."""

    def __init__(self, future: Future[Any]) -> None:
        self._future = future

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        self._future.set_exception(error)
        return True


class ProcessExecutor(Executor):
    """Several processes. If one of them is killed, others take their place, and lost tasks can be handed in again."""

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.processes, mp_context=get_context("spawn"), initializer=follow_parent)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        try:
            return self._pool.submit(fn, *args, **kwargs)
        except BrokenExecutor:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = self._start()
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._pool.shutdown(wait, cancel_futures=cancel_futures)


def is_local(executor: Executor) -> bool:
    """Whether tasks stay on this machine."""
    return isinstance(executor, InlineExecutor | ProcessExecutor)


@contextmanager
def open_executor(processes: int = 1, dask: str | None = None) -> Generator[Executor]:
    """Gives an executor: one process runs each task at once; with `dask`, the scheduler at that address has the workers.

    Raises `ExecutorError` if no scheduler answers there.
    """
    if dask is not None:
        if find_spec("distributed") is None:
            raise ExecutorError("this needs Dask: pip install 'market-soundings[dask]'")
        # Only here: it takes a second to import, and nothing else needs it.
        with import_module("service.research.dask_cluster").open_cluster(dask) as executor:
            yield executor
        return
    executor = InlineExecutor() if processes <= 1 else ProcessExecutor(processes)
    with executor:
        yield executor


def run_tasks(
    executor: Executor,
    function: Callable[[T], R],
    tasks: Iterable[T],
    progress: Callable[[R], object] = lambda _: None,
    *,
    ahead: int | None = None,
) -> Iterator[R]:
    """Yields the results in the order of the tasks. `progress` is told each, in that order.

    So many tasks are handed in ahead of the first result; `TASKS_AHEAD` unless their number is given.
    A task whose worker was lost is begun again. What a task raises comes out here, and ends the others.
    """
    waiting: deque[tuple[T, Future[R]]] = deque()
    ahead = 1 if isinstance(executor, InlineExecutor) else ahead or TASKS_AHEAD
    rest = iter(tasks)
    try:
        while True:
            while len(waiting) < ahead and (more := next(((one,) for one in rest), None)):
                waiting.append((more[0], executor.submit(function, more[0])))
            if not waiting:
                return
            task, future = waiting.popleft()
            result = _result_of(executor, function, task, future)
            progress(result)
            yield result
    finally:
        for _, future in waiting:
            future.cancel()


def _result_of(executor: Executor, function: Callable[[T], R], task: T, future: Future[R]) -> R:
    for _ in range(ATTEMPTS - 1):
        try:
            return future.result()
        except BrokenExecutor:
            future = executor.submit(function, task)
    try:
        return future.result()
    except BrokenExecutor as error:
        raise ExecutorError(f"the workers of one task ended {ATTEMPTS} times: {task}") from error


def follow_parent() -> None:
    """Ctrl-C reaches every process; whoever started these ends them, too. If that one was killed, they end by themselves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        connection.wait([parent.sentinel])
        os._exit(1)
