"""The API's description as OpenAPI 3.1.

Made from the same Structs that read and write the bodies, by msgspec's own schema generator: Litestar's leaves out that
unknown fields are refused, and cannot see into a handler that reads its body itself.
"""

from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from projections.agenda.view import Agenda
from projections.game.view import Game
from projections.network.view import Network
from projections.profile.view import Profile
from service.api import problems
from service.api.commands import Commands, Recorded
from service.api.examples import EXAMPLES
from service.api.health import Live, Ready
from service.api.listing import Lines
from service.api.problems import PROBLEM_JSON, Kind, Problem
from service.api.reading import Alerts, History, Moves, Suggestions

Schema = dict[str, Any]

REF = "#/components/schemas/{name}"
ALWAYS = (problems.BAD_REQUEST, problems.MISDIRECTED, problems.OURS)
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
    body: type[Struct] | None = None
    status: int = 200
    answer: type[Struct]
    refusals: tuple[Kind, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.method}_{self.path.rsplit('/', 1)[-1]}"


ON = Parameter(
    "on", DAY, "A day from the journey's start to today; today in the journey's time zone if left out."
)
KNOWN_AT = Parameter("known_at", DAY, "Only what had been recorded by the end of this day counts.")
WAIT_FOR = Parameter(
    "wait_for", POSITION, "Answer when this log position can be shown; 503 after two seconds."
)
JOURNEY = "/api/v1/journeys/{journey_id}"
READ = (problems.UNKNOWN_JOURNEY, problems.INVALID, problems.NOT_ACCEPTABLE, problems.BUSY)


def _on_a_day(view: str, answer: Any, summary: str) -> Operation:
    """How a journey looks on a day, today when none is asked for."""
    return Operation(
        path=f"{JOURNEY}/{view}", summary=summary, parameters=(ON,), answer=answer, refusals=READ
    )


OPERATIONS = (
    Operation(
        path=f"{JOURNEY}/commands",
        method="post",
        summary="Record what happened.",
        description="The commands are decided in order and recorded as one unit: all or nothing. A repeat under the same"
        " `command_id` is answered like the first. A journey begins with StartJourney, under an id the client makes up.",
        body=Commands,
        status=201,
        answer=Recorded,
        refusals=(
            *READ,
            problems.MALFORMED,
            problems.ILLEGAL_STEP,
            problems.COMMAND_ID_TAKEN,
            problems.TOO_LARGE,
            problems.NOT_JSON,
        ),
    ),
    Operation(
        path="/api/v1/journeys",
        summary="Every journey, the newest start first.",
        parameters=(
            Parameter("cursor", {"type": "string"}, "`next` of the page before."),
            Parameter(
                "limit", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}, "Lines on a page."
            ),
            WAIT_FOR,
        ),
        answer=Lines,
        refusals=(problems.INVALID, problems.NOT_ACCEPTABLE, problems.BUSY),
    ),
    Operation(
        path=f"{JOURNEY}/events",
        summary="A journey's history, the oldest first.",
        parameters=(
            Parameter("after", {**POSITION, "default": 0}, "Number of the last event that is known already."),
            Parameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100},
                "Events on a page.",
            ),
        ),
        answer=History,
        refusals=READ,
    ),
    Operation(
        path=f"{JOURNEY}/profile",
        summary="The search profile on a day, as it was known at the end of a day.",
        parameters=(ON, KNOWN_AT, WAIT_FOR),
        answer=Profile,
        refusals=READ,
    ),
    Operation(
        path=f"{JOURNEY}/moves",
        summary="Which experiments moved the profile, and by how much.",
        parameters=(
            Parameter(
                "since", DAY, "Experiments after this day count; four weeks before `until` if left out."
            ),
            Parameter("until", DAY, "Experiments up to this day count; today if left out."),
        ),
        answer=Moves,
        refusals=READ,
    ),
    _on_a_day("suggestions", Suggestions, "Which experiment would tell the most, and why."),
    _on_a_day(
        "game",
        Game,
        "What the steps up to a day earned: points, level, momentum, courage. Blind to outcomes.",
    ),
    _on_a_day("alerts", Alerts, "Which stuck rules hold on a day, since when, why, and what could be done."),
    _on_a_day(
        "agenda",
        Agenda,
        "What is due: plans, next steps, follow-ups, silences about to end, doors to knock at again.",
    ),
    _on_a_day("network", Network, "Who was met, through which channels, and what became of the approaches."),
    Operation(path="/health/live", summary="Whether the process answers.", answer=Live),
    Operation(
        path="/health/ready",
        summary="Whether requests can be served.",
        answer=Ready,
        refusals=(problems.NOT_READY,),
    ),
)


@cache
def document() -> bytes:
    """The whole description, as JSON."""
    paths: Schema = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Soundings",
                "version": "1",
                "description": "An exploratory market-research coaching game: record steps, read the search profile.",
            },
            "paths": paths,
            "components": {"schemas": _schemas()},
        }
    )


def _schemas() -> Schema:
    bodies = [one.body for one in OPERATIONS if one.body]
    _, schemas = msgspec.json.schema_components(
        [Problem, *bodies, *(one.answer for one in OPERATIONS)], ref_template=REF
    )
    return dict(schemas)


def _operation(operation: Operation) -> Schema:
    described: Schema = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [*_path_parameters(operation.path), *map(_query_parameter, operation.parameters)],
        "responses": {str(operation.status): _answer(operation)} | _refusals(operation),
    }
    if operation.description:
        described["description"] = operation.description
    if operation.body:
        content = {"application/json": {"schema": _ref(operation.body), "examples": EXAMPLES}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _path_parameters(path: str) -> list[Schema]:
    if "{journey_id}" not in path:
        return []
    schema = {"type": "string", "format": "uuid"}
    return [{"name": "journey_id", "in": "path", "required": True, "schema": schema}]


def _query_parameter(parameter: Parameter) -> Schema:
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "schema": parameter.schema,
    }


def _answer(operation: Operation) -> Schema:
    return {
        "description": (operation.answer.__doc__ or "").partition("\n")[0],
        "content": {"application/json": {"schema": _ref(operation.answer)}},
    }


def _refusals(operation: Operation) -> Schema:
    by_status: dict[str, list[str]] = {}
    for kind in (*operation.refusals, *ALWAYS):
        by_status.setdefault(str(int(kind.status)), []).append(kind.title)
    content = {PROBLEM_JSON: {"schema": _ref(Problem)}}
    return {
        status: {"description": "; or: ".join(titles), "content": content}
        for status, titles in by_status.items()
    }


def _ref(struct: type[Struct]) -> Schema:
    return {"$ref": REF.format(name=struct.__name__)}
