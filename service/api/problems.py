"""Problems: the errors of the API, as documents that name their type and every value that is wrong (RFC 9457)."""

import msgspec
from litestar import Response
from msgspec import Struct
from msgspec.structs import replace

from service.api.problem_types import ProblemType
from service.api.translation import translate

PROBLEM_JSON = "application/problem+json"
RETRY_AFTER = {"retry-after": "1"}
PRIVATE_HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
"""On every response of the API: it is for the caller only."""


class FieldError(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A value that is wrong: where it is, in the body or in the query, and what is allowed instead."""

    pointer: str | None = None
    """JSON pointer into the body, as a fragment: `#/commands/0/rating`."""
    parameter: str | None = None
    """Name of a query parameter."""
    detail: str
    allowed: str | None = None


class ProblemDetails(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request was rejected (RFC 9457). `type` is stable; `detail` is a sentence for people."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[FieldError, ...] = ()


class Problem(Exception):
    """A request that the API rejects."""

    def __init__(
        self, kind: ProblemType, detail: str, *errors: FieldError, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.errors = errors
        self.headers = headers or {}


def problem_response(problem: Problem) -> Response[bytes]:
    """The response to a rejected request."""
    return Response(
        problem_json(problem),
        status_code=problem.kind.status,
        media_type=PROBLEM_JSON,
        headers=PRIVATE_HEADERS | problem.headers,
    )


def problem_json(problem: Problem) -> bytes:
    """The problem document in the language of the request; its `type` is the same in all languages."""
    details = ProblemDetails(
        type=problem.kind.uri,
        title=translate(problem.kind.title),
        status=problem.kind.status,
        detail=translate(problem.detail),
        errors=tuple(map(_translate_error, problem.errors)),
    )
    return msgspec.json.encode(details)


def _translate_error(error: FieldError) -> FieldError:
    return replace(
        error, detail=translate(error.detail), allowed=translate(error.allowed) if error.allowed else None
    )
