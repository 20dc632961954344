"""Analyses of studies: run in place, decided on by a second person, and read once they were released."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from domain.messages import translatable
from domain.normal_texts import normalize_texts
from domain.text import LINES
from service.api import problem_types as problems
from service.api.analysis_examples import ANALYSIS_EXAMPLES, REFUSAL_EXAMPLES
from service.api.body_validation import NO_NUL_PATTERN
from service.api.openapi.operations import STUDY_PROBLEMS, operation_with_examples, problem_responses
from service.api.problems import FieldError, Problem
from service.api.query_parameters import check_query
from service.api.request_body import require_accept
from service.http.dependencies import AnalysesDependency
from service.research.analyses import AnalysisError, OwnAnalysis, UnknownAnalysis
from service.research.analysis.releases import Finding, Label, Status
from service.research.analysis.specification import Specification, SpecificationError, json_pointer
from service.research.authorized_analyses import NoAnalysesHere
from service.research.export import ExportError
from service.research.result_files import csv_of
from service.research.storage.analyses import Analysis, AnalysisState
from service.research.tools import ResearchToolsMissing

CSV_MEDIA_TYPE = "text/csv"
ANALYSIS_PROBLEMS = (*STUDY_PROBLEMS, problems.UNKNOWN_ANALYSIS, problems.NO_ANALYSES)
"""Of one analysis."""
DECISION_PROBLEMS = (*ANALYSIS_PROBLEMS, problems.ANALYSIS_STATE)
"""Of changing something about one."""


class OutputReport(Struct, frozen=True, kw_only=True):
    """What the rules say of an output: whether all of it may be let out, a part, or nothing, and why."""

    name: str
    type: str
    status: Status
    findings: tuple[Finding, ...]


class AnalysisReport(Struct, frozen=True, kw_only=True):
    """An analysis: what was asked, by whom, at which position of the log, and what became of it. Without figures."""

    analysis_id: UUID
    study_id: UUID
    state: AnalysisState
    asked_by: UUID
    asked_at: datetime
    position: int
    specification: str
    """As it was sent."""
    decided_by: UUID | None
    """None while nobody decided, and where the rules did."""
    decided_at: datetime | None
    reason: str
    outputs: tuple[OutputReport, ...]


class AnalysesResponse(Struct, frozen=True, kw_only=True):
    """Every analysis of a study, the newest first."""

    analyses: list[AnalysisReport]


class ReleasedOutput(Struct, frozen=True, kw_only=True):
    """An output that was released: lines of labels, figures with three digits, and counts in fives."""

    name: str
    type: str
    lines: tuple[Mapping[str, Label], ...]


class ReleasedResults(Struct, frozen=True, kw_only=True):
    """The figures of an analysis that was released."""

    analysis_id: UUID
    study_id: UUID
    position: int
    released_at: datetime | None
    outputs: tuple[ReleasedOutput, ...]


class RefusedRelease(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why an analysis is not let out."""

    reason: Annotated[str, Meta(min_length=1, max_length=500, pattern=NO_NUL_PATTERN), LINES]


@post(
    "/studies/{study_id:uuid}/analyses",
    tags=["studies"],
    operation_class=operation_with_examples(ANALYSIS_EXAMPLES),
    responses=problem_responses(*STUDY_PROBLEMS, problems.ANALYSIS_STATE, problems.NO_ANALYSES),
)
async def run_analysis(
    analyses: AnalysesDependency,
    request: Request[Any, Any, Any],
    study_id: FromPath[UUID],
    data: JSONBody[Specification],
) -> AnalysisReport:
    """Compute an analysis from the data of those who agreed to an approved study, in place.

    It is answered when it is computed, with what of it may be let out, and why not the rest. A second person releases it.
    """
    del data
    async with analysis_problems():
        return report_of(await analyses.run(study_id, await request.body()))


@get("/studies/{study_id:uuid}/analyses", tags=["studies"], responses=problem_responses(*STUDY_PROBLEMS))
async def list_analyses(analyses: AnalysesDependency, study_id: FromPath[UUID]) -> AnalysesResponse:
    """Every analysis of a study, the newest first, those that were refused among them."""
    return AnalysesResponse(analyses=[report_of(one) for one in await analyses.of_study(study_id)])


@get(
    "/studies/{study_id:uuid}/analyses/{analysis_id:uuid}",
    tags=["studies"],
    responses=problem_responses(*ANALYSIS_PROBLEMS),
)
async def get_analysis(
    analyses: AnalysesDependency, study_id: FromPath[UUID], analysis_id: FromPath[UUID]
) -> AnalysisReport:
    """One analysis: its state, what was suppressed, and why."""
    async with analysis_problems():
        return report_of(await analyses.get(study_id, analysis_id))


@post(
    "/studies/{study_id:uuid}/analyses/{analysis_id:uuid}/release",
    tags=["studies"],
    responses=problem_responses(*DECISION_PROBLEMS),
)
async def release_analysis(
    analyses: AnalysesDependency, study_id: FromPath[UUID], analysis_id: FromPath[UUID]
) -> AnalysisReport:
    """Let an analysis out, as the second person: an administrator or another researcher.

    It is compared with all that was released of the study; where a few people could be singled out it is refused, and the
    state says so.
    """
    async with analysis_problems():
        return report_of(await analyses.release(study_id, analysis_id))


