"""Recording: one or several commands on a journey, as one unit under one id."""

from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, cast
from uuid import UUID

import msgspec
from litestar import post
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Meta, Struct, inspect

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
from domain.messages import translatable
from service.api.body_validation import body_problem
from service.api.problem_types import MALFORMED_JSON
from service.api.problems import PRIVATE_HEADERS, Problem
from service.api.request_body import read_json_body
from service.application.command_batch import CommandBatch
from service.event_store.log import CommandResult
from service.http.dependencies import get_caller, get_journeys, get_services

MAX_COMMANDS = 50


class CommandBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body with commands."""


class Commands(CommandBody, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody wants recorded: all of it or nothing. The same `command_id` again is answered like the first time."""

    command_id: UUID
    commands: Annotated[tuple[UserCommand, ...], Meta(min_length=1, max_length=MAX_COMMANDS)]


class RecordedCommands(Struct, frozen=True, kw_only=True):
    """What became of it. `position` can be waited for when reading; `events` is how many events it meant, 0 for "already so"."""

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
"""The commands by the noun they speak of; each group has an address of its own, and all of them one together."""


def _body_of(noun: str, commands: Any) -> type[Struct]:
    """The body of a request that takes the commands of one noun only."""
    some = Annotated[tuple[commands, ...], Meta(min_length=1, max_length=MAX_COMMANDS)]
    body = msgspec.defstruct(
        f"{noun.title()}Commands",
        [("command_id", UUID), ("commands", some)],
        bases=(CommandBody,),
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
        module=__name__,
    )
    body.__doc__ = f"What somebody wants recorded about {noun}: all of it or nothing, under one id."
    return body


BODY_BY_GROUP: Mapping[str, type[Struct]] = MappingProxyType(
    {noun: _body_of(noun, commands) for noun, commands in COMMAND_GROUPS.items()}
)

JSON_ENCODER = msgspec.json.Encoder()
RESPONSE_HEADERS = [
    (b"content-type", b"application/json"),
    *((k.encode(), v.encode()) for k, v in PRIVATE_HEADERS.items()),
]


class BodyDecoder:
    """Reads one kind of body; refuses it with the place and what is allowed there."""

    def __init__(self, body: type[Struct]) -> None:
        self._body = body
        self._decoder = msgspec.json.Decoder(body)

    @cached_property
    def _expected(self) -> inspect.Type:
        """Worked out for the first body that is refused: it is a sixth of the work of making the routes."""
        return inspect.type_info(self._body)

    def decode(self, body: bytes) -> Any:
        try:
            return self._decoder.decode(body)
        except msgspec.ValidationError as complaint:
            raise body_problem(body, complaint, self._expected) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
            raise Problem(
                MALFORMED_JSON, translatable("The body is not JSON in UTF-8: %(fault)s.", fault=str(fault))
            ) from None


def command_middleware(body: type[Struct]) -> Callable[[ASGIApp], ASGIApp]:
    """Record what happened, told in one kind of body.

    Answers in the place of its handler, behind Litestar's routes, middlewares and exception handlers: here is the load, and
    the requests and responses in between cost as much again as deciding and recording do. An `asgi` handler would be the
    place for this, but its path cannot have parameters (KeyError in `parse_path_to_route`, Litestar 2.25).
    """
    reader = BodyDecoder(body)

    def middleware(app: ASGIApp) -> ASGIApp:  # noqa: ARG001
        async def record(scope: Scope, receive: Receive, send: Send) -> None:
            wished = reader.decode(await read_json_body(scope, receive))
            journeys = get_journeys(get_services(scope["litestar_app"].state), get_caller())
            journey_id = cast("UUID", scope["path_params"]["journey_id"])
            batch = CommandBatch.of(wished.command_id, wished.commands)
            receipt = await journeys.submit(journey_id, batch)
            await send_created(send, JSON_ENCODER.encode(_recorded(receipt)))

        return record

    return middleware


@post("/journeys/{journey_id:uuid}/commands", middleware=[command_middleware(Commands)])
async def command_route() -> None:
    """Stands for `command_middleware` among the routes."""


def _for_noun(noun: str, body: type[Struct]) -> HTTPRouteHandler:
    @post(
        f"/journeys/{{journey_id:uuid}}/commands/{noun}",
        middleware=[command_middleware(body)],
        name=f"commands_{noun}",
    )
    async def stand_in() -> None:
        """Stands for `command_middleware` among the routes."""

    return stand_in


def command_routes() -> list[HTTPRouteHandler]:
    """The address of all commands, and those of each noun."""
    return [command_route, *(_for_noun(noun, body) for noun, body in BODY_BY_GROUP.items())]


def _recorded(receipt: CommandResult) -> RecordedCommands:
    return RecordedCommands(
        journey_id=receipt.stream,
        command_id=receipt.command_id,
        version=receipt.version,
        position=receipt.position,
        events=receipt.events,
    )


async def send_created(send: Send, body: bytes) -> None:
    headers = [*RESPONSE_HEADERS, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 201, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
