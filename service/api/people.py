"""Routes of an organisation's people, for its administrators: roles, accounts, coaches and invitations."""

from typing import Any
from uuid import UUID

from litestar import delete, get, post
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody

from service.accounts.register import RegisterPage, UnknownRegisterCursor
from service.api.invitations import INVITATION_HANDLERS
from service.api.openapi.operations import ADMIN_CHANGE_PROBLEMS, ADMIN_PROBLEMS, problem_responses
from service.api.people_bodies import (
    AccountChangeResult,
    CoachAssignmentRequest,
    CoachAssignmentResult,
    RoleBody,
    RoleGrantResult,
    SuspensionResult,
    TakingClientsRequest,
)
from service.api.problem_types import ILLEGAL_STEP
from service.api.query_parameters import Cursor, PageSize, unknown_cursor
from service.authorization.authorized_programmes import require_role_for
from service.http.dependencies import (
    AccountsDependency,
    AccountServicesDependency,
    CallerDependency,
    get_caller,
)

Connection = ASGIConnection[Any, Any, Any, Any]


def require_people_manager(_connection: Connection, _handler: BaseRouteHandler) -> None:
    """Guard: only who looks after the people of the organisation. Raises `Forbidden`."""
    require_role_for(get_caller(), "manage_people")


def require_self_or_people_manager(connection: Connection, handler: BaseRouteHandler) -> None:
    """Guard: only the person of the path themselves, or who looks after people. Raises `Forbidden`."""
    if connection.path_params["person_id"] != get_caller().person_id:
        require_people_manager(connection, handler)


@get("/people", tags=["people"], responses=problem_responses(*ADMIN_PROBLEMS))
async def people(
    accounts: AccountsDependency, caller: CallerDependency, cursor: Cursor = None, limit: PageSize = 50
) -> RegisterPage:
    """Everyone in the organisation, the last invited first."""
    try:
        return await accounts.people_page(caller.tenant_id, cursor, limit)
    except UnknownRegisterCursor:
        raise unknown_cursor() from None


@post(
    "/people/{person_id:uuid}/roles",
    status_code=200,
    tags=["people"],
    responses=problem_responses(*ADMIN_CHANGE_PROBLEMS),
)
async def grant_role(
    accounts: AccountsDependency,
    caller: CallerDependency,
    person_id: FromPath[UUID],
    data: JSONBody[RoleBody],
) -> RoleGrantResult:
    """Grant a role.

    The roles admin, manager and researcher have to be confirmed by a second administrator, if there is one.
    """
    granted = await accounts.grant_role(caller, person_id, data.role)
    return RoleGrantResult(person_id=person_id, role=data.role, waits=granted.request, alone=granted.alone)


@post(
    "/people/{person_id:uuid}/roles/removal",
    status_code=200,
    tags=["people"],
    responses=problem_responses(*ADMIN_CHANGE_PROBLEMS, ILLEGAL_STEP),
)
async def revoke_role(
    accounts: AccountsDependency,
    caller: CallerDependency,
    person_id: FromPath[UUID],
    data: JSONBody[RoleBody],
) -> AccountChangeResult:
    """Revoke a role. The sessions of the person end.

    That of another administrator waits for a second administrator.
    """
    return AccountChangeResult(
        person_id=person_id, waits=await accounts.revoke_role(caller, person_id, data.role)
    )


@post(
    "/people/{person_id:uuid}/suspension",
    status_code=200,
    tags=["people"],
    responses=problem_responses(*ADMIN_CHANGE_PROBLEMS),
)
async def suspend_account(
    accounts: AccountsDependency, caller: CallerDependency, person_id: FromPath[UUID]
) -> SuspensionResult:
    """Suspend an account at once, for 72 hours: the person can neither sign in nor use an API token.

    The person and the other administrators are told by email. One administrator suspends another once in 30 days.
    """
    return SuspensionResult(person_id=person_id, until=await accounts.suspend(caller, person_id))


@delete(
    "/people/{person_id:uuid}/suspension",
    tags=["people"],
    responses=problem_responses(*ADMIN_CHANGE_PROBLEMS),
)
async def lift_suspension(
    accounts: AccountsDependency, caller: CallerDependency, person_id: FromPath[UUID]
) -> None:
    """End a suspension early."""
    await accounts.lift_suspension(caller, person_id)


@post(
    "/people/{person_id:uuid}/closing",
    status_code=200,
    tags=["people"],
    responses=problem_responses(*ADMIN_CHANGE_PROBLEMS, ILLEGAL_STEP),
)
async def close_account(
    accounts: AccountsDependency, caller: CallerDependency, person_id: FromPath[UUID]
) -> AccountChangeResult:
    """Close an account: the person can no longer sign in, nor use an API token or a calendar address.

    That of another administrator waits for a second administrator.
    """
    return AccountChangeResult(person_id=person_id, waits=await accounts.disable(caller, person_id))


@post(
    "/people/{person_id:uuid}/opening",
    status_code=204,
    tags=["people"],
    responses=problem_responses(*ADMIN_CHANGE_PROBLEMS),
)
async def reopen_account(
    accounts: AccountsDependency, caller: CallerDependency, person_id: FromPath[UUID]
) -> None:
    """Reopen a closed account, with the roles it had."""
    await accounts.enable(caller, person_id)


@post(
    "/people/{person_id:uuid}/lost-proofs",
    status_code=204,
    tags=["people"],
    responses=problem_responses(*ADMIN_CHANGE_PROBLEMS),
)
async def reset_credentials(
    accounts: AccountsDependency, caller: CallerDependency, person_id: FromPath[UUID]
) -> None:
    """Reset the credentials of someone who lost them.

    Password, authenticator and recovery codes are removed. The person signs in by a link and sets up a new second step.
    One administrator does this to another once in 30 days.
    """
    await accounts.reset_credentials(caller, person_id)


@post(
    "/people/{person_id:uuid}/taking-clients",
    status_code=204,
    guards=[require_self_or_people_manager],
    tags=["people"],
    responses=problem_responses(*ADMIN_CHANGE_PROBLEMS),
)
async def set_taking_clients(
    accounts: AccountsDependency,
    caller: CallerDependency,
    person_id: FromPath[UUID],
    data: JSONBody[TakingClientsRequest],
) -> None:
    """Set whether a coach takes more clients. For the coach, or an administrator."""
    await accounts.set_takes_clients(caller, person_id, takes=data.takes)


@post(
    "/people/{person_id:uuid}/coach",
    status_code=200,
    tags=["people"],
    responses=problem_responses(*ADMIN_CHANGE_PROBLEMS, ILLEGAL_STEP),
)
async def assign_coach(
    account_services: AccountServicesDependency,
    caller: CallerDependency,
    person_id: FromPath[UUID],
    data: JSONBody[CoachAssignmentRequest],
) -> CoachAssignmentResult:
    """Give a client another coach: in all open journeys, or in the one they will start."""
    assigner = account_services.authorizer.coach_assigner(caller)
    journeys = await assigner.assign_to_client(account_services.accounts, person_id, data.coach_id)
    return CoachAssignmentResult(person_id=person_id, coach_id=data.coach_id, journeys=journeys)


MANAGER_HANDLERS = (
    people,
    grant_role,
    revoke_role,
    suspend_account,
    lift_suspension,
    close_account,
    reopen_account,
    reset_credentials,
    assign_coach,
    *INVITATION_HANDLERS,
)