@post(
    "/studies/{study_id:uuid}/analyses/{analysis_id:uuid}/refusal",
    tags=["studies"],
    operation_class=operation_with_examples(REFUSAL_EXAMPLES),
    responses=problem_responses(*DECISION_PROBLEMS),
)
async def refuse_analysis(
    analyses: AnalysesDependency,
    study_id: FromPath[UUID],
    analysis_id: FromPath[UUID],
    data: JSONBody[RefusedRelease],
) -> AnalysisReport:
    """Do not let an analysis out, as the second person, for a reason that whoever asked for it reads."""
    async with analysis_problems():
        return report_of(await analyses.refuse(study_id, analysis_id, normalize_texts(data).reason))


@get(
    "/studies/{study_id:uuid}/analyses/{analysis_id:uuid}/results",
    tags=["studies"],
    responses=problem_responses(*DECISION_PROBLEMS),
)
async def analysis_results(
    analyses: AnalysesDependency, study_id: FromPath[UUID], analysis_id: FromPath[UUID]
) -> ReleasedResults:
    """The figures of an analysis that was released."""
    async with analysis_problems():
        return results_of(await analyses.get(study_id, analysis_id))


async def _check_csv_request(request: Request[Any, Any, Any]) -> None:
    require_accept(request.headers.get("accept", "*/*").encode(), CSV_MEDIA_TYPE)
    check_query(request)


CSV_RESPONSE = ResponseSpec(
    str,
    description="A line for each label and figure.",
    media_type=CSV_MEDIA_TYPE,
    generate_examples=False,
)


@get(
    "/studies/{study_id:uuid}/analyses/{analysis_id:uuid}/results/csv",
    media_type=CSV_MEDIA_TYPE,
    before_request=_check_csv_request,
    tags=["studies"],
    responses={HTTPStatus.OK: CSV_RESPONSE, **problem_responses(*DECISION_PROBLEMS)},
)
async def analysis_results_csv(
    analyses: AnalysesDependency, study_id: FromPath[UUID], analysis_id: FromPath[UUID]
) -> Response[str]:
    """The same figures as CSV: output, line, name and value, so that outputs of all kinds fit in one file."""
    async with analysis_problems():
        found = await analyses.get(study_id, analysis_id)
        require_released(found)
    return Response(
        csv_of(found.outputs),
        media_type=CSV_MEDIA_TYPE,
        headers={"content-disposition": f'attachment; filename="analysis-{analysis_id}.csv"'},
    )


def report_of(analysis: Analysis) -> AnalysisReport:
    """An analysis without its figures."""
    return AnalysisReport(
        analysis_id=analysis.analysis_id,
        study_id=analysis.study_id,
        state=analysis.state,
        asked_by=analysis.asked_by,
        asked_at=analysis.asked_at,
        position=analysis.position,
        specification=analysis.specification,
        decided_by=analysis.decided_by,
        decided_at=analysis.decided_at,
        reason=analysis.reason,
        outputs=tuple(
            OutputReport(name=one.name, type=one.type, status=one.status, findings=one.findings)
            for one in analysis.outputs
        ),
    )


def require_released(analysis: Analysis) -> None:
    """Raises `Problem` unless an analysis was released."""
    if analysis.state != "released":
        raise Problem(problems.ANALYSIS_STATE, "This analysis was not released.")


def results_of(analysis: Analysis) -> ReleasedResults:
    """Its figures. Raises `Problem` unless it was released."""
    require_released(analysis)
    return ReleasedResults(
        analysis_id=analysis.analysis_id,
        study_id=analysis.study_id,
        position=analysis.position,
        released_at=analysis.decided_at,
        outputs=tuple(
            ReleasedOutput(name=one.name, type=one.type, lines=one.lines)
            for one in analysis.outputs
            if one.status != "refused"
        ),
    )


@asynccontextmanager
async def analysis_problems() -> AsyncIterator[None]:
    """Turns what analyses raise into problems."""
    try:
        yield
    except SpecificationError as error:
        found = FieldError(pointer=json_pointer(str(error)), detail=str(error))
        raise Problem(problems.INVALID_VALUE, "The specification cannot be run.", found) from None
    except UnknownAnalysis:
        raise Problem(problems.UNKNOWN_ANALYSIS, problems.UNKNOWN_ANALYSIS.meaning) from None
    except OwnAnalysis:
        raise Problem(
            problems.FORBIDDEN, "Someone other than the person who asked for it has to decide."
        ) from None
    except (AnalysisError, ExportError) as error:
        detail = translatable("This cannot be done now: %(reason)s.", reason=str(error))
        raise Problem(problems.ANALYSIS_STATE, detail) from None
    except (NoAnalysesHere, ResearchToolsMissing):
        raise Problem(problems.NO_ANALYSES, problems.NO_ANALYSES.meaning) from None
