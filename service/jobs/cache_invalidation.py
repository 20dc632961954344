"""Drops cached journeys whose events were redacted by another process. Runs every second."""

from datetime import datetime
from typing import TYPE_CHECKING

from service.application.journeys import Journeys
from service.event_store.redacted_streams import redacted_since

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool


class CacheInvalidator:
    """Asks the database again and again which journeys were redacted.

    A recent redaction is found several times: a reader may have loaded the old events while they were overwritten.
    """

    def __init__(self, journeys: Journeys, pool: "WorkerPool") -> None:
        self._journeys = journeys
        self._pool = pool
        self._since: datetime | None = None

    async def run_once(self) -> None:
        """Invalidates what was redacted since the last run that succeeded."""
        found = await redacted_since(self._pool, self._since)
        for tenant_id, journey_id in found.journeys:
            self._journeys.invalidate(tenant_id, journey_id)
        self._since = found.until
