"""What the service does again and again by itself, until it ends."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

log = logging.getLogger(__name__)

Run = Callable[[], Awaitable[object]]


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
    ) -> None:
        """`interval` and `first_after` are seconds: between the end of a run and the next, and before the first.

        `last` runs once at the end; `backlog` says in the log what is left to do after a failure.
        """
        self.name = name
        self.failure: str | None = None
        """The kind of failure of the last run; None when it succeeded."""
        self._run = run
        self._interval = interval
        self._first_after = first_after
        self._last = last
        self._backlog = backlog
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Ends the pause before the next run, which begins at once."""
        self._woken.set()

    @asynccontextmanager
    async def run_in_background(self) -> AsyncGenerator[None]:
        """Runs again and again until the block ends."""
        task = asyncio.create_task(self._run_forever(), name=self.name)
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])
            if self._last:
                await self._last()

    async def run_once(self) -> None:
        """One run; a failure of any kind is kept and logged."""
        try:
            await self._run()
            self.failure = None
        except (Exception, asyncio.CancelledError) as failure:
            task = asyncio.current_task()
            if task and task.cancelling():
                raise
            # Where something within was cancelled, and not this task, that is a failure like others.
            self.failure = type(failure).__name__
            backlog = f"{self._backlog()}: " if self._backlog else ""
            log.warning("%s: %s%s", self.name, backlog, self.failure)
            log.debug("%s: the reason", self.name, exc_info=True)

    async def _run_forever(self) -> None:
        await asyncio.sleep(self._first_after)
        while True:
            self._woken.clear()
            await self.run_once()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), self._interval)
