"""The queue of long work on studies: who asked for what, how far it is, and which process has it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Struct

from service.postgres.connections import tenant_tx, translate_driver_errors

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import Pool, PooledConnection, WorkerPool

JobKind: TypeAlias = Literal["analysis", "export"]
JobState: TypeAlias = Literal["waiting", "running", "done", "failed", "cancelled"]
Argument: TypeAlias = str | int

_COLUMNS = """tenant_id, job_id, study_id, kind, asked_by, asked_at, content, state, done, total, reason, arguments,
attempts, claimed_by"""
LOCK_PERSON = "select pg_advisory_xact_lock(hashtextextended($1, 0))"
COUNT_OPEN = "select count(*) from research_jobs where tenant_id = $1 and asked_by = $2 and ended_at is null"
INSERT = f"""
insert into research_jobs (tenant_id, job_id, study_id, kind, asked_by, asked_at, content)
values ($1, $2, $3, $4, $5, $6, $7) returning {_COLUMNS}
"""  # noqa: S608 - our own words
SELECT_ONE = f"select {_COLUMNS} from research_jobs where tenant_id = $1 and job_id = $2"  # noqa: S608 - our own words
SELECT_OF_STUDY = f"""
select {_COLUMNS} from research_jobs where tenant_id = $1 and study_id = $2 and kind = $3 order by asked_at, job_id
"""  # noqa: S608 - our own words
CANCEL = """
update research_jobs set state = 'cancelled', ended_at = $3
where tenant_id = $1 and job_id = $2 and ended_at is null returning true
"""
CLAIM = f"""
update research_jobs set state = 'running', claimed_by = $1, claimed_until = clock_timestamp() + make_interval(secs => $2),
attempts = attempts + 1, done = 0, total = 0
where (tenant_id, job_id) = (
    select tenant_id, job_id from research_jobs
    where ended_at is null and kind = any($3::text[]) and (state = 'waiting' or claimed_until < clock_timestamp())
    order by asked_at, job_id limit 1 for update skip locked
) returning {_COLUMNS}
"""  # noqa: S608 - our own words
FAIL_ABANDONED = """
update research_jobs set state = 'failed', reason = $2, ended_at = $3
where ended_at is null and state = 'running' and attempts >= $1 and claimed_until < clock_timestamp()
"""
_OWN = "where tenant_id = $1 and job_id = $2 and claimed_by = $3 and ended_at is null"
RENEW = f"""
update research_jobs set claimed_until = clock_timestamp() + make_interval(secs => $4), done = $5, total = $6
{_OWN} returning true
"""  # noqa: S608 - our own words
GIVE_BACK = f"""
update research_jobs set state = 'waiting', claimed_by = null, claimed_until = null, attempts = attempts - 1 {_OWN}
"""  # noqa: S608 - our own words
END = f"""
update research_jobs set state = $4, reason = $5, arguments = $6, ended_at = $7 {_OWN} returning true
"""  # noqa: S608 - our own words


class Job(Struct, frozen=True, kw_only=True):
    """A piece of long work on a study."""

    tenant_id: UUID
    job_id: UUID
    study_id: UUID
    kind: JobKind
    asked_by: UUID
    asked_at: datetime
    content: str
    state: JobState
    done: int = 0
    total: int = 0
    """100, of which `done` is the share that is done; 0 while nobody knows."""
    reason: str = ""
    """Why it failed, as a code."""
    arguments: Mapping[str, Argument] = {}
    attempts: int = 0
    claimed_by: UUID | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in {"waiting", "running"}


class JobLost(Exception):
    """Raised where a job is no longer that of the process which works on it: it was cancelled, or another one has it."""


class JobStore:
    """Reads and writes the queue; requests see their own organisation, the taking of work sees all."""

    def __init__(self, pool: "Pool", workers: "WorkerPool") -> None:
        self._pool, self._workers = pool, workers

    async def add(self, job: Job, *, most_open: int) -> Job | None:
        """Puts a job in the queue, or gives the one that is there under its id. None if its asker has too many open."""
        async with tenant_tx(self._pool, job.tenant_id) as connection:
            await connection.execute(LOCK_PERSON, f"research_jobs {job.tenant_id} {job.asked_by}")
            if row := await connection.fetchrow(SELECT_ONE, job.tenant_id, job.job_id):
                return _job(row)
            if await connection.fetchval(COUNT_OPEN, job.tenant_id, job.asked_by) >= most_open:
                return None
            values = (job.job_id, job.study_id, job.kind, job.asked_by, job.asked_at, job.content)
            row = await connection.fetchrow(INSERT, job.tenant_id, *values)
        return _job(row) if row else None

    async def find(self, tenant_id: UUID, job_id: UUID) -> Job | None:
        """One job."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            row = await connection.fetchrow(SELECT_ONE, tenant_id, job_id)
        return _job(row) if row else None

    async def of_study(self, tenant_id: UUID, study_id: UUID, kind: JobKind) -> list[Job]:
        """The jobs of a study of one kind, the oldest first."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(SELECT_OF_STUDY, tenant_id, study_id, kind)
        return [_job(row) for row in rows]

    async def cancel(self, tenant_id: UUID, job_id: UUID, at: datetime) -> bool:
        """Ends a job that waits or runs. False if it had ended already."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            return bool(await connection.fetchval(CANCEL, tenant_id, job_id, at))

    async def claim(self, process: UUID, kinds: Sequence[JobKind], seconds: float) -> Job | None:
        """Takes the oldest job that waits, or whose process has not been heard of for a while."""
        with translate_driver_errors():
            row = await self._workers.fetchrow(CLAIM, process, seconds, list(kinds))
        return _job(row) if row else None

    async def fail_abandoned(self, attempts: int, reason: str, at: datetime) -> None:
        """Ends the jobs whose processes ended so many times."""
        with translate_driver_errors():
            await self._workers.execute(FAIL_ABANDONED, attempts, reason, at)

    async def renew(self, job: Job, seconds: float, done: int, total: int) -> bool:
        """Keeps a job for this process, and notes how far it is. False if it is another's now, or ended."""
        with translate_driver_errors():
            renewed = await self._workers.fetchval(RENEW, *_own(job), seconds, done, total)
        return bool(renewed)

    async def give_back(self, job: Job) -> None:
        """Lets a job wait again, as if it had never been taken."""
        with translate_driver_errors():
            await self._workers.execute(GIVE_BACK, *_own(job))

    async def end(
        self,
        job: Job,
        state: JobState,
        at: datetime,
        reason: str = "",
        arguments: Mapping[str, Argument] | None = None,
    ) -> None:
        """Ends a job of this process; nothing happens if it is not its own any more."""
        stated = msgspec.json.encode(arguments or {}).decode()
        with translate_driver_errors():
            await self._workers.fetchval(END, *_own(job), state, reason, stated, at)


async def end_within(connection: "PooledConnection", job: Job, at: datetime) -> None:
    """Marks a job as done in the transaction that stores its result. Raises `JobLost` if it is not this process's any more."""
    if not await connection.fetchval(END, *_own(job), "done", "", "{}", at):
        raise JobLost


def _own(job: Job) -> tuple[UUID, UUID, UUID | None]:
    return job.tenant_id, job.job_id, job.claimed_by


_ARGUMENTS = msgspec.json.Decoder(dict[str, Argument])


def _job(row: "Record") -> Job:
    values: dict[str, Any] = dict(row)
    values["arguments"] = _ARGUMENTS.decode(values["arguments"])
    return Job(**values)
