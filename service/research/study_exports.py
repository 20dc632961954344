"""Exports that a page offers: made as jobs, kept as files for some days, and deleted as soon as somebody in them leaves."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.errors import UnknownStudy
from service.application.studies import StudyDefinition
from service.clock import Clock, utc_now
from service.research.child_process import ChildError, Limits, run_in_child
from service.research.export import ExportError
from service.research.export_files import ExportFiles
from service.research.export_making import AskedExport, make_export
from service.research.exports.studies import (
    OpenedStudy,
    StudyServices,
    TooFewPeople,
    exported_study,
    open_study,
    require_enough,
    require_extract,
)
from service.research.faults import fault_of
from service.research.jobs import JobFailed, ResearchJobs, RunningJob
from service.research.storage.exports import ExportStore, GoneReason, MadeExport, NotedDownload
from service.research.storage.jobs import Argument, Job
from service.research.tools import require_tools

ExportState: TypeAlias = Literal["waiting", "running", "failed", "cancelled", "ready", "gone"]
TOO_FEW, NOT_ALLOWED, CHANGED = "too_few", "not_allowed", "changed"
"""Why an export was not made, besides what ends any job."""
ATTEMPTS = 3
"""How often it is made anew because somebody left meanwhile."""
LIMITS = Limits(seconds=30 * 60)
_ASKED = msgspec.json.Decoder(AskedExport)


class UnknownExport(ExportError):
    """Raised where a study has no such export."""

    def __init__(self) -> None:
        super().__init__("there is no such export")


class ExportNotReady(ExportError):
    """Raised where there is no file to take out: it is not made, or gone."""


class StudyExport(Struct, frozen=True, kw_only=True):
    """An export that somebody asked for: what of it, how far it is, and what came of it."""

    export_id: UUID
    study_id: UUID
    asked_by: UUID
    asked_at: datetime
    asked: AskedExport
    state: ExportState
    done: int = 0
    total: int = 0
    reason: str = ""
    """Why it was not made, as a code."""
    arguments: Mapping[str, Argument] = {}
    made: MadeExport | None = None
    kept_until: datetime | None = None
    downloads: tuple[NotedDownload, ...] = ()


class StudyExports:
    """The exports of the studies of a service. `catch_up` brings the read models up to date."""

    def __init__(
        self,
        services: StudyServices,
        store: ExportStore,
        files: ExportFiles,
        jobs: ResearchJobs,
        *,
        catch_up: Callable[[], Awaitable[object]],
        now: Clock = utc_now,
    ) -> None:
        self._services, self._store, self._files, self._jobs = services, store, files, jobs
        self._catch_up, self._now = catch_up, now

    async def ask(
        self, tenant_id: UUID, study_id: UUID, asked: AskedExport, *, by: UUID, export_id: UUID | None = None
    ) -> StudyExport:
        """Has an export made. Under an id that is known nothing is made again.

        Raises `ExportError`, `JobError`, `UnknownStudy`, `ResearchToolsMissing`.
        """
        require_tools()
        definition = await self._services.studies.definition(study_id, tenant_id=tenant_id)
        require_extract(definition)
        if unknown := set(asked.tables) - set(exported_study(definition).tables):
            raise ExportError(f"the study was approved without the table {min(unknown)}")
        await self._catch_up()
        require_enough(await self._services.studies.participants(tenant_id, study_id))
        content = msgspec.json.encode(asked).decode()
        job = await self._jobs.ask(tenant_id, study_id, "export", content, by=by, job_id=export_id)
        return await self.get(tenant_id, study_id, job.job_id)

    async def of_study(self, tenant_id: UUID, study_id: UUID) -> list[StudyExport]:
        """The exports of a study, the oldest first."""
        # The jobs first: one that ends meanwhile has its export already.
        jobs = await self._jobs.of_study(tenant_id, study_id, "export")
        made = {one.export_id: one for one in await self._settled(tenant_id, study_id)}
        taken: dict[UUID, list[NotedDownload]] = {one: [] for one in made}
        for one in await self._store.downloads(tenant_id, study_id) if made else ():
            taken[one.export_id].append(one)
        return [self._export(job, made.get(job.job_id), taken.get(job.job_id, ())) for job in jobs]

    async def get(self, tenant_id: UUID, study_id: UUID, export_id: UUID) -> StudyExport:
        """One of them. Raises `UnknownExport`."""
        found = await self.of_study(tenant_id, study_id)
        for one in found:
            if one.export_id == export_id:
                return one
        raise UnknownExport

    async def cancel(self, tenant_id: UUID, study_id: UUID, export_id: UUID, *, by: UUID) -> StudyExport:
        """Ends one that waits or is made, for whoever asked for it. Raises `JobError`, `UnknownExport`."""
        await self.get(tenant_id, study_id, export_id)
        await self._jobs.cancel(tenant_id, export_id, by=by)
        return await self.get(tenant_id, study_id, export_id)

    async def take_out(
        self, tenant_id: UUID, study_id: UUID, export_id: UUID, *, by: UUID
    ) -> tuple[Path, frozenset[UUID]]:
        """Notes that somebody takes an export out; returns its file, and who is in it.

        Raises `UnknownExport`, and `ExportNotReady` if it is not made, if somebody in it left, or if its file is elsewhere.
        """
        found = await self.get(tenant_id, study_id, export_id)
        path = self._files.path(tenant_id, export_id)
        if found.state == "gone":
            raise ExportNotReady("this export is deleted: make a new one")
        if found.state != "ready" or not path.is_file():
            raise ExportNotReady("there is no file of this export")
        members = await self._store.members(tenant_id, [export_id])
        await self._store.note_download(
            tenant_id, NotedDownload(export_id=export_id, taken_at=self._now(), taken_by=by)
        )
        return path, members[export_id]

    async def make(self, running: RunningJob) -> None:
        """The work of a job: makes an export, unless it may not be made any more. Raises `JobFailed`."""
        job, asked = running.job, _ASKED.decode(running.job.content)
        for _ in range(ATTEMPTS):
            opened = await self._opened(job)
            members = frozenset(one.journey_id for one in opened.source.enrolled)
            if await self._make(running, opened, asked, members):
                return
        raise JobFailed(CHANGED)

    async def clear_up(self) -> None:
        """Deletes the files whose days are over, or in which somebody is who left, and those that nobody knows of."""
        for tenant_id, study_id in await self._store.kept_studies():
            await self._settled(tenant_id, study_id)
        self._files.delete_unknown(await self._store.kept())
        self._files.clear_making()

    async def _opened(self, job: Job) -> OpenedStudy:
        await self._catch_up()
        try:
            definition = await self._services.studies.definition(job.study_id, tenant_id=job.tenant_id)
            require_extract(definition)
            opened = await open_study(self._services, job.tenant_id, job.study_id)
            require_enough(opened.source.enrolled)
        except TooFewPeople:
            raise JobFailed(TOO_FEW) from None
        except (ExportError, UnknownStudy):
            raise JobFailed(NOT_ALLOWED) from None
        return opened

    async def _make(
        self, running: RunningJob, opened: OpenedStudy, asked: AskedExport, members: frozenset[UUID]
    ) -> bool:
        """False if somebody left while it was made."""
        job = running.job
        with self._files.making() as folder:
            try:
                packed = await run_in_child(
                    make_export,
                    opened.study,
                    opened.key,
                    asked,
                    str(folder),
                    source=opened.source,
                    advance=running.advance,
                    limits=LIMITS,
                )
            except ChildError as error:
                raise JobFailed(fault_of(error)) from None
            if members - await self._present(job.tenant_id, job.study_id):
                return False
            made = MadeExport(
                export_id=job.job_id,
                study_id=job.study_id,
                asked_by=job.asked_by,
                made_at=self._now(),
                position=packed.position,
                tables=packed.tables,
                formats=asked.formats,
                participants=len(members),
                events=packed.events,
                rows=packed.rows,
                bytes=packed.bytes,
                zip_sha256=packed.zip_sha256,
                sha256=packed.sha256,
                shown=opened.source.summary.attrition.agreed,
            )
            # The file takes its place as the last of the transaction: who lost the job to another process moves none.
            await self._store.add(
                job,
                made,
                members,
                self._now(),
                keep=lambda: self._files.keep(Path(packed.path), job.tenant_id, job.job_id),
            )
        return True

    async def _settled(self, tenant_id: UUID, study_id: UUID) -> Sequence[MadeExport]:
        """The exports of a study, once files are deleted that may not be kept."""
        made = await self._store.of_study(tenant_id, study_id)
        kept = [one for one in made if one.gone_at is None]
        if not kept:
            return made
        definition = await self._services.studies.definition(study_id, tenant_id=tenant_id)
        present = await self._present(tenant_id, study_id)
        members = await self._store.members(tenant_id, [one.export_id for one in kept])
        gone: dict[GoneReason, list[UUID]] = {}
        for one in kept:
            if because := self._gone_because(one, definition, members[one.export_id], present):
                gone.setdefault(because, []).append(one.export_id)
        for because, ids in gone.items():
            self._files.delete(tenant_id, ids)
            await self._store.mark_gone(tenant_id, ids, because, self._now())
        return await self._store.of_study(tenant_id, study_id) if gone else made

    def _gone_because(
        self,
        made: MadeExport,
        definition: StudyDefinition,
        members: frozenset[UUID],
        present: frozenset[UUID],
    ) -> GoneReason | None:
        # Whoever was erased is no member any more, so that one is missing.
        if members - present or len(members) < made.participants:
            return "left"
        if definition.state != "approved":
            return "closed"
        return "age" if made.made_at + self._files.kept_for <= self._now() else None

    async def _present(self, tenant_id: UUID, study_id: UUID) -> frozenset[UUID]:
        found = await self._services.studies.participants(tenant_id, study_id)
        return frozenset(one.journey_id for one in found)

    def _export(self, job: Job, made: MadeExport | None, taken: Sequence[NotedDownload]) -> StudyExport:
        state = _state(job, made)
        return StudyExport(
            export_id=job.job_id,
            study_id=job.study_id,
            asked_by=job.asked_by,
            asked_at=job.asked_at,
            asked=_ASKED.decode(job.content),
            state=state,
            done=job.done,
            total=job.total,
            reason=job.reason,
            arguments=job.arguments,
            made=made,
            kept_until=made.made_at + self._files.kept_for if made and state == "ready" else None,
            downloads=tuple(taken),
        )


def _state(job: Job, made: MadeExport | None) -> ExportState:
    if job.state != "done":
        return job.state
    return "ready" if made and made.gone_at is None else "gone"
