"""Wakes all tasks that wait for a signal."""

import asyncio


class Broadcast:
    """A repeated signal. Get `next_signal` before checking the state, or a signal in between is missed."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def next_signal(self) -> asyncio.Event:
        """An `asyncio.Event` that is set at the next signal."""
        return self._next

    def signal(self) -> None:
        """Wakes everybody who waits for the next signal."""
        rung, self._next = self._next, asyncio.Event()
        rung.set()


async def wait_for_signal(signal: asyncio.Event, within: float) -> bool:
    """Waits until the signal is given; False after `within` seconds without it."""
    try:
        async with asyncio.timeout(within):
            return await signal.wait()
    except TimeoutError:
        return False
