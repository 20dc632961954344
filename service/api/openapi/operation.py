"""One operation of the API: what is asked, what is answered, and what can be refused."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from service.api import problem_types as problems
from service.api.problem_types import ProblemType

JsonSchema = dict[str, Any]

DATE_SCHEMA: JsonSchema = {"type": "string", "format": "date"}
POSITION_SCHEMA: JsonSchema = {"type": "integer", "minimum": 0, "maximum": 2**53}


class QueryParameterDoc(Struct, frozen=True):
    """Something a reader may ask for in the query."""

    name: str
    schema: JsonSchema
    description: str


class Operation(Struct, frozen=True, kw_only=True):
    """One method of one address."""

    path: str
    method: str = "get"
    summary: str
    description: str = ""
    parameters: tuple[QueryParameterDoc, ...] = ()
    body: Any = None
    """The kind of what is brought."""
    examples: Mapping[str, Any] = {}
    status: int = 200
    answer: Any
    """The kind of what is answered; None where nothing is."""
    media: str = "application/json"
    """What the answer is written in; anything but JSON is told of as bytes."""
    or_nothing: bool = False
    """Whether it may also be answered with 204 and nothing."""
    refusals: tuple[ProblemType, ...] = ()
    tag: str = "reading"

    @property
    def name(self) -> str:
        """Unique among the operations: the method and the words of the path, such as `post_commands_roles`."""
        words = [word for word in self.path.split("/")[3:] if not word.startswith("{")]
        one = ["one"] if self.path.endswith("}") else []
        return "_".join((self.method, *(words or self.path.split("/")[1:]), *one)).replace("-", "_")


WAIT_FOR_PARAMETER = QueryParameterDoc(
    "wait_for", POSITION_SCHEMA, "Answer when this log position can be shown; 503 after two seconds."
)
CURSOR_PARAMETER = QueryParameterDoc("cursor", {"type": "string"}, "`next` of the page before.")
BODY_PROBLEMS = (problems.MALFORMED_JSON, problems.TOO_LARGE, problems.UNSUPPORTED_MEDIA_TYPE)
COMMAND_PROBLEMS = (*BODY_PROBLEMS, problems.ILLEGAL_STEP, problems.COMMAND_ID_TAKEN)
LIST_PROBLEMS = (problems.FORBIDDEN, problems.INVALID_VALUE, problems.NOT_ACCEPTABLE, problems.BUSY)


def limit_parameter(things: str, most: int = 200, usual: int = 50) -> QueryParameterDoc:
    """How many things stand on a page."""
    schema = {"type": "integer", "minimum": 1, "maximum": most, "default": usual}
    return QueryParameterDoc("limit", schema, f"{things} on a page.")
