"""Keeps the read models up to date with the log. Each event is applied exactly once."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from service.event_store.log import LoggedEvent
from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import translate_driver_errors
from service.postgres.errors import Overloaded, StoreUnavailable
from service.read_models.batch import ReadModels
from service.read_models.checkpoints import CheckpointConflict, advance_checkpoint, create_checkpoint
from service.read_models.in_hand import MOST_DEATHS, EventsInHand, InHand
from service.read_models.progress import ReadModelProgress
from service.read_models.versions import PROJECTION_NAME, LiveReadModels, live_read_models

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

MAX_BACKOFF_SECONDS = 5.0
"""After the database was away, everything goes on within ten seconds."""

REST_FACTOR = 4.0
"""How much longer the projector rests than it worked, after a batch that was not large."""

MAX_REST_SECONDS = 0.25
"""Seconds; a reader waits hardly longer than this for what was recorded."""

LARGE_BATCH = 500

STUCK_SECONDS = 3.0
"""How long one batch may take before the projector counts as stuck; the largest takes less than a second."""

log = logging.getLogger(__name__)


class NewerReadModels(Exception):
    """Raised if newer code has made the read models: this one leaves them be."""


class Projector:
    """Follows the log. Checkpoint and lines are written in one transaction, so a crash repeats nothing."""

    def __init__(self, event_log: PostgresEventLog, pool: "WorkerPool", *, first_pause: float = 0.2) -> None:
        self.progress = ReadModelProgress(event_log, pool)
        """For those who wait for the read models, also where another process keeps them up to date."""
        self.failure: str | None = None
        """What it is waiting to get over; None when all is well."""
        self._began: float | None = None
        """When it first tried the batch that is still to be written, by the clock of the loop."""
        self._log = event_log
        self._pool = pool
        self._first_pause = first_pause
        self._read_models = ReadModels(event_log)
        self._live = LiveReadModels(PROJECTION_NAME, 0)
        self._hand = EventsInHand(pool, PROJECTION_NAME)
        self._deadly_upto = 0
        """Up to here one event at a time: a process died with one of them."""
        self._stuck_at = -1
        self._task: asyncio.Task[None] | None = None

    @property
    def position(self) -> int:
        """The log position the read models have reached, as far as this process knows."""
        return self.progress.position

    @property
    def stuck_reason(self) -> str | None:
        """What keeps the read models from following the log; None when all is well."""
        took = asyncio.get_running_loop().time() - self._began if self._began else 0
        if self.failure is None and took > STUCK_SECONDS:
            return f"nothing written after position {self.position} for {took:.0f} seconds"
        return self.failure

    @property
    def is_here(self) -> bool:
        """Whether this process follows the log."""
        return self._task is not None

    @property
    def has_ended(self) -> bool:
        """Whether it ended although it should run until the service does."""
        return self._task is not None and self._task.done()

    @asynccontextmanager
    async def run_in_background(self) -> AsyncGenerator[None]:
        """Follows the log until the block ends."""
        self._task = task = asyncio.create_task(self._follow_for_ever(), name="projector")
        self.progress.is_kept_here = True
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])
            self._task = None
            self.progress.is_kept_here = False

    async def wait_for(self, position: int, within: float) -> bool:
        """Waits until the read models show the log up to `position`. False after `within` seconds."""
        return await self.progress.wait_for(position, within)

    async def _follow_for_ever(self) -> None:
        pause = self._first_pause
        while True:
            reached = self.position
            try:
                await self._follow()
            except CheckpointConflict:
                self._began = None
                log.info("projector: another process moved the checkpoint on")
            except (StoreUnavailable, Overloaded) as failure:
                self._record_failure(failure, -1)
            except Exception as failure:
                self._record_failure(failure, self.position)
                log.debug("projector: the reason", exc_info=True)
            pause = self._first_pause if self.position > reached else min(pause * 2, MAX_BACKOFF_SECONDS)
            await asyncio.sleep(pause)

    def _record_failure(self, failure: Exception, stuck_at: int) -> None:
        self.failure = f"{type(failure).__name__} after position {self.position}"
        self._stuck_at = stuck_at
        log.warning("projector: %s", self.failure)

    async def _follow(self) -> None:
        self._live = await self._begun()
        self._reached(self._live.position)
        found = await self._hand.left_by_another() if self._began is None else None
        async for events in self._log.subscribe(after=self.position):
            began = asyncio.get_running_loop().time()
            await self._take_in_turn(events, found)
            found = None
            if len(events) < LARGE_BATCH:
                took = asyncio.get_running_loop().time() - began
                # Under load, let the next batch become a large one and leave the machine to those who record.
                await asyncio.sleep(min(REST_FACTOR * took, MAX_REST_SECONDS))

    async def _take_in_turn(self, events: Sequence[LoggedEvent], found: InHand | None) -> None:
        """Takes the events at once, or those one by one with which a former process died."""
        deaths = 0
        if found and found.after == self.position:
            deaths, self._deadly_upto = found.deaths, max(found.upto, self._deadly_upto)
            log.warning("projector: a process died with what follows position %s", found.after)
        suspects = [one for one in events if one.id <= self._deadly_upto]
        for one in suspects:
            await self._take([one], deaths)
            # Of those that follow it is only known that one of them may have been the first.
            deaths = min(deaths, 1)
        if rest := events[len(suspects) :]:
            await self._take(rest, 0)

    async def _take(self, events: Sequence[LoggedEvent], deaths: int) -> None:
        last = events[-1].id
        self._began = self._began or asyncio.get_running_loop().time()
        await self._hand.take(InHand(self.position, last, deaths))
        with translate_driver_errors():
            async with self._pool.acquire() as connection, connection.transaction():
                await advance_checkpoint(connection, self._live.name, self.position, last)
                if deaths >= MOST_DEATHS:
                    await self._read_models.park_deadly(connection, events[0])
                else:
                    await self._read_models.apply(connection, events, anew=self._live.is_older)
                await self._hand.put_down(connection)
        self._began = None
        self._reached(last)

    def _reached(self, position: int) -> None:
        # While a batch is still to be written, the database answers perhaps, but not all is well.
        if position > self._stuck_at and self._began is None:
            self.failure = None
        self.progress.note(position)

    async def _begun(self) -> LiveReadModels:
        """The read models to keep up to date: those of an older version, too, until they are made anew."""
        live = await live_read_models(self._pool)
        if live and live.is_newer:
            raise NewerReadModels(live.name)
        if live:
            return live
        with translate_driver_errors():
            await create_checkpoint(self._pool, PROJECTION_NAME)
        return await self._begun()
