"""Deletes expired sessions, links and attempts once a day, and repeats onboarding that was interrupted."""

from typing import TYPE_CHECKING

from service.accounts.accounts import Accounts
from service.processes.onboarding import OnboardingProcess

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool


class AccountCleanup:
    """Deletes what has expired in the accounts, people who never accepted their invitation among it."""

    def __init__(self, accounts: Accounts, onboarding: OnboardingProcess, workers: "WorkerPool") -> None:
        self._accounts = accounts
        self._onboarding = onboarding
        self._workers = workers

    async def end_suspensions(self) -> None:
        """Lets those in again whose suspension is over."""
        await self._accounts.end_suspensions()

    async def run_once(self) -> None:
        await self._accounts.purge_expired()
        await self._onboarding.process_pending(self._workers)
