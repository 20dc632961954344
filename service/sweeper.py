"""What is swept out of the accounts once a day."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from service.accounts.accounts import Accounts
from service.arrivals import Arrivals
from service.store.log import StoreError

if TYPE_CHECKING:
    from service.store.connections import WorkerPool

A_DAY = 24 * 60 * 60.0

logger = logging.getLogger(__name__)


@asynccontextmanager
async def swept(accounts: Accounts, arrivals: Arrivals, workers: "WorkerPool") -> AsyncGenerator[None]:
    """Once a day, let go of links, sessions and attempts that are over, and of people who never came; and tell what waits."""

    async def sweep() -> None:
        while True:
            try:
                await accounts.sweep()
                await arrivals.catch_up(workers)
            except StoreError as failure:
                logger.warning("sweeping accounts: %s", type(failure).__name__)
            await asyncio.sleep(A_DAY)

    task = asyncio.create_task(sweep(), name="sweeper")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])
