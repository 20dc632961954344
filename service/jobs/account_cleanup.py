"""What is swept out of the accounts once a day."""

from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

from service.accounts.accounts import Accounts
from service.jobs.periodic_task import PeriodicTask
from service.processes.onboarding import OnboardingProcess

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

INTERVAL_SECONDS = 24 * 60 * 60.0


def account_cleanup(
    accounts: Accounts, arrivals: OnboardingProcess, workers: "WorkerPool"
) -> AbstractAsyncContextManager[None]:
    """Once a day, let go of links, sessions and attempts that are over, and of people who never came; and tell what waits."""

    async def sweep() -> None:
        await accounts.purge_expired()
        await arrivals.process_pending(workers)

    return PeriodicTask("sweeper", sweep, INTERVAL_SECONDS).run_in_background()
