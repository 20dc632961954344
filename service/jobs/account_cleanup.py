"""What is swept out of the accounts once a day."""

from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

from service.accounts.accounts import Accounts
from service.jobs.periodic_task import Rounds
from service.processes.onboarding import Arrivals

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

A_DAY = 24 * 60 * 60.0


def swept(accounts: Accounts, arrivals: Arrivals, workers: "WorkerPool") -> AbstractAsyncContextManager[None]:
    """Once a day, let go of links, sessions and attempts that are over, and of people who never came; and tell what waits."""

    async def sweep() -> None:
        await accounts.sweep()
        await arrivals.catch_up(workers)

    return Rounds("sweeper", sweep, A_DAY).running()
