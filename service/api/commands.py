"""Recording: one or several commands on a journey, as one unit under one id."""

from typing import Annotated, cast
from uuid import UUID

import msgspec
from litestar import post
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Meta, Struct, inspect

from domain.journey.decisions import Command
from service.api.bodies import json_body
from service.api.problems import MALFORMED, PRIVATE, Trouble
from service.api.validation import invalid
from service.journeys import Journeys
from service.orders import fingerprint
from service.store.log import Receipt


class Commands(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody wants recorded: all of it or nothing. The same `command_id` again is answered like the first time."""

    command_id: UUID
    commands: Annotated[tuple[Command, ...], Meta(min_length=1, max_length=50)]


class Recorded(Struct, frozen=True, kw_only=True):
    """What became of it. `position` can be waited for when reading; `events` is how many events it meant, 0 for "already so"."""

    journey_id: UUID
    command_id: UUID
    version: int
    position: int
    events: int


DECODER = msgspec.json.Decoder(Commands)
EXPECTED = inspect.type_info(Commands)
ENCODER = msgspec.json.Encoder()
HEADERS = [(b"content-type", b"application/json"), *((k.encode(), v.encode()) for k, v in PRIVATE.items())]


def recording(app: ASGIApp) -> ASGIApp:  # noqa: ARG001
    """Record what happened.

    Answers in the place of its handler, behind Litestar's routes, middlewares and exception handlers: here is the load, and
    the requests and responses in between cost as much again as deciding and recording do. An `asgi` handler would be the
    place for this, but its path cannot have parameters (KeyError in `parse_path_to_route`, Litestar 2.25).
    """

    async def record(scope: Scope, receive: Receive, send: Send) -> None:
        wished = read_commands(await json_body(scope, receive))
        journeys: Journeys = scope["litestar_app"].state.journeys
        journey_id = cast("UUID", scope["path_params"]["journey_id"])
        seal = fingerprint(wished.commands)
        receipt = await journeys.obey(journey_id, wished.command_id, wished.commands, seal)
        await _answer(send, ENCODER.encode(_recorded(receipt)))

    return record


@post("/journeys/{journey_id:uuid}/commands", middleware=[recording])
async def commands() -> None:
    """Stands for `recording` among the routes."""


def _recorded(receipt: Receipt) -> Recorded:
    return Recorded(
        journey_id=receipt.stream,
        command_id=receipt.command_id,
        version=receipt.version,
        position=receipt.position,
        events=receipt.events,
    )


async def _answer(send: Send, body: bytes) -> None:
    headers = [*HEADERS, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 201, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def read_commands(body: bytes) -> Commands:
    """The commands in a body; refused with the place and what is allowed there."""
    try:
        return DECODER.decode(body)
    except msgspec.ValidationError as complaint:
        raise invalid(body, complaint, EXPECTED) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise Trouble(MALFORMED, f"The body is not JSON in UTF-8: {fault}.") from None
