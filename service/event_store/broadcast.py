"""A bell for those who wait for news: take a ticket, look, and wait on the ticket if there was nothing."""

import asyncio


class Broadcast:
    """Wakes all who hold a ticket, and loses no ring between taking one and waiting on it."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def next_signal(self) -> asyncio.Event:
        """Set at the next ring. Take it before looking, so that news during the look is not missed."""
        return self._next

    def signal(self) -> None:
        rung, self._next = self._next, asyncio.Event()
        rung.set()


async def wait_for_signal(ticket: asyncio.Event, within: float) -> bool:
    """Wait for the ticket's ring; False after `within` seconds of silence."""
    try:
        async with asyncio.timeout(within):
            return await ticket.wait()
    except TimeoutError:
        return False
