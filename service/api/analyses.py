"""Analyses of studies: run in place, decided on by a second person, and read once they were released."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from domain.messages import translatable
from domain.normal_texts import normalize_texts
from service.api import problem_types as problems
from service.api.analysis_bodies import (
    AnalysesResponse,
    AnalysisReport,
    RefusedRelease,
    ReleasedOutput,
    ReleasedResults,
    report_of,
)
from service.api.analysis_examples import ANALYSIS_EXAMPLES, REFUSAL_EXAMPLES
from service.api.openapi.operations import STUDY_PROBLEMS, operation_with_examples, problem_responses
from service.api.problems import FieldError, Problem
from service.api.query_parameters import OwnId, check_query
from service.api.request_body import require_accept
from service.http.dependencies import AnalysesDependency
from service.research.analyses import AnalysisError, OwnAnalysis, UnknownAnalysis
from service.research.analysis.faults import SpecificationError
from service.research.analysis.specification import Specification, json_pointer
from service.research.authorized_analyses import NoAnalysesHere
from service.research.export import ExportError
from service.research.jobs import TooManyJobs
from service.research.result_files import csv_of
from service.research.storage.analyses import Analysis
from service.research.tools import ResearchToolsMissing

CSV_MEDIA_TYPE = "text/csv"
ANALYSIS_PROBLEMS = (*STUDY_PROBLEMS, problems.UNKNOWN_ANALYSIS, problems.NO_ANALYSES)
"""Of one analysis."""
DECISION_PROBLEMS = (*ANALYSIS_PROBLEMS, problems.ANALYSIS_STATE)
"""Of changing something about one."""


@post(
    "/studies/{study_id:uuid}/analyses",
    status_code=HTTPStatus.ACCEPTED,
    tags=["studies"],
    operation_class=operation_with_examples(ANALYSIS_EXAMPLES),
    responses=problem_responses(
        *STUDY_PROBLEMS, problems.ANALYSIS_STATE, problems.NO_ANALYSES, problems.TOO_MANY_JOBS
    ),
)
async def run_analysis(
    analyses: AnalysesDependency,
    request: Request[Any, Any, Any],
    study_id: FromPath[UUID],
    data: JSONBody[Specification],
    analysis_id: OwnId = None,
) -> Response[AnalysisReport]:
    """Ask for an analysis of the data of those who agreed to an approved study, computed in place.

    Under an `analysis_id` that you choose nothing is computed twice, however often it is sent.

    What is wrong with it is said at once. Otherwise it is answered before it is computed; `location` is where its state
    stands: `running` at first, then `waiting` with what of it may be let out, and why not the rest, or `failed` with the
    reason. A second person releases it.
    """
    del data
    async with analysis_problems():
        report = report_of(await analyses.ask(study_id, await request.body(), analysis_id))
    at = f"{request.url.path}/{report.analysis_id}"
    return Response(report, status_code=HTTPStatus.ACCEPTED, headers={"location": at})


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
    "/studies/{study_id:uuid}/analyses/{analysis_id:uuid}/cancellation",
    tags=["studies"],
    responses=problem_responses(*DECISION_PROBLEMS),
)
async def cancel_analysis(
    analyses: AnalysesDependency, study_id: FromPath[UUID], analysis_id: FromPath[UUID]
) -> AnalysisReport:
    """End an analysis that you asked for and that is not computed yet. One that is computed stays as it is."""
    async with analysis_problems():
        return report_of(await analyses.cancel(study_id, analysis_id))


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
async def analysis_problems() -> AsyncGenerator[None]:
    """Turns what analyses raise into problems."""
    try:
        yield
    except SpecificationError as error:
        found = FieldError(pointer=json_pointer(error.path), detail=str(error))
        raise Problem(problems.INVALID_VALUE, "The specification cannot be run.", found) from None
    except UnknownAnalysis:
        raise Problem(problems.UNKNOWN_ANALYSIS, problems.UNKNOWN_ANALYSIS.meaning) from None
    except OwnAnalysis:
        raise Problem(
            problems.FORBIDDEN, "Someone other than the person who asked for it has to decide."
        ) from None
    except TooManyJobs as error:
        raise Problem(problems.TOO_MANY_JOBS, str(error)) from None
    except (AnalysisError, ExportError) as error:
        detail = translatable("This cannot be done now: %(reason)s.", reason=str(error))
        raise Problem(problems.ANALYSIS_STATE, detail) from None
    except NoAnalysesHere:
        detail = translatable("This service keeps no keys to make pseudonyms with: it encrypts nothing.")
        raise Problem(problems.NO_ANALYSES, detail) from None
    except ResearchToolsMissing:
        raise Problem(problems.NO_ANALYSES, problems.NO_ANALYSES.meaning) from None
