"""Makes the read models anew beside those that are read, and exchanges them at once when they have caught up.

What is made stands in temporary tables of one session: nobody else sees it, and it is gone with the session. So a rebuild that is
cancelled, or whose process ends, begins anew and comes to the same lines.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from service.event_store.log import LoggedEvent
from service.event_store.postgres import COLUMNS, PostgresEventLog
from service.postgres.connections import GENERIC_PLAN_SETTINGS, connect, translate_driver_errors
from service.postgres.errors import StoreError
from service.postgres.process_token import process_token
from service.read_models.batch import ReadModels
from service.read_models.checkpoints import advance_checkpoint, read_checkpoint
from service.read_models.rebuild_requests import (
    Rebuild,
    ask_for_rebuild,
    begin_rebuild,
    end_rebuild,
    is_still_wanted,
    note_progress,
)
from service.read_models.shadow import ShadowTables
from service.read_models.versions import PROJECTION_NAME, live_read_models

if TYPE_CHECKING:
    from service.postgres.connections import Connection, WorkerPool

BATCH_SIZE = 1000
"""Events in one transaction."""

NOTE_SECONDS = 0.5
"""How often it says how far it is, and looks whether it is still wanted."""

NEARLY_THERE = 2000
"""So many events it takes while nobody else moves the checkpoint."""

SELECT_EVENTS = f"""
select {COLUMNS} from stored_events where notification_id > $1 and notification_id <= $2 order by notification_id limit $3
"""  # noqa: S608 - our own words
SELECT_EVENTS_OF_CHOSEN = f"""
select {COLUMNS} from stored_events where notification_id > $1 and notification_id <= $2
  and (tenant_id, originator_id) in (select tenant_id, stream_id from chosen_streams) order by notification_id limit $3
"""  # noqa: S608
RENAME = "update notification_tracking set application_name = $2 where application_name = $1"

log = logging.getLogger(__name__)


class BeginAnew(Exception):
    """Raised if something was erased or overwritten in the meantime, which may stand in what was made."""


class NotWanted(Exception):
    """Raised if it was cancelled."""


class Rebuilder:
    """Makes the read models anew when somebody asks for it, or when this code has a newer version of them."""

    def __init__(self, dsn: str, event_log: PostgresEventLog, pool: "WorkerPool") -> None:
        self._dsn = dsn
        self._pool = pool
        self._read_models = ReadModels(event_log)

    async def run_once(self) -> bool:
        """Does what was asked for; True if it did. Raises `StoreError`."""
        live = await live_read_models(self._pool)
        if live is None or live.is_newer:
            return False
        if live.is_older:
            await ask_for_rebuild(self._pool, asked_by="a new version", from_position=0)
        rebuild = await begin_rebuild(self._pool)
        if rebuild is None:
            return False
        try:
            while not await self._make(rebuild):
                log.info("read models: something was erased meanwhile; what was made is made anew")
                rebuild = await begin_rebuild(self._pool) or rebuild
        except NotWanted:
            return False
        except StoreError:
            # It goes on once the database answers again.
            raise
        except Exception as failure:
            await end_rebuild(self._pool, rebuild, "failed", type(failure).__name__)
            raise
        return True

    async def estimate(self, seconds: float) -> tuple[int, float]:
        """How many events there are to take, and how many a second, measured on the first of them for some seconds.

        Changes nothing. Raises `StoreError`.
        """
        live = await live_read_models(self._pool)
        async with self._session(0) as made:
            events: int = await made.connection.fetchval("select count(*) from stored_events")
            began = time.monotonic()
            while time.monotonic() - began < seconds and await made.take_some(live.position if live else 0):
                pass
            return events, made.taken / max(time.monotonic() - began, 0.001)

    async def _make(self, rebuild: Rebuild) -> bool:
        """Makes and exchanges them; False if it has to begin anew."""
        try:
            async with self._session(rebuild.from_position) as made:
                await self._catch_up(rebuild, made)
                await self._exchange(rebuild, made)
        except BeginAnew:
            return False
        log.info("read models: made anew from %s events, and exchanged", made.taken)
        return True

    async def _catch_up(self, rebuild: Rebuild, made: "Making") -> None:
        """Takes the log up to shortly before where the live ones are, in small transactions."""
        noted = 0.0
        while True:
            live = await live_read_models(self._pool)
            if live is None or live.position - made.position <= NEARLY_THERE:
                return
            while await made.take_some(live.position):
                if time.monotonic() - noted > NOTE_SECONDS:
                    noted = time.monotonic()
                    await note_progress(self._pool, rebuild, made.position, made.taken)
                    _require_wanted(await is_still_wanted(self._pool, rebuild))
                await asyncio.sleep(0)

    @asynccontextmanager
    async def _session(self, from_position: int) -> "AsyncGenerator[Making]":
        with translate_driver_errors():
            connection = await connect(
                self._dsn,
                "soundings_worker",
                application_name=f"soundings rebuild {process_token()}",
                statement_timeout="0",
                temp_buffers="64MB",
                **GENERIC_PLAN_SETTINGS,
            )
            try:
                shadow = await ShadowTables.create(connection, from_position)
                yield Making(self._read_models, connection, shadow)
            finally:
                connection.terminate()

    async def _exchange(self, rebuild: Rebuild, made: "Making") -> None:
        """In one transaction, in which nobody else moves the checkpoint: takes the last events, and swaps."""
        connection = made.connection
        async with connection.transaction():
            live = await live_read_models(self._pool)
            position = await read_checkpoint(connection, live.name, lock=True) if live else None
            if live is None or position is None:
                raise BeginAnew
            while await made.take_some(position):
                pass
            _require_wanted(await is_still_wanted(connection, rebuild, lock=True))
            await made.shadow.exchange()
            await advance_checkpoint(connection, live.name, position, position)
            await connection.execute(RENAME, live.name, PROJECTION_NAME)
            await note_progress(connection, rebuild, made.position, made.taken)
            await end_rebuild(connection, rebuild, "swapped")


class Making:
    """The tables of a session, and how far they are."""

    def __init__(self, read_models: ReadModels, connection: "Connection", shadow: ShadowTables) -> None:
        self.connection = connection
        self.shadow = shadow
        self.position = 0
        """Of the log: up to here they have everything."""
        self.taken = 0
        """How many events were taken."""
        self._read_models = read_models
        self._query = SELECT_EVENTS_OF_CHOSEN if shadow.is_partial else SELECT_EVENTS

    async def take_some(self, upto: int) -> bool:
        """Takes the next events up to a position, in a transaction; False if there are no more."""
        rows = await self.connection.fetch(self._query, self.position, upto, BATCH_SIZE)
        events = [LoggedEvent(**dict(row)) for row in rows]
        if not events:
            self.position = max(self.position, upto)
            return False
        async with self.connection.transaction():
            await self._read_models.apply(self.connection, events)
        self.position = events[-1].id
        self.taken += len(events)
        return True


def _require_wanted(answer: str) -> None:
    if answer == "anew":
        raise BeginAnew
    if answer == "cancelled":
        raise NotWanted
