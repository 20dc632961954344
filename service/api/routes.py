"""The routes of the API that exist whether or not accounts are kept."""

from typing import Any

from litestar import Request, Router
from litestar.datastructures import ResponseHeader
from litestar.exceptions import HTTPException

from domain.messages import Message
from service.api import (
    access_log,
    analyses,
    archive,
    commands,
    daily_views,
    desk,
    health,
    journey_list,
    journey_queries,
    occupations,
    personal_rights,
    programmes,
    redaction,
    retention,
    studies,
    study_exports,
)
from service.api.errors import error_response
from service.api.options_method import OptionsMiddleware
from service.api.problem_type_routes import describe_problem_type
from service.api.problems import PRIVATE_HEADERS
from service.api.query_parameters import check_query
from service.api.request_body import MAX_BODY_BYTES, JsonBody, check_body, require_accept_json
from service.api.translation import set_request_language, translate

RESPONSE_HEADERS = [ResponseHeader(name=name, value=value) for name, value in PRIVATE_HEADERS.items()]


def health_router() -> Router:
    """Everything under `/health`."""
    return Router(path="/health", route_handlers=[health.live, health.ready])


def api_routers() -> list[Router]:
    """Everything under `/api/v1`, `/health` and `/problems`."""
    journeys = Router(
        path="/api/v1",
        route_handlers=[
            *commands.command_routes(),
            journey_list.list_journeys,
            journey_queries.events,
            journey_queries.profile,
            journey_queries.moves,
            journey_queries.suggestions,
            journey_queries.alerts,
            journey_queries.profile_difference,
            *daily_views.daily_view_routes(),
            daily_views.guidance,
            access_log.access_log,
            archive.download_archive,
            access_log.break_glass,
            personal_rights.restriction,
            personal_rights.restrict,
            personal_rights.lift_restriction,
            personal_rights.request_erasure,
            personal_rights.withdraw_erasure,
            personal_rights.forget_contact,
            redaction.redact,
            retention.retention,
            retention.set_retention_period,
            desk.desk,
            occupations.find_occupations,
            occupations.occupation,
            studies.record_study_commands,
            studies.list_studies,
            studies.published_studies,
            studies.get_study,
            studies.study_decisions,
            studies.study_participants,
            studies.study_researchers,
            studies.study_results,
            analyses.run_analysis,
            analyses.list_analyses,
            analyses.get_analysis,
            analyses.cancel_analysis,
            analyses.release_analysis,
            analyses.refuse_analysis,
            analyses.analysis_results,
            analyses.analysis_results_csv,
            study_exports.ask_for_export,
            study_exports.list_exports,
            study_exports.get_export,
            study_exports.cancel_export,
            study_exports.export_file,
            programmes.record_programme_commands,
            programmes.programmes,
            programmes.programme,
            programmes.programme_totals,
            programmes.programme_silences,
            programmes.programme_workload,
        ],
        before_request=_check_request,
        dto=JsonBody,
        return_dto=None,
        request_max_body_size=MAX_BODY_BYTES,
    )
    shared = Router(
        path="/",
        route_handlers=[
            journeys,
            health_router(),
            describe_problem_type,
        ],
        middleware=[OptionsMiddleware()],
        exception_handlers={HTTPException: error_response, Exception: error_response},
        response_headers=RESPONSE_HEADERS,
        type_encoders={Message: translate},
        include_in_schema=True,
    )
    return [shared]


async def _check_request(request: Request[Any, Any, Any]) -> None:
    set_request_language(request.scope)
    require_accept_json(request.headers.get("accept", "*/*").encode())
    check_query(request)
    await check_body(request)
