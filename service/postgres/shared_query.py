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
        if self._asked is None or self._asked.done():
            self._asked = asyncio.ensure_future(self._ask())
            # Its failure may come when nobody waits any more.
            self._asked.add_done_callback(lambda asked: asked.cancelled() or asked.exception())
        done, _ = await asyncio.wait([self._asked], timeout=within)
        if not done:
            raise StoreUnavailable("the database did not answer in time")
        return self._asked.result()
