"""The API's description as OpenAPI 3.1.

Made from the same Structs that read and write the bodies, by msgspec's own schema generator: Litestar's leaves out that
unknown fields are refused, and cannot see into a handler that reads its body itself.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from projections.guidance import Guidance
from projections.profile.view import Profile
from service.api import problems
from service.api.access import AccessLog, BreakGlass, GlassBroken
from service.api.commands import BODIES, Commands, Recorded
from service.api.desk import Desk
from service.api.examples import BY_NOUN, EXAMPLES, PROGRAMME_EXAMPLES
from service.api.health import Live, Ready
from service.api.listing import Lines
from service.api.problems import PROBLEM_JSON, Kind, Problem
from service.api.programmes import (
    ProgrammeCommands,
    ProgrammeLines,
    ProgrammeRecorded,
    ProgrammeTotals,
    ProgrammeView,
    Silences,
)
from service.api.reading import Alerts, Compared, History, Moves, Suggestions
from service.api.views import DAILY

Schema = dict[str, Any]

REF = "#/components/schemas/{name}"
ALWAYS = (problems.BAD_REQUEST, problems.MISDIRECTED, problems.OURS)
FOR_THOSE_SIGNED_IN = "/api/"
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
    examples: Mapping[str, Any] = {}
    status: int = 200
    answer: type[Struct]
    refusals: tuple[Kind, ...] = ()
    tag: str = "reading"

    @property
    def name(self) -> str:
        """Unique among the operations: the method and the words of the path, such as `post_commands_roles`."""
        words = [word for word in self.path.split("/")[3:] if not word.startswith("{")]
        one = ["one"] if self.path.endswith("}") else []
        return "_".join((self.method, *(words or self.path.split("/")[1:]), *one)).replace("-", "_")


ON = Parameter(
    "on", DAY, "A day from the journey's start to today; today in the journey's time zone if left out."
)
KNOWN_AT = Parameter("known_at", DAY, "Only what had been recorded by the end of this day counts.")
WAIT_FOR = Parameter(
    "wait_for", POSITION, "Answer when this log position can be shown; 503 after two seconds."
)
JOURNEY = "/api/v1/journeys/{journey_id}"
PROGRAMME = "/api/v1/programmes/{programme_id}"
ON_OF_PROGRAMME = Parameter(
    "on", DAY, "A day from the opening to today; today in the programme's time zone if left out."
)
WROTE = (
    problems.MALFORMED,
    problems.ILLEGAL_STEP,
    problems.COMMAND_ID_TAKEN,
    problems.TOO_LARGE,
    problems.NOT_JSON,
)
READ_PROGRAMME = (
    problems.FORBIDDEN,
    problems.UNKNOWN_PROGRAMME,
    problems.INVALID,
    problems.NOT_ACCEPTABLE,
    problems.BUSY,
)
LISTED = (problems.FORBIDDEN, problems.INVALID, problems.NOT_ACCEPTABLE, problems.BUSY)
READ = (
    problems.FORBIDDEN,
    problems.UNKNOWN_JOURNEY,
    problems.INVALID,
    problems.NOT_ACCEPTABLE,
    problems.BUSY,
)


def _on_a_day(view: str, answer: Any, summary: str) -> Operation:
    """How a journey looks on a day, today when none is asked for."""
    return Operation(
        path=f"{JOURNEY}/{view}", summary=summary, parameters=(ON,), answer=answer, refusals=READ
    )


def _about(noun: str) -> Operation:
    """How the commands of one noun are sent."""
    return Operation(
        path=f"{JOURNEY}/commands/{noun}",
        method="post",
        summary=f"Record something about {noun}.",
        description="Like the address of all commands, for those of one noun only.",
        body=BODIES[noun],
        examples={noun: {"summary": f"Something about {noun}", "value": BY_NOUN[noun]}},
        status=201,
        answer=Recorded,
        refusals=(*READ, *WROTE),
        tag=noun,
    )


OPERATIONS = (
    Operation(
        path=f"{JOURNEY}/commands",
        method="post",
        summary="Record what happened.",
        description="The commands are decided in order and recorded as one unit: all or nothing. A repeat under the same"
        " `command_id` is answered like the first. A journey begins with StartJourney, under an id the client makes up.",
        body=Commands,
        examples=EXAMPLES,
        status=201,
        answer=Recorded,
        refusals=(*READ, *WROTE),
        tag="all commands",
    ),
    *(_about(noun) for noun in BODIES),
    Operation(
        path=f"{PROGRAMME}/commands",
        method="post",
        summary="Record something about a programme.",
        description="A programme begins with OpenProgramme, under an id the manager makes up.",
        body=ProgrammeCommands,
        examples=PROGRAMME_EXAMPLES,
        status=201,
        answer=ProgrammeRecorded,
        refusals=(*READ_PROGRAMME, *WROTE),
        tag="programmes",
    ),
    Operation(
        path="/api/v1/programmes",
        summary="Every programme, the newest first.",
        parameters=(WAIT_FOR,),
        answer=ProgrammeLines,
        refusals=LISTED,
        tag="programmes",
    ),
    Operation(
        path=PROGRAMME,
        summary="A programme as it is now.",
        answer=ProgrammeView,
        refusals=READ_PROGRAMME,
        tag="programmes",
    ),
    Operation(
        path=f"{PROGRAMME}/totals",
        summary="A programme in figures on a day, nothing about fewer than five.",
        parameters=(ON_OF_PROGRAMME,),
        answer=ProgrammeTotals,
        refusals=READ_PROGRAMME,
        tag="programmes",
    ),
    Operation(
        path=f"{PROGRAMME}/silences",
        summary="Which coaches have not spoken with their clients for long, as counts.",
        answer=Silences,
        refusals=READ_PROGRAMME,
        tag="programmes",
    ),
    Operation(
        path="/api/v1/desk",
        summary="Who needs a coach, why, and what could be done.",
        parameters=(
            Parameter("coach_id", {"type": "string", "format": "uuid"}, "Only this coach's journeys."),
            Parameter("ended", {"type": "boolean", "default": False}, "Journeys that ended, too."),
            WAIT_FOR,
        ),
        answer=Desk,
        refusals=LISTED,
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
        refusals=LISTED,
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
    _on_a_day("alerts", Alerts, "Which stuck rules hold on a day, since when, why, and what could be done."),
    Operation(
        path=f"{JOURNEY}/difference",
        summary="How the profile changed between two dates, in figures and in words.",
        parameters=(
            Parameter("since", DAY, "The earlier day; four weeks before `until` if left out."),
            Parameter("until", DAY, "The later day; today if left out."),
        ),
        answer=Compared,
        refusals=READ,
    ),
    *(_on_a_day(one.name, one.answer, one.summary) for one in DAILY),
    Operation(
        path=f"{JOURNEY}/access-log",
        summary="Who looked at the journey beside its client, in which role and why, the latest first.",
        parameters=(
            Parameter("cursor", {"type": "string"}, "`next` of the page before."),
            Parameter(
                "limit", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}, "Looks on a page."
            ),
        ),
        answer=AccessLog,
        refusals=READ,
        tag="sight",
    ),
    Operation(
        path=f"{JOURNEY}/break-glass",
        method="post",
        summary="Look at a journey for four hours without having been granted it, and say why.",
        description="For a coach or an admin of the organisation. The client reads who it was, and the reason.",
        body=BreakGlass,
        examples={
            "worry": {
                "summary": "A worry that cannot wait",
                "value": {"reason": "She rang in despair, and her coach is away until Monday."},
            }
        },
        status=201,
        answer=GlassBroken,
        refusals=(*READ, problems.MALFORMED, problems.TOO_LARGE, problems.NOT_JSON),
        tag="sight",
    ),
    Operation(
        path="/api/v1/guidance",
        summary="Words to hold on to: after a refusal, in a talk, on the telephone, for an ally.",
        answer=Guidance,
        refusals=(problems.NOT_ACCEPTABLE,),
    ),
    Operation(path="/health/live", summary="Whether the process answers.", answer=Live, tag="health"),
    Operation(
        path="/health/ready",
        summary="Whether requests can be served.",
        answer=Ready,
        tag="health",
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
        "tags": [operation.tag],
        "summary": operation.summary,
        "parameters": [*_path_parameters(operation.path), *map(_query_parameter, operation.parameters)],
        "responses": {str(operation.status): _answer(operation)} | _refusals(operation),
    }
    if operation.description:
        described["description"] = operation.description
    if operation.body:
        content = {"application/json": {"schema": _ref(operation.body), "examples": dict(operation.examples)}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _path_parameters(path: str) -> list[Schema]:
    schema = {"type": "string", "format": "uuid"}
    return [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name in ("journey_id", "programme_id")
        if f"{{{name}}}" in path
    ]


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
    signed_in = (problems.NOT_SIGNED_IN,) if operation.path.startswith(FOR_THOSE_SIGNED_IN) else ()
    for kind in (*operation.refusals, *signed_in, *ALWAYS):
        by_status.setdefault(str(int(kind.status)), []).append(kind.title)
    content = {PROBLEM_JSON: {"schema": _ref(Problem)}}
    return {
        status: {"description": "; or: ".join(titles), "content": content}
        for status, titles in by_status.items()
    }


def _ref(struct: type[Struct]) -> Schema:
    return {"$ref": REF.format(name=struct.__name__)}
