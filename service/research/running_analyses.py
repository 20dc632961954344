"""Analyses that are not computed yet, or never will be: they are told from their jobs."""

from collections.abc import Mapping
from types import MappingProxyType

from service.research.analysis.faults import FAULTS, SpecificationError
from service.research.faults import JOB_FAULTS
from service.research.storage.analyses import Analysis, AnalysisFault, AnalysisProgress, AnalysisState
from service.research.storage.jobs import Argument, Job, JobState

ALL_FAULTS: Mapping[str, str] = MappingProxyType({**FAULTS, **JOB_FAULTS})
"""Why an analysis fails, by code."""
ANALYSIS_STATES_OF_JOBS: dict[JobState, AnalysisState] = {
    "waiting": "running",
    "running": "running",
    "failed": "failed",
    "cancelled": "cancelled",
}
"""What a job that is not done is as an analysis."""
PATH = "path"
"""Among the arguments of a job that failed: the place in the specification."""


def arguments_of(error: SpecificationError) -> dict[str, Argument]:
    """What is kept of what is wrong with a specification, beside its code."""
    return {PATH: error.path, **error.arguments}


def analysis_of_job(job: Job) -> Analysis:
    """A job that is not done, as an analysis."""
    fault = _fault(job) if job.state == "failed" else None
    return Analysis(
        analysis_id=job.job_id,
        study_id=job.study_id,
        asked_by=job.asked_by,
        asked_at=job.asked_at,
        position=None,
        specification=job.content,
        outputs=(),
        sets=(),
        state=ANALYSIS_STATES_OF_JOBS[job.state],
        reason=sentence_of(fault) if fault else "",
        progress=AnalysisProgress(done=job.done, total=job.total),
        fault=fault,
    )


def sentence_of(fault: AnalysisFault) -> str:
    """Why an analysis failed, in English."""
    sentence = ALL_FAULTS.get(fault.code, fault.code) % fault.arguments
    return f"{fault.path}: {sentence}" if fault.path else sentence


def _fault(job: Job) -> AnalysisFault:
    arguments = {name: one for name, one in job.arguments.items() if name != PATH}
    return AnalysisFault(code=job.reason, path=str(job.arguments.get(PATH, "")), arguments=arguments)
