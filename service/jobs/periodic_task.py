"""What a service does by itself again and again, until it ends."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

log = logging.getLogger(__name__)


class PeriodicTask:
    """One round after the other; one that fails is noted by the kind of its failure, and the next is made all the same."""

    def __init__(self, name: str, make: Callable[[], Awaitable[object]], every: float) -> None:
        """`every`: seconds between the end of a round and the next."""
        self.trouble: str | None = None
        """What kept the last round from being made; None when all is well."""
        self._name = name
        self._make = make
        self._every = every

    @asynccontextmanager
    async def run_in_background(self) -> AsyncGenerator[None]:
        """Go on until the block ends."""
        task = asyncio.create_task(self._for_ever(), name=self._name)
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])

    async def _for_ever(self) -> None:
        while True:
            try:
                await self._make()
                self.trouble = None
            except Exception as failure:
                self.trouble = type(failure).__name__
                log.warning("%s: %s", self._name, self.trouble)
                log.debug("%s: the reason", self._name, exc_info=True)
            await asyncio.sleep(self._every)
