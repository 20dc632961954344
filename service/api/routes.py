"""The addresses of the API."""

from typing import Any

from litestar import Request, Router
from litestar.datastructures import ResponseHeader
from litestar.exceptions import HTTPException

from domain.sentences import Sentence
from service.api import (
    access,
    archive,
    commands,
    desk,
    health,
    listing,
    personal_rights,
    programmes,
    reading,
    redaction,
    retention,
    views,
)
from service.api.bodies import takes_json
from service.api.dependencies import DEPENDENCIES
from service.api.options import telling_methods
from service.api.problems import PRIVATE
from service.api.queries import plain_query
from service.api.refusals import told
from service.api.schema import problem_kind, schema_file, schema_page
from service.api.telling import said, speak_as_asked

HEADERS = [ResponseHeader(name=name, value=value) for name, value in PRIVATE.items()]


def api_routers() -> list[Router]:
    """Everything under `/api/v1`, `/health`, `/schema` and `/problems`."""
    journeys = Router(
        path="/api/v1",
        route_handlers=[
            *commands.command_routes(),
            listing.journeys,
            reading.events,
            reading.profile,
            reading.moves,
            reading.suggestions,
            reading.alerts,
            reading.difference_between,
            *views.daily_routes(),
            views.guidance,
            access.access_log,
            archive.journey_archive,
            access.break_glass,
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
