"""Long work on studies that somebody asks for on a page or by API: it waits in a queue, and one process does one at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from uuid import UUID, uuid4

from service.clock import Clock, utc_now
from service.postgres.errors import StoreError
from service.research.faults import INTERRUPTED, UNEXPECTED
from service.research.storage.jobs import Argument, Job, JobKind, JobLost, JobStore
from service.research.tools import has_research_tools

MOST_OPEN = 5
"""Jobs of one person that wait or run at a time."""
MOST_ATTEMPTS = 3
"""How often a job is begun whose process ended."""
PERCENT = 100
LEASE_SECONDS = 15.0
RENEWAL_SECONDS = 2.0

log = logging.getLogger(__name__)


class JobError(Exception):
    """Raised where a job cannot be asked for or cancelled. A person can read its message."""


class UnknownJob(JobError):
    """Raised where there is no such job."""

    def __init__(self) -> None:
        super().__init__("there is no such job")


class TooManyJobs(JobError):
    """Raised for somebody who has asked for too much already."""

    def __init__(self) -> None:
        super().__init__(f"{MOST_OPEN} of yours wait or run already: wait until one is done, or cancel one")


class JobFailed(Exception):
    """Raised by work that cannot be done: why, as a code with its arguments, which a page says in the reader's language."""

    def __init__(self, reason: str, **arguments: Argument) -> None:
        super().__init__(reason)
        self.reason, self.arguments = reason, arguments


class RunningJob:
    """A job while it is worked on; how far it is is noted soon after."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.done, self.total = 0, 0

    def advance(self, done: int, total: int) -> None:
        """Says how far it is. Only the share is kept: the total would tell how much there is of how many people."""
        self.done, self.total = (PERCENT * done // total, PERCENT) if total else (0, 0)


Work = Callable[[RunningJob], Awaitable[object]]
"""Does a job. Heavy work belongs in a process of its own (`child_process`), which ends when this is cancelled.

A result is best stored in one transaction with `end_within`, so that none is kept of what was cancelled. Raises `JobFailed`.
"""


class ResearchJobs:
    """The queue as people see it."""

    def __init__(self, store: JobStore, *, now: Clock = utc_now) -> None:
        self._store, self._now = store, now
        self._wake: Callable[[], object] = lambda: None

    def on_asked(self, wake: Callable[[], object]) -> None:
        """Whom to call when there is something new to do."""
        self._wake = wake

    async def ask(
        self,
        tenant_id: UUID,
        study_id: UUID,
        kind: JobKind,
        content: str,
        *,
        by: UUID,
        job_id: UUID | None = None,
    ) -> Job:
        """Puts work in the queue, once under an id. Raises `TooManyJobs`, and `JobError` for the id of another job."""
        asked = Job(
            tenant_id=tenant_id,
            job_id=job_id or uuid4(),
            study_id=study_id,
            kind=kind,
            asked_by=by,
            asked_at=self._now(),
            content=content,
            state="waiting",
        )
        found = await self._store.add(asked, most_open=MOST_OPEN)
        if found is None:
            raise TooManyJobs
        if (found.study_id, found.kind, found.asked_by, found.content) != (study_id, kind, by, content):
            raise JobError("this id is that of another job")
        self._wake()
        return found

    async def find(self, tenant_id: UUID, job_id: UUID) -> Job | None:
        """One job."""
        return await self._store.find(tenant_id, job_id)

    async def of_study(self, tenant_id: UUID, study_id: UUID, kind: JobKind) -> list[Job]:
        """The jobs of a study of one kind, the oldest first."""
        return await self._store.of_study(tenant_id, study_id, kind)

    async def cancel(self, tenant_id: UUID, job_id: UUID, *, by: UUID) -> Job:
        """Ends a job that waits or runs, for whoever asked for it; what it has computed is not kept.

        One that has ended stays as it is. Raises `UnknownJob`, and `JobError` for everybody else.
        """
        found = await self._store.find(tenant_id, job_id)
        if found is None:
            raise UnknownJob
        if found.asked_by != by:
            raise JobError("only who asked for it can cancel it")
        await self._store.cancel(tenant_id, job_id, self._now())
        return await self._store.find(tenant_id, job_id) or found


class JobRunner:
    """Does what waits in the queue, the oldest first."""

    def __init__(
        self,
        store: JobStore,
        works: Mapping[JobKind, Work],
        *,
        now: Clock = utc_now,
        lease: float = LEASE_SECONDS,
        renewal: float = RENEWAL_SECONDS,
    ) -> None:
        self._store, self._works, self._now = store, works, now
        self._lease, self._renewal = lease, renewal
        self._process = uuid4()

    async def run_once(self) -> None:
        """Does everything that waits, one after another. Without the research tools, others have to."""
        if not has_research_tools():
            return
        await self._store.fail_abandoned(MOST_ATTEMPTS, INTERRUPTED, self._now())
        while job := await self._store.claim(self._process, tuple(self._works), self._lease):
            await self._run(job)

    async def _run(self, job: Job) -> None:
        running = RunningJob(job)
        work = asyncio.ensure_future(self._works[job.kind](running))
        try:
            is_own = await self._keep(running, work)
        except asyncio.CancelledError:
            # The service stops: another process may take it at once.
            with suppress(StoreError):
                await self._store.give_back(job)
            raise
        finally:
            work.cancel()
            await asyncio.wait([work])
        if is_own:
            await self._end(job, work)

    async def _keep(self, running: RunningJob, work: "asyncio.Future[object]") -> bool:
        """Keeps a job while it is worked on. False if it was cancelled, or is another process's now."""
        while True:
            await asyncio.wait([work], timeout=self._renewal)
            if work.done():
                return True
            if not await self._store.renew(running.job, self._lease, running.done, running.total):
                return False

    async def _end(self, job: Job, work: "asyncio.Future[object]") -> None:
        try:
            await work
        except JobLost:
            return
        except JobFailed as failure:
            await self._store.end(job, "failed", self._now(), failure.reason, failure.arguments)
        except StoreError:
            # The database is away: it is taken up again when its lease is over.
            raise
        except Exception as failure:
            log.warning("research jobs: %s of %s: %s", job.kind, job.job_id, type(failure).__name__)
            log.debug("research jobs: the reason", exc_info=True)
            await self._store.end(job, "failed", self._now(), UNEXPECTED)
        else:
            await self._store.end(job, "done", self._now())
