"""A problem as it is told to a program: which kind, and every place that is wrong (RFC 9457)."""

import msgspec
from litestar import Response
from msgspec import Struct
from msgspec.structs import replace

from service.api.problem_types import ProblemType
from service.api.translation import translate

PROBLEM_JSON = "application/problem+json"
RETRY_AFTER = {"retry-after": "1"}
PRIVATE_HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
"""On every answer of the API: what it tells is for the caller only."""


class FieldError(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One value that is wrong: where it stands, in the body or in the query, and what is allowed instead."""

    pointer: str | None = None
    """JSON pointer into the body, as a fragment: `#/commands/0/rating`."""
    parameter: str | None = None
    """Name of a query parameter."""
    detail: str
    allowed: str | None = None


class ProblemDetails(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request was refused (RFC 9457). `type` is stable; `detail` is a sentence for people."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[FieldError, ...] = ()


class Problem(Exception):
    """A request that this API refuses by itself."""

    def __init__(
        self, kind: ProblemType, detail: str, *faults: FieldError, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.faults = faults
        self.headers = headers or {}


def problem_response(trouble: Problem) -> Response[bytes]:
    """The answer to a refused request."""
    return Response(
        problem_json(trouble),
        status_code=trouble.kind.status,
        media_type=PROBLEM_JSON,
        headers=PRIVATE_HEADERS | trouble.headers,
    )


def problem_json(trouble: Problem) -> bytes:
    """The document that tells why, in the language of the request; its `type` is the same in all of them."""
    told = ProblemDetails(
        type=trouble.kind.uri,
        title=translate(trouble.kind.title),
        status=trouble.kind.status,
        detail=translate(trouble.detail),
        errors=tuple(map(_told, trouble.faults)),
    )
    return msgspec.json.encode(told)


def _told(fault: FieldError) -> FieldError:
    return replace(
        fault, detail=translate(fault.detail), allowed=translate(fault.allowed) if fault.allowed else None
    )
