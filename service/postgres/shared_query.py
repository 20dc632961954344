"""One query at a time, whose answer many may wait for, each no longer than they like."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from service.postgres.errors import StoreUnavailable

T = TypeVar("T")


class SharedQuery(Generic[T]):
    """A query that is asked once for all who wait for it.

    When the database hangs it stays asked: giving it up would wait for the database, too, and asking it again would
    take one connection after the other.
    """

    def __init__(self, ask: Callable[[], Awaitable[T]]) -> None:
        self._ask = ask
        self._asked: asyncio.Future[T] | None = None

    async def answer(self, within: float) -> T:
        """The answer. Raises `StoreUnavailable` after so many seconds, and what the query raises."""
        asked = self._asked
        if asked is None or asked.done():
            asked = self._asked = asyncio.ensure_future(self._ask())
            # Its failure may come when nobody waits any more.
            asked.add_done_callback(lambda asked: asked.cancelled() or asked.exception())
        # Meanwhile somebody may ask anew: whoever waits for this answer gets this one.
        done, _ = await asyncio.wait([asked], timeout=within)
        if not done:
            raise StoreUnavailable("the database did not answer in time")
        return asked.result()
