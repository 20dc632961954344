"""Tries parked streams again, when their time has come or an operator asked for it."""

import logging
from typing import TYPE_CHECKING

from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import translate_driver_errors
from service.read_models.batch import ReadModels
from service.read_models.checkpoints import CheckpointConflict, advance_checkpoint
from service.read_models.parked import StreamKey, take_due
from service.read_models.versions import live_read_models

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

AT_ONCE = 20

log = logging.getLogger(__name__)


class ParkedRetry:
    """Takes streams off the list of those that stand still, where that succeeds now."""

    def __init__(self, event_log: PostgresEventLog, pool: "WorkerPool") -> None:
        self._read_models = ReadModels(event_log)
        self._pool = pool

    async def run_once(self) -> int:
        """Tries those that are due; returns how many go on. Raises `StoreError`."""
        gone_on = 0
        while keys := await take_due(self._pool, AT_ONCE):
            for key in keys:
                gone_on += await self._try(key)
        return gone_on

    async def _try(self, key: StreamKey) -> bool:
        """Makes all there is of one stream anew, up to where the read models are, while they stand still."""
        while True:
            live = await live_read_models(self._pool)
            if live is None or live.is_newer:
                return False
            try:
                with translate_driver_errors():
                    async with self._pool.acquire() as connection, connection.transaction():
                        await advance_checkpoint(connection, live.name, live.position, live.position)
                        return await self._read_models.take_again(connection, key, live.position)
            except CheckpointConflict:
                # The projector was quicker; its next batch may be a moment away.
                continue
