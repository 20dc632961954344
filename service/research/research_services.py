"""What researchers ask of a running service, and how it is built: their jobs, and what does each kind of them."""

from typing import TYPE_CHECKING

from msgspec import Struct

from service.clock import Clock
from service.encryption.vault import Vault
from service.postgres.errors import StoreUnavailable
from service.read_models.progress import ReadModelProgress
from service.research.analyses import Analyses
from service.research.export_files import ExportFiles
from service.research.exports.studies import StudyServices
from service.research.jobs import JobRunner, ResearchJobs
from service.research.storage.analyses import AnalysisStore
from service.research.storage.exports import ExportStore
from service.research.storage.jobs import JobStore
from service.research.storage.memberships import MembershipSealer
from service.research.study_exports import StudyExports

READ_MODEL_SECONDS = 10.0
"""How long work waits for read models that are behind."""

if TYPE_CHECKING:
    from service.postgres.connections import Pool, WorkerPool


class ResearchServices(Struct, frozen=True, kw_only=True):
    """The services that exist only where there are keys to make pseudonyms with."""

    jobs: ResearchJobs
    analyses: Analyses
    exports: StudyExports
    runner: JobRunner


def make_research_services(
    read_with: StudyServices,
    pool: "Pool",
    workers: "WorkerPool",
    vault: Vault | None,
    files: ExportFiles,
    *,
    now: Clock,
    progress: ReadModelProgress,
) -> ResearchServices:
    """Builds them."""

    async def catch_up() -> None:
        if not await progress.wait_for(await read_with.log.head(), READ_MODEL_SECONDS):
            raise StoreUnavailable("the read models are behind the log")

    store = JobStore(pool, workers)
    jobs = ResearchJobs(store, now=now)
    analyses = Analyses(
        read_with, AnalysisStore(pool, MembershipSealer(vault)), jobs, now=now, catch_up=catch_up
    )
    exports = StudyExports(read_with, ExportStore(pool, workers), files, jobs, catch_up=catch_up, now=now)
    runner = JobRunner(store, {"analysis": analyses.do, "export": exports.make}, now=now)
    return ResearchServices(jobs=jobs, analyses=analyses, exports=exports, runner=runner)
