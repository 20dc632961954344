"""The addresses that problem documents name as their type: what each type means."""

from typing import Any

from litestar import Request, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Struct

from service.api.problem_types import PROBLEM_TYPES
from service.api.translation import set_request_language, translate


class ProblemTypeDetails(Struct, frozen=True, kw_only=True):
    """A type of problem."""

    type: str
    status: int
    title: str
    meaning: str


@get("/problems/{name:str}", include_in_schema=False)
async def describe_problem_type(request: Request[Any, Any, Any], name: FromPath[str]) -> ProblemTypeDetails:
    """What a type of problem means."""
    set_request_language(request.scope)
    if name not in PROBLEM_TYPES:
        raise NotFoundException
    kind = PROBLEM_TYPES[name]
    return ProblemTypeDetails(
        type=kind.uri, status=kind.status, title=translate(kind.title), meaning=translate(kind.meaning)
    )
