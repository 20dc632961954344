"""What the service does again and again by itself, until it ends."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Literal

from service.postgres.errors import StoreUnavailable

log = logging.getLogger(__name__)

Run = Callable[[], Awaitable[object]]

RunBy = Literal["everyone", "workers", "leader"]
"""Who does it: each process; each that does what works by itself; of these the one that leads."""

FIRST_RETRY_SECONDS = 5.0
"""How long after a failure a run is tried again, if it is not due sooner; after each further failure twice as long."""


class PeriodicTask:
    """Runs a function, waits, and runs it again. A run that fails is logged without its message, and the next one follows."""

    def __init__(
        self,
        name: str,
        run: Run,
        interval: float,
        *,
        first_after: float = 0.0,
        last: Run | None = None,
        backlog: Callable[[], str] | None = None,
        run_by: RunBy = "leader",
    ) -> None:
        """`interval` and `first_after` are seconds: between the end of a run and the next, and before the first.

        `last` runs once at the end; `backlog` says in the log what is left to do after a failure.
        """
        self.name = name
        self.run_by: RunBy = run_by
        self.failure: str | None = None
        """The kind of failure of the last run; None when it succeeded."""
        self._run = run
        self._interval = interval
        self._first_after = first_after
        self._last = last
        self._backlog = backlog
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._running = False
        self._beat_at = 0.0
        self._failed = 0

    @property
    def is_here(self) -> bool:
        """Whether this process runs it."""
        return self._task is not None

    @property
    def has_ended(self) -> bool:
        """Whether it ended although it should run until the service does."""
        return self._task is not None and self._task.done()

    @property
    def silent_seconds(self) -> float:
        """For how long the present run has shown no progress; 0 between two runs."""
        return time.monotonic() - self._beat_at if self._running else 0.0

    def beat(self) -> None:
        """Says that the present run makes progress."""
        self._beat_at = time.monotonic()

    def wake(self) -> None:
        """Ends the pause before the next run, which begins at once."""
        self._woken.set()

    @asynccontextmanager
    async def run_in_background(self) -> AsyncGenerator[None]:
        """Runs again and again until the block ends."""
        self._task = task = asyncio.create_task(self._run_forever(), name=self.name)
        try:
            yield
        finally:
            self._task = None
            task.cancel()
            await asyncio.wait([task])
            if self._last:
                await self._last()

    async def run_once(self) -> None:
        """One run; a failure of any kind is kept and logged."""
        self.beat()
        self._running = True
        try:
            await self._run()
            self.failure = None
            self._failed = 0
        except (Exception, asyncio.CancelledError) as failure:
            task = asyncio.current_task()
            if task and task.cancelling():
                raise
            # Where something within was cancelled, and not this task, that is a failure like others.
            self.failure = type(failure).__name__
            # A database that is away is asked again soon: once it is back, nothing waits for its hour.
            self._failed = 1 if isinstance(failure, StoreUnavailable) else self._failed + 1
            backlog = f"{self._backlog()}: " if self._backlog else ""
            log.warning("%s: %s%s", self.name, backlog, self.failure)
            log.debug("%s: the reason", self.name, exc_info=True)
        finally:
            self._running = False

    @property
    def _pause(self) -> float:
        """Seconds until the next run."""
        if not self._failed:
            return self._interval
        return min(self._interval, FIRST_RETRY_SECONDS * 2.0 ** min(self._failed - 1, 20))

    async def _run_forever(self) -> None:
        await asyncio.sleep(self._first_after)
        while True:
            self._woken.clear()
            await self.run_once()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), self._pause)
