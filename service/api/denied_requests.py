"""The problem documents of requests that the middleware rejects."""

from collections.abc import Mapping
from types import MappingProxyType

from litestar.response.base import ASGIResponse
from litestar.types import ASGIApp

from domain.messages import translatable
from service.api import problem_types as problems
from service.api.problems import PROBLEM_JSON, RETRY_AFTER, Problem, problem_json
from service.api.request_body import connection_lost
from service.http.denied_requests import DenialReason
from service.http.form_body import MAX_BYTES

PROBLEM_BY_REASON: Mapping[DenialReason, Problem] = MappingProxyType(
    {
        "foreign-host": Problem(problems.FOREIGN_HOST, "The Host header names another site."),
        "cross-site": Problem(problems.CROSS_SITE, "Neither Sec-Fetch-Site nor Origin names this service."),
        "form-token": Problem(problems.CROSS_SITE, "The token of the session is missing in X-Form-Token."),
        "not-signed-in": Problem(
            problems.NOT_SIGNED_IN,
            "Sign in, or send an API token.",
            headers={"www-authenticate": 'Bearer realm="Soundings"'},
        ),
        "form-too-large": Problem(
            problems.TOO_LARGE, translatable("A form can have at most %(size)s KB.", size=MAX_BYTES // 1024)
        ),
        "form-unfinished": connection_lost(),
        "too-many": Problem(problems.TOO_MANY_ATTEMPTS, problems.TOO_MANY_ATTEMPTS.meaning),
        "too-many-at-once": Problem(problems.TOO_MANY_AT_ONCE, problems.TOO_MANY_AT_ONCE.meaning),
        "busy": Problem(problems.BUSY, problems.BUSY.meaning, headers=RETRY_AFTER),
        "internal": Problem(problems.INTERNAL_ERROR, problems.INTERNAL_ERROR.meaning),
    }
)


def denied_request_response(reason: DenialReason) -> ASGIApp:
    """An ASGI response with the problem of a rejected request."""
    problem = PROBLEM_BY_REASON[reason]
    return ASGIResponse(
        body=problem_json(problem),
        status_code=problem.kind.status,
        media_type=PROBLEM_JSON,
        headers=problem.headers,
    )
