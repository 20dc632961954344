"""A problem as it is told to a program: which kind, and every place that is wrong (RFC 9457)."""

import msgspec
from litestar import Response
from msgspec import Struct
from msgspec.structs import replace

from service.api.problem_types import Kind
from service.api.translation import said

PROBLEM_JSON = "application/problem+json"
RETRY_AFTER = {"retry-after": "1"}
PRIVATE = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
"""On every answer of the API: what it tells is for the caller only."""


class Fault(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One value that is wrong: where it stands, in the body or in the query, and what is allowed instead."""

    pointer: str | None = None
    """JSON pointer into the body, as a fragment: `#/commands/0/rating`."""
    parameter: str | None = None
    """Name of a query parameter."""
    detail: str
    allowed: str | None = None


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request was refused (RFC 9457). `type` is stable; `detail` is a sentence for people."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[Fault, ...] = ()


class Trouble(Exception):
    """A request that this API refuses by itself."""

    def __init__(
        self, kind: Kind, detail: str, *faults: Fault, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.faults = faults
        self.headers = headers or {}


def problem(trouble: Trouble) -> Response[bytes]:
    """The answer to a refused request."""
    return Response(
        problem_json(trouble),
        status_code=trouble.kind.status,
        media_type=PROBLEM_JSON,
        headers=PRIVATE | trouble.headers,
    )


def problem_json(trouble: Trouble) -> bytes:
    """The document that tells why, in the language of the request; its `type` is the same in all of them."""
    told = Problem(
        type=trouble.kind.uri,
        title=said(trouble.kind.title),
        status=trouble.kind.status,
        detail=said(trouble.detail),
        errors=tuple(map(_told, trouble.faults)),
    )
    return msgspec.json.encode(told)


def _told(fault: Fault) -> Fault:
    return replace(fault, detail=said(fault.detail), allowed=said(fault.allowed) if fault.allowed else None)
