"""The coaches a client may choose among, and the choice: the previous coach sees nothing from that moment on."""

from uuid import UUID

from litestar import Router, get, post
from litestar.exceptions import HTTPException
from litestar.params import FromPath, JSONBody

from domain.aggregate import CommandBatch
from service.api import people
from service.api.commands import RecordedCommands
from service.api.errors import error_response
from service.api.openapi.operations import COMMAND_PROBLEMS, JOURNEY_PROBLEMS, problem_responses
from service.api.options_method import OptionsMiddleware
from service.api.people_bodies import CoachChoice, CoachList
from service.api.problem_types import NOT_FOUND
from service.api.query_parameters import check_query
from service.api.request_body import MAX_BODY_BYTES, JsonBody, check_body
from service.application.coach_assignment import coach_choice_commands
from service.http.dependencies import (
    AccountsDependency,
    AnyRequest,
    CallerDependency,
    JourneysDependency,
)


@get(
    "/journeys/{journey_id:uuid}/coaches",
    tags=["people"],
    responses=problem_responses(*JOURNEY_PROBLEMS, NOT_FOUND),
)
async def coaches(
    journeys: JourneysDependency,
    accounts: AccountsDependency,
    caller: CallerDependency,
    journey_id: FromPath[UUID],
) -> CoachList:
    """Which coaches of the organisation take clients."""
    await journeys.load("read_sight", journey_id)
    return CoachList(coaches=await accounts.list_coaches(caller.tenant_id))


@post(
    "/journeys/{journey_id:uuid}/coach",
    tags=["people"],
    responses=problem_responses(*JOURNEY_PROBLEMS, *COMMAND_PROBLEMS, NOT_FOUND),
)
async def choose_coach(
    journeys: JourneysDependency,
    accounts: AccountsDependency,
    caller: CallerDependency,
    journey_id: FromPath[UUID],
    data: JSONBody[CoachChoice],
) -> RecordedCommands:
    """Choose a coach, or another one, and how much they may see.

    From then on the previous coach sees nothing.
    """
    today = (await journeys.load("read_sight", journey_id)).today
    # What was sent before is answered as it was then, if the coach takes no clients any more, too.
    result = await journeys.recorded_result(journey_id, CommandBatch.of(data.command_id, (), sent=data))
    if result is None:
        commands = await coach_choice_commands(accounts, caller.tenant_id, data.coach_id, data.sight, today)
        # The commands hold today's date: the same choice sent again tomorrow is still the same.
        result = await journeys.submit(journey_id, CommandBatch.of(data.command_id, commands, sent=data))
    return RecordedCommands(
        journey_id=result.stream,
        command_id=result.command_id,
        version=result.version,
        position=result.position,
        events=result.events,
    )


async def check_people_request(request: AnyRequest) -> None:
    """Reject a query or a body that no handler can take. Raises `Problem`."""
    check_query(request)
    await check_body(request)


def people_router() -> Router:
    """The routes of an organisation's people and coaches, for where accounts are kept."""
    managers = Router(
        path="/", route_handlers=people.MANAGER_HANDLERS, guards=[people.require_people_manager]
    )
    return Router(
        path="/api/v1",
        route_handlers=[managers, people.set_taking_clients, coaches, choose_coach],
        before_request=check_people_request,
        dto=JsonBody,
        return_dto=None,
        request_max_body_size=MAX_BODY_BYTES,
        middleware=[OptionsMiddleware()],
        exception_handlers={HTTPException: error_response, Exception: error_response},
        include_in_schema=True,
    )
