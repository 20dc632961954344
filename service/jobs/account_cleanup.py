"""Deletes expired sessions, links, replies and attempts once a day, and repeats onboarding that was interrupted."""

from typing import TYPE_CHECKING

from service.accounts.accounts import Accounts
from service.clock import Clock
from service.processes.onboarding import OnboardingProcess
from service.read_models.former_coaches import delete_looks_of_former_coaches
from service.reply_links.store import delete_expired_replies

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool


class AccountCleanup:
    """Deletes what has expired in the accounts, people who never accepted their invitation and what former coaches saw among it."""

    def __init__(
        self, accounts: Accounts, onboarding: OnboardingProcess, workers: "WorkerPool", *, now: Clock
    ) -> None:
        self._accounts = accounts
        self._onboarding = onboarding
        self._workers = workers
        self._now = now

    async def end_suspensions(self) -> None:
        """Lets those in again whose suspension is over."""
        await self._accounts.end_suspensions()

    async def run_once(self) -> None:
        await self._accounts.purge_expired()
        await delete_expired_replies(self._workers, self._now())
        await delete_looks_of_former_coaches(self._workers)
        await self._onboarding.process_pending(self._workers)
