"""The coaches a client may choose among, and her choice: the former coach sees nothing from that moment on."""

from typing import Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.exceptions import HTTPException
from litestar.params import FromPath

from service.api import people
from service.api.commands import RecordedCommands
from service.api.errors import error_response
from service.api.options_method import options_middleware
from service.api.people_bodies import CoachChoice, CoachList, decode_people_body
from service.api.query_parameters import check_query
from service.application.coach_assignment import coach_choice_commands
from service.application.command_batch import CommandBatch
from service.http.account_dependencies import get_accounts
from service.http.dependencies import get_caller, get_journeys, get_services


@get("/journeys/{journey_id:uuid}/coaches")
async def coaches(request: Request[Any, Any, Any], journey_id: FromPath[UUID]) -> CoachList:
    """Who of the organisation takes clients."""
    await get_journeys(get_services(request.app.state), get_caller()).load("read_sight", journey_id)
    return CoachList(coaches=await get_accounts(request).list_coaches(get_caller().tenant_id))


@post("/journeys/{journey_id:uuid}/coach", status_code=201)
async def choose_coach(request: Request[Any, Any, Any], journey_id: FromPath[UUID]) -> RecordedCommands:
    """Choose a coach, or another one, and say how much they see."""
    wished = await decode_people_body(request, CoachChoice)
    journeys = get_journeys(get_services(request.app.state), get_caller())
    today = (await journeys.load("read_sight", journey_id)).today
    coach = await get_accounts(request).get_coach(get_caller().tenant_id, wished.coach_id)
    commands = coach_choice_commands(coach, wished.sight, today)
    # The commands hold today's date: the same choice sent again tomorrow is still the same.
    batch = CommandBatch.of(wished.command_id, commands, sent=wished)
    receipt = await journeys.submit(journey_id, batch)
    return RecordedCommands(
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
        route_handlers=[*people.HANDLERS, coaches, choose_coach],
        before_request=check_query,
        middleware=[options_middleware],
        exception_handlers={HTTPException: error_response, Exception: error_response},
        include_in_schema=False,
    )
