"""How far the read models are, for whoever waits until they show what was just recorded, whichever process keeps them up to date."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from service.event_store.broadcast import Broadcast, wait_for_signal
from service.event_store.postgres import PostgresEventLog
from service.postgres.errors import StoreError
from service.postgres.shared_query import SharedQuery
from service.read_models.versions import live_position

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

PAGE_WAIT_SECONDS = 2.0
"""How long the response to a form waits until the read models show what it recorded."""

LOOK_SECONDS = 0.5
"""How often the checkpoint is looked at while somebody waits, if no signal says that it has moved."""


class ReadModelProgress:
    """The position that the read models have reached, as far as this process knows."""

    def __init__(self, event_log: PostgresEventLog, pool: "WorkerPool") -> None:
        self.position = 0
        """Of the log; 0 until it was looked at."""
        self.is_kept_here = False
        """Whether this process moves the checkpoint, and says so by `note`."""
        self._log = event_log
        self._moved = Broadcast()
        self._checkpoint = SharedQuery(partial(live_position, pool))

    def note(self, position: int) -> None:
        """Takes note of a position, and wakes those who wait."""
        self.position = position
        self._moved.signal()

    async def wait_for(self, position: int, within: float) -> bool:
        """Waits until the read models show the log up to `position`. False after `within` seconds."""
        deadline = asyncio.get_running_loop().time() + within
        while self.position < position:
            moved = self._moved.next_signal() if self.is_kept_here else await self._log.next_checkpoint()
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return False
            if not self.is_kept_here and await self._has_reached(position, left):
                return True
            await wait_for_signal(moved, min(left, LOOK_SECONDS))
        return True

    async def _has_reached(self, position: int, within: float) -> bool:
        try:
            found = await self._checkpoint.answer(within)
        except StoreError:
            return False
        # What is kept here knows better by now.
        if found is not None and not self.is_kept_here:
            self.position = found
        return self.position >= position
