"""Lets go, in this process, of what was overwritten in the log by any other: within a second or so."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING

from service.application.journeys import Journeys
from service.event_store.redacted_streams import redacted_since
from service.postgres.errors import StoreError

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

INTERVAL_SECONDS = 1.0
"""Seconds between two looks."""

log = logging.getLogger(__name__)


class CacheInvalidator:
    """Asks the database again and again what was overwritten.

    What was lately is let go of several times: somebody may have been reading the old words when they went.
    """

    def __init__(self, journeys: Journeys, pool: "WorkerPool", *, every: float = INTERVAL_SECONDS) -> None:
        self._journeys = journeys
        self._pool = pool
        self._every = every
        self._since: datetime | None = None

    @asynccontextmanager
    async def run_in_background(self) -> AsyncGenerator[None]:
        """Look until the block ends."""
        task = asyncio.create_task(self._for_ever(), name="unlearning")
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def run_once(self) -> None:
        """Look once."""
        found = await redacted_since(self._pool, self._since)
        for tenant_id, journey_id in found.journeys:
            self._journeys.invalidate(tenant_id, journey_id)
        self._since = found.until

    async def _for_ever(self) -> None:
        while True:
            try:
                await self.run_once()
            except StoreError as failure:
                # Where the database is away, nothing is read either; the next look begins where the last good one was.
                log.warning("unlearning: %s", type(failure).__name__)
            await asyncio.sleep(self._every)
