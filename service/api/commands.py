"""Recording commands on a journey: one or several, as one unit under one id."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Any, cast
from uuid import UUID

import msgspec
from litestar import post
from litestar.handlers import HTTPRouteHandler
from litestar.params import Body, JSONBody
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Meta, Struct

from domain.aggregate import CommandBatch
from domain.journey.commands.catalogue import (
    ApproachCommand,
    CoachingCommand,
    CourseCommand,
    EvidenceCommand,
    ExperimentCommand,
    NetworkCommand,
    PitchCommand,
    PortraitCommand,
    QuestCommand,
    RoleCommand,
    SightCommand,
    WeekCommand,
)
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.decide import UserCommand
from service.api.examples import COMMAND_EXAMPLES, EXAMPLE_BY_GROUP
from service.api.openapi.operations import (
    COMMAND_PROBLEMS,
    JOURNEY_PROBLEMS,
    operation_with_examples,
    problem_responses,
)
from service.api.options_method import ONE_METHOD
from service.api.problems import PRIVATE_HEADERS
from service.api.request_body import BodyDecoder, read_json_body
from service.event_store.log import CommandResult
from service.http.dependencies import get_caller, get_journeys, get_services

MAX_COMMANDS = 50


class CommandBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body with commands."""


class Commands(CommandBody, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Commands to record, together or not at all. The same `command_id` sent again gets the first answer again."""

    command_id: UUID
    commands: Annotated[tuple[UserCommand, ...], Meta(min_length=1, max_length=MAX_COMMANDS)]


class RecordedCommands(Struct, frozen=True, kw_only=True):
    """What was recorded: `events` is how many events, 0 if nothing had to change. Pass `position` as `wait_for` to read it."""

    journey_id: UUID
    command_id: UUID
    version: int
    position: int
    events: int


COMMAND_GROUPS: Mapping[str, Any] = MappingProxyType(
    {
        "course": CourseCommand,
        "portrait": PortraitCommand,
        "roles": RoleCommand,
        "experiments": ExperimentCommand,
        "evidence": EvidenceCommand,
        "approaches": ApproachCommand,
        "network": NetworkCommand,
        "pitches": PitchCommand,
        "weeks": WeekCommand,
        "coaching": CoachingCommand,
        "quests": QuestCommand,
        "sight": SightCommand,
        "entries": CorrectEntry | RetractEntry,
    }
)
"""The commands by what they are about; each group has an address of its own, and all of them one together."""


def _group_body(group: str, commands: Any) -> type[Struct]:
    """The body of a request that takes the commands of one group only."""
    some = Annotated[tuple[commands, ...], Meta(min_length=1, max_length=MAX_COMMANDS)]
    body = msgspec.defstruct(
        f"{group.title()}Commands",
        [("command_id", UUID), ("commands", some)],
        bases=(CommandBody,),
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
        module=__name__,
    )
    body.__doc__ = f"Commands of the group {group}, recorded together or not at all under one id."
    return body


BODY_BY_GROUP: Mapping[str, type[Struct]] = MappingProxyType(
    {group: _group_body(group, commands) for group, commands in COMMAND_GROUPS.items()}
)

JSON_ENCODER = msgspec.json.Encoder()
RESPONSE_HEADERS = [
    (b"content-type", b"application/json"),
    *((k.encode(), v.encode()) for k, v in PRIVATE_HEADERS.items()),
]


def command_middleware(body: type[Struct]) -> Callable[[ASGIApp], ASGIApp]:
    """Middleware that decodes one kind of body, executes its commands and answers 201, bypassing the handler.

    It stands behind Litestar's routes, middlewares and exception handlers: here is the load, and what Litestar does between
    middleware and handler costs as much again as deciding and recording do. An `asgi` handler would be the place for this,
    but its path cannot have parameters (KeyError in `parse_path_to_route`, Litestar 2.25).
    """
    decoder = BodyDecoder(body)

    def middleware(app: ASGIApp) -> ASGIApp:  # noqa: ARG001
        async def record(scope: Scope, receive: Receive, send: Send) -> None:
            data = decoder.decode(await read_json_body(scope, receive))
            journeys = get_journeys(get_services(scope["litestar_app"].state), get_caller())
            journey_id = cast("UUID", scope["path_params"]["journey_id"])
            batch = CommandBatch.of(data.command_id, data.commands)
            result = await journeys.submit(journey_id, batch)
            await send_created(send, JSON_ENCODER.encode(_recorded(result)))

        return record

    return middleware


@post(
    "/journeys/{journey_id:uuid}/commands",
    middleware=[command_middleware(Commands)],
    opt={ONE_METHOD: True},
    tags=["all commands"],
    operation_class=operation_with_examples(COMMAND_EXAMPLES),
    responses=problem_responses(*JOURNEY_PROBLEMS, *COMMAND_PROBLEMS),
)
async def record_commands(data: JSONBody[Commands]) -> RecordedCommands:
    """Record what happened.

    The commands are checked in order and recorded together or not at all. A request repeated with the same `command_id` is
    answered like the first. A journey begins with StartJourney, under an id that the client makes up.
    """
    raise NotImplementedError(data)  # answered by command_middleware


def _group_route(group: str, body: Any) -> HTTPRouteHandler:
    async def record_group(data: JSONBody[Struct]) -> RecordedCommands:
        raise NotImplementedError(data)  # answered by command_middleware

    record_group.__annotations__["data"] = Annotated[body, Body()]
    return post(
        f"/journeys/{{journey_id:uuid}}/commands/{group}",
        middleware=[command_middleware(body)],
        opt={ONE_METHOD: True},
        name=f"commands_{group}",
        description=f"Record commands of the group {group}.\n\nAs at the address of all commands, for one group only.",
        tags=[group],
        operation_class=operation_with_examples(
            {group: {"summary": f"A command of the group {group}", "value": EXAMPLE_BY_GROUP[group]}}
        ),
        responses=problem_responses(*JOURNEY_PROBLEMS, *COMMAND_PROBLEMS),
    )(record_group)


def command_routes() -> list[HTTPRouteHandler]:
    """The route of all commands, and one for each group."""
    return [record_commands, *(_group_route(group, body) for group, body in BODY_BY_GROUP.items())]


def _recorded(result: CommandResult) -> RecordedCommands:
    return RecordedCommands(
        journey_id=result.stream,
        command_id=result.command_id,
        version=result.version,
        position=result.position,
        events=result.events,
    )


async def send_created(send: Send, body: bytes) -> None:
    headers = [*RESPONSE_HEADERS, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 201, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
