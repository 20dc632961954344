"""The addresses of the API."""

from typing import Any

from litestar import Request, Router
from litestar.datastructures import ResponseHeader
from litestar.exceptions import HTTPException

from domain.messages import Sentence
from service.api import (
    access_log,
    archive,
    commands,
    daily_views,
    desk,
    health,
    journey_list,
    journey_queries,
    personal_rights,
    programmes,
    redaction,
    retention,
)
from service.api.dependencies import DEPENDENCIES
from service.api.errors import told
from service.api.openapi_routes import problem_kind, schema_file, schema_page
from service.api.options_method import telling_methods
from service.api.problems import PRIVATE
from service.api.query_parameters import plain_query
from service.api.request_body import takes_json
from service.api.translation import said, speak_as_asked

HEADERS = [ResponseHeader(name=name, value=value) for name, value in PRIVATE.items()]


def api_routers() -> list[Router]:
    """Everything under `/api/v1`, `/health`, `/schema` and `/problems`."""
    journeys = Router(
        path="/api/v1",
        route_handlers=[
            *commands.command_routes(),
            journey_list.journeys,
            journey_queries.events,
            journey_queries.profile,
            journey_queries.moves,
            journey_queries.suggestions,
            journey_queries.alerts,
            journey_queries.difference_between,
            *daily_views.daily_routes(),
            daily_views.guidance,
            access_log.access_log,
            archive.journey_archive,
            access_log.break_glass,
            personal_rights.restriction,
            personal_rights.restrict,
            personal_rights.lift,
            personal_rights.erase,
            personal_rights.keep,
            personal_rights.forget,
            redaction.redact,
            retention.retention,
            retention.keep_for,
            desk.desk,
            programmes.programme_commands,
            programmes.programmes,
            programmes.programme,
            programmes.programme_totals,
            programmes.programme_silences,
        ],
        before_request=_asked_plainly,
    )
    shared = Router(
        path="/",
        route_handlers=[
            journeys,
            Router(path="/health", route_handlers=[health.live, health.ready]),
            schema_page,
            schema_file,
            problem_kind,
        ],
        dependencies=DEPENDENCIES,
        middleware=[telling_methods],
        exception_handlers={HTTPException: told, Exception: told},
        response_headers=HEADERS,
        type_encoders={Sentence: said},
    )
    return [shared]


async def _asked_plainly(request: Request[Any, Any, Any]) -> None:
    speak_as_asked(request.scope)
    takes_json(request.headers.get("accept", "*/*").encode())
    plain_query(request)
