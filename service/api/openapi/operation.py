"""One operation of the API: what is asked, what is answered, and what can be refused."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from service.api import problem_types as problems
from service.api.problem_types import Kind

Schema = dict[str, Any]

DAY: Schema = {"type": "string", "format": "date"}
POSITION: Schema = {"type": "integer", "minimum": 0, "maximum": 2**53}


class Parameter(Struct, frozen=True):
    """Something a reader may ask for in the query."""

    name: str
    schema: Schema
    description: str


class Operation(Struct, frozen=True, kw_only=True):
    """One method of one address."""

    path: str
    method: str = "get"
    summary: str
    description: str = ""
    parameters: tuple[Parameter, ...] = ()
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
    refusals: tuple[Kind, ...] = ()
    tag: str = "reading"

    @property
    def name(self) -> str:
        """Unique among the operations: the method and the words of the path, such as `post_commands_roles`."""
        words = [word for word in self.path.split("/")[3:] if not word.startswith("{")]
        one = ["one"] if self.path.endswith("}") else []
        return "_".join((self.method, *(words or self.path.split("/")[1:]), *one)).replace("-", "_")


WAIT_FOR = Parameter(
    "wait_for", POSITION, "Answer when this log position can be shown; 503 after two seconds."
)
CURSOR = Parameter("cursor", {"type": "string"}, "`next` of the page before.")
BROUGHT = (problems.MALFORMED, problems.TOO_LARGE, problems.NOT_JSON)
WROTE = (*BROUGHT, problems.ILLEGAL_STEP, problems.COMMAND_ID_TAKEN)
LISTED = (problems.FORBIDDEN, problems.INVALID, problems.NOT_ACCEPTABLE, problems.BUSY)


def page_of(things: str, most: int = 200, usual: int = 50) -> Parameter:
    """How many things stand on a page."""
    schema = {"type": "integer", "minimum": 1, "maximum": most, "default": usual}
    return Parameter("limit", schema, f"{things} on a page.")
