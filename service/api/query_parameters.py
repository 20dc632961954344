"""What a reader may ask for: a misspelt or doubled word in a query is refused, not overlooked."""

from collections import Counter
from typing import Any

from litestar import Request

from domain.messages import translatable
from service.api.openapi import OPERATIONS
from service.api.problem_types import INVALID_VALUE
from service.api.problems import FieldError, Problem

QUERY_PARAMETERS = {operation.path: [one.name for one in operation.parameters] for operation in OPERATIONS}


def check_query(request: Request[Any, Any, Any]) -> None:
    """Refuse a query with words that the address does not know, or with one of them twice."""
    given = list(request.query_params.multi_items())
    if not given:
        return
    known = QUERY_PARAMETERS.get(request.scope["path_template"], [])
    times = Counter(name for name, _ in given)
    for name, value in given:
        if name not in known:
            raise _refused(
                name,
                translatable("This is nothing to ask for here."),
                ", ".join(known) or translatable("no query"),
            )
        if times[name] > 1:
            raise _refused(name, translatable("This was asked for twice."), translatable("one of each"))
        # Litestar would read it as nothing given.
        if value.lower() == "null":
            raise _refused(name, translatable("This has no value."), translatable("a value, or leave it out"))


def _refused(name: str, detail: str, allowed: str) -> Problem:
    return Problem(INVALID_VALUE, detail, FieldError(parameter=name, detail=detail, allowed=allowed))
