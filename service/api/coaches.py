"""The coaches a client may choose among, and her choice: the former coach sees nothing from that moment on."""

import hashlib
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Router, get, post
from litestar.exceptions import HTTPException
from litestar.params import FromPath

from projections.sight.view import SIGHT
from service.api import people
from service.api.commands import Recorded
from service.api.errors import told
from service.api.options_method import telling_methods
from service.api.people_bodies import CoachChoice, Coaches, body_of
from service.api.query_parameters import plain_query
from service.application.coach_assignment import choice
from service.http.account_dependencies import accounts_of, caller_of
from service.http.dependencies import journeys_of


@get("/journeys/{journey_id:uuid}/coaches")
async def coaches(request: Request[Any, Any, Any], journey_id: FromPath[UUID]) -> Coaches:
    """Who of the organisation takes clients."""
    await journeys_of(request.app.state, request.scope).see("read_sight", journey_id)
    return Coaches(coaches=await accounts_of(request).coaches(caller_of(request).tenant_id))


@post("/journeys/{journey_id:uuid}/coach", status_code=201)
async def choose(request: Request[Any, Any, Any], journey_id: FromPath[UUID]) -> Recorded:
    """Choose a coach, or another one, and say how much they see."""
    wished = await body_of(request, CoachChoice)
    journeys = journeys_of(request.app.state, request.scope)
    today = (await (await journeys.see("read_sight", journey_id)).read(SIGHT)).today
    coach = await accounts_of(request).coach(caller_of(request).tenant_id, wished.coach_id)
    commands = choice(coach, wished.sight, today)
    # Of what was wished, not of what it means today: the same wish sent again tomorrow is still the same.
    seal = hashlib.sha256(msgspec.json.encode(wished)).digest()
    receipt = await journeys.obey(journey_id, wished.command_id, commands, seal)
    return Recorded(
        journey_id=receipt.stream,
        command_id=receipt.command_id,
        version=receipt.version,
        position=receipt.position,
        events=receipt.events,
    )


def people_router() -> Router:
    """The addresses of an organisation's people and coaches; there where accounts are kept."""
    return Router(
        path="/api/v1",
        route_handlers=[*people.HANDLERS, coaches, choose],
        before_request=plain_query,
        middleware=[telling_methods],
        exception_handlers={HTTPException: told, Exception: told},
        include_in_schema=False,
    )
