"""Runs what takes long, because a journey is long, beside the event loop, so that others are answered meanwhile."""

import asyncio
import sys
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")

LONG = 500
"""Events from which on a journey is long: to fold all of it and to view it for a page takes some 30 ms."""
VERY_LONG = 3_000
"""Events from which on it waits apart, so that it keeps no other waiting."""
ROW = 20
"""A row of a list is as much work as so many events."""
SWITCH_SECONDS = 0.0001
"""For so long a thread goes on before another may; Python's own 5 ms would be added to each step of an answer."""


class LongWork:
    """Two threads, one for long journeys and one for very long ones. What they run must be pure."""

    def __init__(self) -> None:
        self._long = ThreadPoolExecutor(1, thread_name_prefix="long")
        self._very_long = ThreadPoolExecutor(1, thread_name_prefix="very-long")

    async def run(self, events: int, work: Callable[[], T]) -> T:
        """Runs work on so many events: at once if they are few, else in a thread, in turn."""
        if events < LONG:
            return work()
        thread = self._long if events < VERY_LONG else self._very_long
        return await asyncio.get_running_loop().run_in_executor(thread, copy_context().run, work)

    def close(self) -> None:
        """Ends the threads."""
        for thread in (self._long, self._very_long):
            thread.shutdown(wait=False, cancel_futures=True)


@contextmanager
def frequent_switches() -> Generator[None]:
    """Lets the event loop go on soon while a thread works."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
