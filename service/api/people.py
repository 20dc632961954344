"""People of the organisation, for its administrators: who they are, asked in, given roles, and their accounts closed."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, delete, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from service.accounts.caller import Caller
from service.accounts.invitation_terms import INVITATION_LIFETIME
from service.accounts.invitations import SentInvitation
from service.accounts.register import RegisterPage, UnknownRegisterCursor
from service.api.people_bodies import (
    CoachAssignmentRequest,
    CoachAssignmentResult,
    InvitationRequest,
    InvitationSent,
    OpenInvitations,
    RoleBody,
    RoleGrantResult,
    RoleRequests,
    TakingClientsRequest,
    decode_people_body,
)
from service.api.problem_types import INVALID_VALUE, NOT_FOUND
from service.api.problems import FieldError, Problem
from service.authorization.authorized_programmes import require_role_for
from service.email.background_sending import send_in_background
from service.email.emails import invitation_email
from service.http.account_dependencies import AnyRequest, get_accounts
from service.http.dependencies import get_caller, get_programmes, get_services


@get("/people")
async def people(
    request: Request[Any, Any, Any],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> RegisterPage:
    """Everybody of the organisation, the last asked in first."""
    by = _manager(request)
    try:
        return await get_accounts(request).people_page(by.tenant_id, cursor, limit)
    except UnknownRegisterCursor:
        fault = FieldError(
            parameter="cursor", detail="No page begins here.", allowed="`next` of the page before"
        )
        raise Problem(INVALID_VALUE, "This cursor was not given out here.", fault) from None


@post("/people/{person_id:uuid}/roles", status_code=200)
async def grant_role(request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> RoleGrantResult:
    """Give a role; one that shows or rules over others waits for a second administrator, where there is one."""
    by, wished = _manager(request), await decode_people_body(request, RoleBody)
    done = await get_accounts(request).grant_role(by, person_id, wished.role)
    return RoleGrantResult(person_id=person_id, role=wished.role, waits=done.request, alone=done.alone)


@post("/people/{person_id:uuid}/roles/removal", status_code=204)
async def revoke_role(request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> None:
    """Take a role away; their sessions end."""
    by, wished = _manager(request), await decode_people_body(request, RoleBody)
    await get_accounts(request).revoke_role(by, person_id, wished.role)


@post("/people/{person_id:uuid}/closing", status_code=204)
async def close_account(request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> None:
    """Close an account: nothing of theirs opens any more."""
    await get_accounts(request).disable(_manager(request), person_id)


@post("/people/{person_id:uuid}/opening", status_code=204)
async def reopen_account(request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> None:
    """Open a closed account again, with the roles it had."""
    await get_accounts(request).enable(_manager(request), person_id)


@post("/people/{person_id:uuid}/lost-proofs", status_code=204)
async def reset_credentials(request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> None:
    """Password, authenticator and codes go; they come in by a link, and set up a second proof anew."""
    await get_accounts(request).reset_credentials(_manager(request), person_id)


@post("/people/{person_id:uuid}/taking-clients", status_code=204)
async def set_taking_clients(request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> None:
    """Whether a coach takes more clients: for themselves, or an administrator."""
    by = get_caller()
    if by.person_id != person_id:
        require_role_for(by, "manage_people")
    wished = await decode_people_body(request, TakingClientsRequest)
    await get_accounts(request).set_takes_clients(by, person_id, takes=wished.takes)


@post("/people/{person_id:uuid}/coach", status_code=200)
async def assign_coach(request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> CoachAssignmentResult:
    """Give a client another coach: in all her journeys that go on, or in the one she is to begin."""
    by, wished = _manager(request), await decode_people_body(request, CoachAssignmentRequest)
    accounts, rights = get_accounts(request), get_services(request.app.state).authorizer
    await accounts.get_person(by.tenant_id, person_id)
    coach = await accounts.get_coach(by.tenant_id, wished.coach_id)
    hers = await accounts.journeys_of_person(by.tenant_id, person_id)
    told = await rights.coach_assigner(by).assign(sorted(hers), coach) if rights else []
    if not hers:
        await accounts.set_onboarding_coach(by, person_id, coach.coach_id)
    return CoachAssignmentResult(person_id=person_id, coach_id=coach.coach_id, journeys=told)


@get("/invitations")
async def invitations(request: Request[Any, Any, Any]) -> OpenInvitations:
    """Who was asked in and has not answered."""
    by = _manager(request)
    return OpenInvitations(invitations=await get_accounts(request).list_open_invitations(by))


@post("/invitations", status_code=201)
async def invite(request: Request[Any, Any, Any]) -> InvitationSent:
    """Ask somebody in; an earlier invitation to the same role is taken back."""
    by, wished = _manager(request), await decode_people_body(request, InvitationRequest)
    accounts = get_accounts(request)
    if wished.coach_id:
        await accounts.get_coach(by.tenant_id, wished.coach_id)
    if wished.programme_id:
        offers = get_programmes(get_services(request.app.state), get_caller())
        await offers.get("read_programmes", wished.programme_id)
    invited = await accounts.invite(
        by,
        wished.email,
        wished.role,
        locale=wished.locale,
        journey_id=wished.journey_id,
        coach_id=wished.coach_id,
        programme_id=wished.programme_id,
        consents=wished.consents,
    )
    return _sent(request, invited)


@post("/invitations/{invitation_id:uuid}/renewal", status_code=200)
async def renew_invitation(request: Request[Any, Any, Any], invitation_id: FromPath[UUID]) -> InvitationSent:
    """Send another link, for another fourteen days; the earlier one is worth nothing then."""
    return _sent(request, await get_accounts(request).renew_invitation(_manager(request), invitation_id))


@delete("/invitations/{invitation_id:uuid}")
async def withdraw_invitation(request: Request[Any, Any, Any], invitation_id: FromPath[UUID]) -> None:
    """Take an invitation back; who never came is erased with it."""
    await get_accounts(request).withdraw_invitation(_manager(request), invitation_id)


@get("/role-requests")
async def role_requests(request: Request[Any, Any, Any]) -> RoleRequests:
    """Which roles wait for a second administrator."""
    return RoleRequests(requests=await get_accounts(request).list_role_requests(_manager(request)))


@post("/role-requests/{request_id:uuid}/confirmation", status_code=204)
async def confirm_role_request(request: Request[Any, Any, Any], request_id: FromPath[UUID]) -> None:
    """Be the second to say yes: neither who asked for it, nor whom it is for."""
    await get_accounts(request).confirm_role(_manager(request), request_id)


@delete("/role-requests/{request_id:uuid}")
async def withdraw_role_request(request: Request[Any, Any, Any], request_id: FromPath[UUID]) -> None:
    """Say no, or take it back; an invitation to that role goes with it."""
    await get_accounts(request).withdraw_role_request(_manager(request), request_id)


HANDLERS = (
    people,
    grant_role,
    revoke_role,
    close_account,
    reopen_account,
    reset_credentials,
    set_taking_clients,
    assign_coach,
    invitations,
    invite,
    renew_invitation,
    withdraw_invitation,
    role_requests,
    confirm_role_request,
    withdraw_role_request,
)


def _manager(request: AnyRequest) -> Caller:
    """Who asks, if they look after people. Raises `Forbidden`."""
    caller = get_caller()
    if get_services(request.app.state).authorizer is None:
        raise Problem(NOT_FOUND, "No accounts are kept here.")
    require_role_for(caller, "manage_people")
    return caller


def _sent(request: AnyRequest, invited: SentInvitation) -> InvitationSent:
    """The letter is on its way; without a mail server the link is told instead."""
    origin = get_services(request.app.state).settings.origin or str(request.base_url).rstrip("/")
    link, post = f"{origin}/invitation#{invited.link_secret}", get_services(request.app.state).mailer
    if post:
        send_in_background(post, invitation_email(invited.email, invited.locale, link, INVITATION_LIFETIME))
    return InvitationSent(
        person_id=invited.person_id,
        role=invited.role,
        expires_at=invited.expires_at,
        sent=post is not None,
        link=None if post else link,
        waits=invited.waits,
    )
