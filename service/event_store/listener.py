"""Listens for new events, and for readers that took them, by PostgreSQL's LISTEN, on one connection per process, and wakes those who wait."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from functools import partial

from service.event_store.broadcast import Broadcast
from service.postgres.connections import connect
from service.postgres.process_token import process_token

CHANNEL = "stored_events"

CHECKPOINTS = "checkpoints"
"""Says that a reader of the log has moved its checkpoint."""

log = logging.getLogger(__name__)


class LogListener:
    """LISTENs while somebody waits, and reconnects after a loss.

    Signals may be lost, so readers also poll.
    """

    def __init__(self, dsn: str, patience: float) -> None:
        self.appended = Broadcast()
        self.checkpoint_moved = Broadcast()
        self._dsn = dsn
        self._patience = patience
        self._listening = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Starts to listen, and waits for it briefly, so that the first read comes after the LISTEN."""
        if self._task is None:
            self._task = asyncio.create_task(self._listen_for_ever(), name="listener")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                await self._listening.wait()

    async def close(self) -> None:
        """Stops listening."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _listen_for_ever(self) -> None:
        while True:
            try:
                await self._listen()
            except Exception as failure:
                log.warning("listener: %s", type(failure).__name__)
                log.debug("listener: the reason", exc_info=True)
            self._listening.clear()
            await asyncio.sleep(self._patience / 4)

    async def _listen(self) -> None:
        connection = await connect(
            self._dsn, "soundings_app", application_name=f"soundings listener {process_token()}"
        )
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(partial(_call_without_arguments, lost.set))
            signals = {CHANNEL: self.appended.signal, CHECKPOINTS: self.checkpoint_moved.signal}
            for channel, signal in signals.items():
                await connection.add_listener(channel, partial(_call_without_arguments, signal))
            self._listening.set()
            for signal in signals.values():
                # What happened during the loss gave no signal.
                signal()
            await lost.wait()
        finally:
            connection.terminate()


def _call_without_arguments(act: Callable[[], None], *_: object) -> None:
    """Calls back from the driver. Its message is ignored: the head is read anyway."""
    act()
