"""Routes of invitations, and of the roles that wait for a second administrator."""

from uuid import UUID

from litestar import delete, get, post
from litestar.params import FromPath, JSONBody

from service.accounts.invitations import SentInvitation
from service.api.openapi.operations import ADMIN_CHANGE_PROBLEMS, ADMIN_PROBLEMS, problem_responses
from service.api.people_bodies import InvitationRequest, InvitationSent, OpenInvitations, RoleRequests
from service.api.problem_types import UNKNOWN_PROGRAMME
from service.http.dependencies import AccountsDependency, AnyRequest, CallerDependency, ProgrammesDependency
from service.http.invitation_email import send_invitation_email


@get("/invitations", tags=["people"], responses=problem_responses(*ADMIN_PROBLEMS))
async def invitations(accounts: AccountsDependency, caller: CallerDependency) -> OpenInvitations:
    """Invitations that have not been answered yet."""
    return OpenInvitations(invitations=await accounts.list_open_invitations(caller))


@post(
    "/invitations",
    tags=["people"],
    responses=problem_responses(*ADMIN_CHANGE_PROBLEMS, UNKNOWN_PROGRAMME),
)
async def invite(
    *,
    request: AnyRequest,
    accounts: AccountsDependency,
    caller: CallerDependency,
    programmes: ProgrammesDependency,
    data: JSONBody[InvitationRequest],
) -> InvitationSent:
    """Invite someone. An earlier invitation to the same role is withdrawn."""
    if data.coach_id:
        await accounts.get_coach(caller.tenant_id, data.coach_id)
    if data.programme_id:
        await programmes.get("read_programmes", data.programme_id)
    invitation = await accounts.invite(
        caller,
        data.email,
        data.role,
        locale=data.locale,
        journey_id=data.journey_id,
        coach_id=data.coach_id,
        programme_id=data.programme_id,
        consents=data.consents,
    )
    return _send(request, invitation)


@post(
    "/invitations/{invitation_id:uuid}/renewal",
    status_code=200,
    tags=["people"],
    responses=problem_responses(*ADMIN_CHANGE_PROBLEMS),
)
async def renew_invitation(
    request: AnyRequest,
    accounts: AccountsDependency,
    caller: CallerDependency,
    invitation_id: FromPath[UUID],
) -> InvitationSent:
    """Send a new link, valid for fourteen days. The earlier link no longer works."""
    invitation = await accounts.renew_invitation(caller, invitation_id)
    return _send(request, invitation)


@delete(
    "/invitations/{invitation_id:uuid}",
    tags=["people"],
    responses=problem_responses(*ADMIN_CHANGE_PROBLEMS),
)
async def withdraw_invitation(
    accounts: AccountsDependency, caller: CallerDependency, invitation_id: FromPath[UUID]
) -> None:
    """Withdraw an invitation. The data of a person who never accepted one is erased with it."""
    await accounts.withdraw_invitation(caller, invitation_id)


@get("/role-requests", tags=["people"], responses=problem_responses(*ADMIN_PROBLEMS))
async def role_requests(accounts: AccountsDependency, caller: CallerDependency) -> RoleRequests:
    """Roles that wait for a second administrator."""
    return RoleRequests(requests=await accounts.list_role_requests(caller))


@post(
    "/role-requests/{request_id:uuid}/confirmation",
    status_code=204,
    tags=["people"],
    responses=problem_responses(*ADMIN_CHANGE_PROBLEMS),
)
async def confirm_role_request(
    accounts: AccountsDependency, caller: CallerDependency, request_id: FromPath[UUID]
) -> None:
    """Confirm a role request as the second administrator: neither who made it, nor whom it is for."""
    await accounts.confirm_role(caller, request_id)


@delete(
    "/role-requests/{request_id:uuid}",
    tags=["people"],
    responses=problem_responses(*ADMIN_CHANGE_PROBLEMS),
)
async def withdraw_role_request(
    accounts: AccountsDependency, caller: CallerDependency, request_id: FromPath[UUID]
) -> None:
    """Reject or withdraw a role request. An invitation to that role is withdrawn with it."""
    await accounts.withdraw_role_request(caller, request_id)


INVITATION_HANDLERS = (
    invitations,
    invite,
    renew_invitation,
    withdraw_invitation,
    role_requests,
    confirm_role_request,
    withdraw_role_request,
)


def _send(request: AnyRequest, invitation: SentInvitation) -> InvitationSent:
    link = send_invitation_email(request, invitation)
    return InvitationSent(
        person_id=invitation.person_id,
        role=invitation.role,
        expires_at=invitation.expires_at,
        sent=link is None,
        link=link,
        waits=invitation.waits,
    )
