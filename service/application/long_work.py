"""Runs what takes long, because a journey is long, beside the event loop, so that others are answered meanwhile."""

import asyncio
import sys
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import partial
from types import FrameType
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
PAUSE_SECONDS = 0.004
"""For so long the thread of very long journeys lets others go first, whenever any request of others is being answered."""
WORK_SECONDS = 0.0005
"""For so long it works between two pauses, so that it gets on even while there are always others."""
QUIET_SECONDS = 10.0
"""After so long without a request of others it does not look out for them: that takes twice as long."""


class _Request:
    """A request that is answered: what of it runs in the thread of very long journeys, and whether anything did."""

    def __init__(self) -> None:
        self.in_thread = 0
        self.long = False


REQUEST = ContextVar[_Request | None]("request", default=None)


class LongWork:
    """Two threads, one for long journeys and one for very long ones. What they run must be pure.

    Two threads share the interpreter half and half, however little one of them has to do. So the one for very long
    journeys pauses while requests of others are answered.
    """

    def __init__(self) -> None:
        self._long = ThreadPoolExecutor(1, thread_name_prefix="long")
        self._very_long = ThreadPoolExecutor(1, thread_name_prefix="very-long")
        self._answered = 0
        self._last_answered = -QUIET_SECONDS
        self._pause_from = 0.0

    async def run(self, events: int, work: Callable[[], T]) -> T:
        """Runs work on so many events: at once if they are few, else in a thread, in turn."""
        if events < LONG:
            return work()
        loop = asyncio.get_running_loop()
        if events < VERY_LONG:
            return await loop.run_in_executor(self._long, copy_context().run, work)
        with self._out_of_count():
            return await loop.run_in_executor(
                self._very_long, copy_context().run, partial(self._giving_way, work)
            )

    @contextmanager
    def answering(self) -> Generator[None]:
        """Counts a request that is answered. While there is one that does not wait for their thread, very long journeys wait."""
        request = _Request()
        token = REQUEST.set(request)
        self._answered += 1
        try:
            yield
        finally:
            self._answered -= 1
            if not request.long:
                self._last_answered = time.perf_counter()
            REQUEST.reset(token)

    @contextmanager
    def _out_of_count(self) -> Generator[None]:
        """Leaves out of the count a request that itself waits for the thread, once, however much of it does."""
        request = REQUEST.get()
        if request is None:
            yield
            return
        request.long = True
        request.in_thread += 1
        self._answered -= request.in_thread == 1
        try:
            yield
        finally:
            self._answered += request.in_thread == 1
            request.in_thread -= 1

    def _giving_way(self, work: Callable[[], T]) -> T:
        """Runs work in the thread, and pauses at its calls of functions while others are answered."""
        if self._answered <= 0 and time.perf_counter() - self._last_answered > QUIET_SECONDS:
            return work()
        before = sys.gettrace()
        sys.settrace(self._pause)
        try:
            return work()
        finally:
            sys.settrace(before)

    def _pause(self, frame: FrameType, event: str, _: object) -> None:
        del frame, event
        if self._answered > 0 and time.perf_counter() >= self._pause_from:
            time.sleep(PAUSE_SECONDS)
            self._pause_from = time.perf_counter() + WORK_SECONDS

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
