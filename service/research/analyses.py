"""Analyses in place: asked for, computed in a process of its own, and let out by a second person or not."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

from service.clock import Clock, utc_now
from service.research.analysis.faults import SpecificationError
from service.research.analysis.releases import KnownSet
from service.research.analysis.specification import Specification, read_specification
from service.research.child_process import ChildError
from service.research.exports.studies import StudyServices, open_study
from service.research.faults import JOB_FAULTS, STUDY_NOT_APPROVED, fault_of
from service.research.in_place import compute_in_place
from service.research.jobs import JobError, JobFailed, ResearchJobs, RunningJob, TooManyJobs
from service.research.release_checks import objection_to
from service.research.running_analyses import analysis_of_job, arguments_of
from service.research.storage.analyses import Analysis, AnalysisStore, Decision
from service.research.storage.jobs import Job
from service.research.tables import chosen_tables
from service.research.tools import require_tools

ATTEMPTS = 5
NOTHING_LEFT = "By the rules, nothing of it may be let out."
"""Why an analysis is refused by nobody."""


class AnalysisError(Exception):
    """Raised where an analysis cannot be run or decided on. A person can read its message."""


class UnknownAnalysis(AnalysisError):
    """Raised where a study has no such analysis."""

    def __init__(self) -> None:
        super().__init__("there is no such analysis")


class TooManyRefused(AnalysisError):
    """Raised for somebody of whom the rules refused many analyses of a study within a day."""

    def __init__(self) -> None:
        super().__init__(
            f"the rules refused {MOST_REFUSED} of your analyses of this study in a day: try again tomorrow"
        )


class OwnAnalysis(AnalysisError):
    """Raised where whoever asked for an analysis would decide on it."""

    def __init__(self) -> None:
        super().__init__("somebody else than who asked for it has to decide")


class StudyNotApproved(AnalysisError):
    """Raised where a study is not, or not any more, one that may be analysed."""

    def __init__(self, state: str) -> None:
        super().__init__(f"this study is {state}: only an approved one can be analysed")


async def _is_up_to_date() -> None: ...


MOST_REFUSED = 20
"""Analyses that the rules may refuse a person in a study in a day: each tells a little."""
REFUSED_WITHIN = timedelta(days=1)


class Analyses:
    """The analyses of the studies of a service."""

    def __init__(
        self,
        services: StudyServices,
        store: AnalysisStore,
        jobs: ResearchJobs,
        *,
        now: Clock = utc_now,
        catch_up: Callable[[], Awaitable[object]] = _is_up_to_date,
    ) -> None:
        """`catch_up` waits until the read models are."""
        self._services, self._store, self._jobs = services, store, jobs
        self._now, self._catch_up = now, catch_up

    async def ask(
        self, tenant_id: UUID, study_id: UUID, content: bytes, *, by: UUID, analysis_id: UUID | None = None
    ) -> Analysis:
        """Puts an analysis in the queue, once under an id. What is wrong with it is said before.

        Raises `SpecificationError`, `AnalysisError`, `TooManyJobs`, `UnknownStudy`, `ResearchToolsMissing`.
        """
        require_tools()
        if analysis_id and (known := await self._store.find(tenant_id, analysis_id)):
            if (known.study_id, known.asked_by, known.specification) != (study_id, by, content.decode()):
                raise AnalysisError("this id is that of another analysis")
            return known
        await self._check(tenant_id, study_id, content)
        await self._require_patience(tenant_id, study_id, by)
        try:
            job = await self._jobs.ask(
                tenant_id, study_id, "analysis", content.decode(), by=by, job_id=analysis_id
            )
        except TooManyJobs:
            raise
        except JobError as error:
            raise AnalysisError(str(error)) from None
        return analysis_of_job(job) if job.state != "done" else await self._get(tenant_id, job.job_id)

    async def cancel(self, tenant_id: UUID, study_id: UUID, analysis_id: UUID, *, by: UUID) -> Analysis:
        """Ends one that is not computed yet, for whoever asked for it. One that is computed stays as it is.

        Raises `AnalysisError`.
        """
        await self.get(tenant_id, study_id, analysis_id)
        try:
            await self._jobs.cancel(tenant_id, analysis_id, by=by)
        except JobError as error:
            raise AnalysisError(str(error)) from None
        return await self.get(tenant_id, study_id, analysis_id)

    async def do(self, running: RunningJob) -> None:
        """Computes what a job asks for. Raises `JobFailed`."""
        job = running.job
        if await self._store.find(job.tenant_id, job.job_id):
            return
        try:
            await self._compute(job, of_queue=True, advance=running.advance)
        except SpecificationError as error:
            raise JobFailed(error.code, **arguments_of(error)) from None
        except StudyNotApproved:
            raise JobFailed(STUDY_NOT_APPROVED) from None
        except ChildError as error:
            raise JobFailed(fault_of(error)) from None

    async def run(self, tenant_id: UUID, study_id: UUID, content: bytes, *, by: UUID) -> Analysis:
        """Computes a specification from the study's files, and stores what may be let out, to wait for a second person.

        Raises `SpecificationError`, `AnalysisError`, `UnknownStudy`, `ResearchToolsMissing`.
        """
        require_tools()
        job = Job(
            tenant_id=tenant_id,
            job_id=uuid4(),
            study_id=study_id,
            kind="analysis",
            asked_by=by,
            asked_at=self._now(),
            content=content.decode(),
            state="running",
        )
        await self._require_patience(tenant_id, study_id, by)
        try:
            return await self._compute(job)
        except ChildError as error:
            raise AnalysisError(JOB_FAULTS[fault_of(error)]) from None

    async def _compute(
        self,
        job: Job,
        *,
        of_queue: bool = False,
        advance: Callable[[int, int], object] = lambda _, __: None,
    ) -> Analysis:
        """Computes anew until nobody has left the study meanwhile: whoever did is in no figure."""
        content = job.content.encode()
        for _ in range(ATTEMPTS):
            await self._check(job.tenant_id, job.study_id, content)
            await self._catch_up()
            opened = await open_study(self._services, job.tenant_id, job.study_id)
            earlier = await self._released_sets(job.tenant_id, job.study_id)
            known = [one for each in earlier.values() for one in each]
            ready, journeys = await compute_in_place(opened, content, known, advance)
            # A study that was closed meanwhile, or that somebody left.
            await self._check(job.tenant_id, job.study_id, content)
            if await self._all_are_there(job, journeys.values()):
                break
        else:
            raise AnalysisError("people left the study again and again while it was computed: try again")
        refused = all(one.status == "refused" for one in ready.outputs)
        analysis = Analysis(
            analysis_id=job.job_id,
            study_id=job.study_id,
            asked_by=job.asked_by,
            asked_at=job.asked_at,
            position=opened.source.summary.position,
            specification=job.content,
            outputs=ready.outputs,
            sets=(),
            state="refused" if refused else "waiting",
            decided_at=self._now() if refused else None,
            reason=NOTHING_LEFT if refused else "",
        )
        queued = job if of_queue else None
        return await self._store.add(job.tenant_id, analysis, ready.sets, journeys, of_job=queued)

    async def _check(self, tenant_id: UUID, study_id: UUID, content: bytes) -> None:
        """Says what can be said before anything is computed. Raises `StudyNotApproved`, `SpecificationError`."""
        specification = read_specification(content)
        definition = await self._services.studies.definition(study_id, tenant_id=tenant_id)
        if definition.state != "approved":
            raise StudyNotApproved(definition.state)
        await asyncio.to_thread(_check_expressions, specification, definition.variables)

    async def _require_patience(self, tenant_id: UUID, study_id: UUID, by: UUID) -> None:
        """Raises `TooManyRefused`."""
        since = self._now() - REFUSED_WITHIN
        if await self._store.count_refused(tenant_id, study_id, by, since) >= MOST_REFUSED:
            raise TooManyRefused

    async def _all_are_there(self, job: Job, journeys: Collection[UUID]) -> bool:
        """Whether nobody left, was restricted or erased since."""
        await self._catch_up()
        found = await self._services.studies.participants(job.tenant_id, job.study_id)
        return set(journeys) <= {one.journey_id for one in found}

    async def of_study(self, tenant_id: UUID, study_id: UUID) -> list[Analysis]:
        """The analyses of a study, the oldest first, with those that are not computed."""
        jobs = await self._jobs.of_study(tenant_id, study_id, "analysis")
        stored = await self._store.of_study(tenant_id, study_id)
        known = {one.analysis_id for one in stored}
        others = [analysis_of_job(one) for one in jobs if one.state != "done" and one.job_id not in known]
        return sorted([*stored, *others], key=lambda one: (one.asked_at, one.position or 0, one.analysis_id))

    async def count_waiting(self, tenant_id: UUID, for_whom: UUID) -> dict[UUID, int]:
        """By study how many wait for somebody who did not ask for them."""
        return await self._store.count_waiting(tenant_id, for_whom)

    async def get(self, tenant_id: UUID, study_id: UUID, analysis_id: UUID) -> Analysis:
        """One analysis of a study, with its figures. Raises `UnknownAnalysis`."""
        found = await self._get(tenant_id, analysis_id)
        if found.study_id != study_id:
            raise UnknownAnalysis
        return found

    async def study_of(self, tenant_id: UUID, analysis_id: UUID) -> UUID:
        """The study that an analysis is of. Raises `UnknownAnalysis`."""
        return (await self._get(tenant_id, analysis_id)).study_id

    async def objection(self, tenant_id: UUID, analysis: Analysis) -> str | None:
        """Why a waiting analysis would not be let out if somebody did so now; None if it would."""
        return (await self._compared(tenant_id, analysis))[0]

    async def release(self, tenant_id: UUID, analysis_id: UUID, *, by: UUID) -> Analysis:
        """Lets an analysis out, unless something was let out since with which it would single out a few.

        Raises `AnalysisError`: also for whoever asked for it.
        """
        for _ in range(ATTEMPTS):
            analysis = await self._waiting(tenant_id, analysis_id, by)
            reason, earlier = await self._compared(tenant_id, analysis)
            decision = Decision(
                state="refused" if reason else "released", by=by, at=self._now(), reason=reason or ""
            )
            if await self._store.decide(tenant_id, analysis, decision, knowing=earlier):
                return await self._get(tenant_id, analysis_id)
        raise AnalysisError("others decide on analyses of this study at this moment: try again")

    async def refuse(self, tenant_id: UUID, analysis_id: UUID, *, by: UUID, reason: str) -> Analysis:
        """Does not let an analysis out. Raises `AnalysisError`."""
        analysis = await self._waiting(tenant_id, analysis_id, by)
        decision = Decision(state="refused", by=by, at=self._now(), reason=reason)
        if not await self._store.decide(tenant_id, analysis, decision):
            raise AnalysisError("somebody else has just decided on it")
        return await self._get(tenant_id, analysis_id)

    async def _waiting(self, tenant_id: UUID, analysis_id: UUID, by: UUID) -> Analysis:
        analysis = await self._get(tenant_id, analysis_id)
        if analysis.state != "waiting":
            raise AnalysisError(f"this analysis is {analysis.state} already")
        if analysis.asked_by == by:
            raise OwnAnalysis
        return analysis

    async def _compared(self, tenant_id: UUID, analysis: Analysis) -> tuple[str | None, list[UUID]]:
        """What there is against letting it out, and all releases of the organisation that it was compared with."""
        require_tools()
        released = await self._store.released(tenant_id)
        return await objection_to(
            self._store, tenant_id, analysis, released, await self._here(tenant_id, analysis)
        ), [one.analysis_id for one in released]

    async def _here(self, tenant_id: UUID, analysis: Analysis) -> frozenset[str]:
        """Who takes part now, by journey."""
        await self._catch_up()
        found = await self._services.studies.participants(tenant_id, analysis.study_id)
        return frozenset(one.journey_id.hex for one in found)

    async def _get(self, tenant_id: UUID, analysis_id: UUID) -> Analysis:
        job = await self._jobs.find(tenant_id, analysis_id)
        if job and job.kind == "analysis" and job.state != "done":
            return analysis_of_job(job)
        found = await self._store.find(tenant_id, analysis_id)
        if found is None:
            raise UnknownAnalysis
        return found

    async def _released_sets(self, tenant_id: UUID, study_id: UUID) -> dict[UUID, list[KnownSet]]:
        known = await self._store.of_study(tenant_id, study_id)
        return await self._store.sets_of(tenant_id, [one for one in known if one.state == "released"])


def _check_expressions(specification: Specification, approved: Sequence[str]) -> None:
    """Parses what is asked of a study's approved variables. Raises `SpecificationError`."""
    variables: Any = import_module("service.research.analysis.named_variables")
    variables.read_expressions(specification, chosen_tables(approved))
