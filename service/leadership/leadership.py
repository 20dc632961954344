"""Of all processes one leads, and does what works by itself; the others stand by, and one of them takes over within seconds.

The lock of a session says who leads; an epoch in the database says whose work still counts. A leader that was stopped and goes on finds
its session ended, so that its tasks end, and what they were about to write is refused.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from service.leadership.epoch import acting_under
from service.leadership.session import LeaderSession, LeadershipLost, open_session
from service.postgres.connections import DRIVER_ERRORS
from service.postgres.errors import StoreError

TRY_SECONDS = 0.5
"""How often who stands by tries to lead, and how long anybody rests after a failure."""

CONFIRM_SECONDS = 1.0
"""How often the leader looks whether it still leads."""

FIRST_LOOK_SECONDS = 5.0
"""How long a start waits until it is known who leads."""

LeaderWork = Callable[[], AbstractAsyncContextManager[object]]

log = logging.getLogger(__name__)


class Leadership:
    """Whether this process leads, and what it does while it does."""

    def __init__(self, dsn: str) -> None:
        self.epoch: int | None = None
        """The epoch in which this process leads; None while it stands by."""
        self.failure: str | None = None
        """Why it neither leads nor knows who does; None when all is well."""
        self._dsn = dsn
        self._looked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def is_candidate(self) -> bool:
        """Whether this process leads or stands by."""
        return self._task is not None

    @property
    def has_ended(self) -> bool:
        """Whether it ended although it should go on until the service ends."""
        return self._task is not None and self._task.done()

    @asynccontextmanager
    async def run_in_background(self, work: LeaderWork) -> AsyncGenerator[None]:
        """Until the block ends: enters `work` whenever this process begins to lead, and leaves it when it does not lead any more.

        Begins once it is known who leads, or after `FIRST_LOOK_SECONDS`.
        """
        self._looked.clear()
        self._task = task = asyncio.create_task(self._contend_for_ever(work), name="leadership")
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._looked.wait(), FIRST_LOOK_SECONDS)
            yield
        finally:
            self._task = None
            task.cancel()
            await asyncio.wait([task])

    async def _contend_for_ever(self, work: LeaderWork) -> None:
        while True:
            try:
                await self._contend(work)
            except LeadershipLost as lost:
                log.warning("leadership: %s", lost)
            except (*DRIVER_ERRORS, StoreError) as failure:
                self.failure = type(failure).__name__
                log.warning("leadership: %s", self.failure)
            except Exception as failure:
                self.failure = type(failure).__name__
                log.exception("leadership: what the leader does could not begin or end")
            self._looked.set()
            await asyncio.sleep(TRY_SECONDS)

    async def _contend(self, work: LeaderWork) -> None:
        async with open_session(self._dsn) as session:
            while not await session.try_lock():
                self.failure = None
                self._looked.set()
                await asyncio.sleep(TRY_SECONDS)
            epoch = await session.take_over()
            log.info("leadership: this process leads, in epoch %s", epoch)
            with acting_under(epoch):
                await self._lead(session, epoch, work)

    async def _lead(self, session: LeaderSession, epoch: int, work: LeaderWork) -> None:
        async with work():
            self.epoch, self.failure = epoch, None
            self._looked.set()
            try:
                await _hold(session, epoch)
            finally:
                self.epoch = None


async def _hold(session: LeaderSession, epoch: int) -> None:
    """Waits until this process does not lead any more, which it says by raising `LeadershipLost` or a driver error."""
    while True:
        await session.confirm(epoch)
        with suppress(TimeoutError):
            await asyncio.wait_for(session.lost.wait(), CONFIRM_SECONDS)
            raise LeadershipLost(f"the session of epoch {epoch} has ended")
