"""The change feed: tells which journeys have changed lately; one reader of the log for all listeners.

It reads only while there are listeners. A change is announced once the read models show it, so that listeners
find it there.
"""

import asyncio
import logging
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from typing import Protocol
from uuid import UUID

from service.event_store.broadcast import Broadcast
from service.event_store.log import EventLog, LoggedEvent

MAX_REMEMBERED_JOURNEYS = 10_000
"""Journeys whose last change is remembered."""
READ_MODEL_TIMEOUT_SECONDS = 2.0
"""Seconds to wait for the read models; a change is then announced although they lag behind."""
RETRY_SECONDS = 1.0
NOT_READ = -1

log = logging.getLogger(__name__)


class PositionAwaiter(Protocol):
    """Waits until the read models have reached a position."""

    async def wait_for(self, position: int, within: float) -> bool: ...


class ChangeFeed:
    """Follows the log, and remembers which journeys changed at which position."""

    def __init__(self, event_log: EventLog, lists: PositionAwaiter | None = None) -> None:
        self.position = NOT_READ
        """The position up to which the log was read; `NOT_READ` before the first read."""
        self.since = NOT_READ
        """The position from which all changes are known."""
        self.closed = False
        """Whether the service stops, so that nobody should wait any longer."""
        self._log = event_log
        self._lists = lists
        self._changed = Broadcast()
        self._last: dict[bytes, tuple[int, UUID, UUID]] = {}
        """The last change of each journey, the latest at the end."""
        self._listeners = 0
        self._task: asyncio.Task[None] | None = None

    @contextmanager
    def following(self) -> Generator[None]:
        """Follows the log until the block ends, or longer if there are other listeners."""
        self._listeners += 1
        if self._task is None:
            self._task = asyncio.create_task(self._follow_for_ever(), name="change feed")
        try:
            yield
        finally:
            self._listeners -= 1
            if self._listeners == 0:
                self._task.cancel()
                self._task, self.position = None, NOT_READ

    def next_change(self) -> asyncio.Event:
        """An `asyncio.Event` that is set at the next change, or when the feed closes.

        Get it before checking `position`, or a change in between is missed.
        """
        return self._changed.next_signal()

    def changed_journeys(self, tenant_id: UUID, after: int) -> set[UUID]:
        """The journeys of an organisation that changed above a position."""
        news = takewhile(lambda last: last[0] > after, reversed(self._last.values()))
        return {journey_id for _, tenant, journey_id in news if tenant == tenant_id}

    def close(self) -> None:
        """Wakes all listeners so that they stop."""
        self.closed = True
        self._changed.signal()

    async def _follow_for_ever(self) -> None:
        while True:
            try:
                await self._follow()
            except Exception as failure:
                log.warning("change feed: %s", type(failure).__name__)
                log.debug("change feed: the reason", exc_info=True)
            await asyncio.sleep(RETRY_SECONDS)

    async def _follow(self) -> None:
        if self.position == NOT_READ:
            self.position = self.since = await self._log.head()
            self._changed.signal()
        async for events in self._log.subscribe(after=self.position):
            if self._lists:
                await self._lists.wait_for(events[-1].id, READ_MODEL_TIMEOUT_SECONDS)
            self._note(events)

    def _note(self, events: Sequence[LoggedEvent]) -> None:
        for event in events:
            key = event.tenant_id.bytes + event.originator_id.bytes
            self._last.pop(key, None)
            self._last[key] = event.id, event.tenant_id, event.originator_id
            if len(self._last) > MAX_REMEMBERED_JOURNEYS:
                del self._last[next(iter(self._last))]
        self.position = events[-1].id
        self._changed.signal()
