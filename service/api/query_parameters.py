"""Query parameters that several operations share, and the check that a query has no others."""

from collections import Counter
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Request
from litestar.handlers import BaseRouteHandler
from litestar.params import QueryParameter

from domain.messages import translatable
from service.api.problem_types import INVALID_VALUE
from service.api.problems import FieldError, Problem

MAX_POSITION = 2**53
"""The largest whole number that every JSON parser reads exactly."""

Day = Annotated[
    date | None,
    QueryParameter(
        description="A date from the journey's start to today. If left out: today in the journey's time zone."
    ),
]
WaitForPosition = Annotated[
    int | None,
    QueryParameter(
        ge=0,
        le=MAX_POSITION,
        description="Wait until the answer includes this position of the log, at most two seconds; then 503.",
        # Litestar leaves out the bounds of an optional parameter when they are 0.
        schema_extra={"minimum": 0},
    ),
]
Cursor = Annotated[str | None, QueryParameter(description="`next` of the previous page.")]
PageSize = Annotated[int, QueryParameter(ge=1, le=200, description="The number of items on a page.")]

OwnId = Annotated[
    UUID | None,
    QueryParameter(description="An id that you choose: what is sent again under it is done once."),
]


def check_query(request: Request[Any, Any, Any]) -> None:
    """Reject unknown, repeated and null query parameters. Raises `Problem` (422)."""
    given = list(request.query_params.multi_items())
    if not given:
        return
    known = query_parameter_names(request.route_handler)
    times = Counter(name for name, _ in given)
    for name, value in given:
        if name not in known:
            raise _invalid_parameter(
                name,
                translatable("This cannot be requested here."),
                ", ".join(known) or translatable("no query"),
            )
        if times[name] > 1:
            raise _invalid_parameter(
                name, translatable("This was requested twice."), translatable("one of each")
            )
        # Litestar would read it as nothing given.
        if value.lower() == "null":
            raise _invalid_parameter(
                name, translatable("This has no value."), translatable("a value, or leave it out")
            )


def unknown_cursor() -> Problem:
    """The problem (422) of a `cursor` that no page gave out."""
    error = FieldError(
        parameter="cursor", detail="There is no page starting here.", allowed="`next` of the page before"
    )
    return Problem(INVALID_VALUE, "This cursor was not issued by this service.", error)


def query_parameter_names(handler: BaseRouteHandler) -> list[str]:
    """The query parameters in the signature of a handler."""
    # Litestar takes dependencies for query parameters as well, but does not make them a `QueryParameter`.
    return [
        name
        for name, field in handler.parsed_fn_signature.parameters.items()
        if isinstance(field.kwarg_definition, QueryParameter)
    ]


def _invalid_parameter(name: str, detail: str, allowed: str) -> Problem:
    return Problem(INVALID_VALUE, detail, FieldError(parameter=name, detail=detail, allowed=allowed))
