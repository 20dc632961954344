"""Routes of signing in, for programs that take the place of the pages: by password and code, by link, by invitation."""

from http import HTTPStatus
from typing import Any

from litestar import MediaType, Response, post
from litestar.openapi import ResponseSpec
from litestar.params import JSONBody

from domain.vocabulary import ConsentPurpose
from service.accounts.accounts import Accounts
from service.accounts.errors import InvitationGone
from service.accounts.invitations import InvitationView
from service.accounts.session_tokens import NewSession
from service.api.account_bodies import (
    Credentials,
    CurrentSession,
    InvitationAnswer,
    InvitationLookup,
    SignInLinkRequest,
    SignInLinkUse,
)
from service.api.openapi.operations import ACCOUNT_PROBLEMS, AUTHENTICATION_PROBLEMS, problem_responses
from service.api.problem_types import (
    AUTHENTICATION_FAILED,
    INVITATION_GONE,
    NOT_PERMITTED,
    TOO_MANY_ATTEMPTS,
    WHICH_ORGANISATION,
)
from service.http.account_dependencies import attempt_source, set_signed_in_cookies
from service.http.cookies import set_browser_cookie, set_session_cookie
from service.http.dependencies import AccountsDependency, AnyRequest
from service.http.request_headers import browser_secret, csrf_token
from service.http.sign_in_link_email import send_sign_in_link


@post(
    "/sign-in",
    status_code=200,
    tags=["signing in"],
    responses=problem_responses(*ACCOUNT_PROBLEMS, *AUTHENTICATION_PROBLEMS, WHICH_ORGANISATION),
)
async def sign_in(
    request: AnyRequest, accounts: AccountsDependency, data: JSONBody[Credentials]
) -> Response[CurrentSession]:
    """Sign in with an email address, a password and, if required, a code.

    The response sets the cookie of the session, and ends the session that this browser had.
    """
    session = await accounts.sign_in(
        data.email,
        data.password,
        code=data.code,
        source=attempt_source(request.scope),
        organisation=data.organisation,
    )
    return await signed_in_response(request, accounts, session)


@post(
    "/sign-in/link",
    status_code=202,
    tags=["signing in"],
    responses=problem_responses(*ACCOUNT_PROBLEMS, TOO_MANY_ATTEMPTS),
)
async def ask_for_link(
    request: AnyRequest, accounts: AccountsDependency, data: JSONBody[SignInLinkRequest]
) -> Response[None]:
    """Send a sign-in link, if there is an account with that address. The response is the same if there is none.

    The link works once, within ten minutes, in the browser that asked: the response sets a cookie that identifies it.
    """
    browser = await send_sign_in_link(request, accounts, data.email)
    headers = {"set-cookie": set_browser_cookie(request.scope, browser)}
    empty: Response[Any] = Response("", status_code=202, media_type=MediaType.TEXT, headers=headers)
    return empty


@post(
    "/sign-in/entry",
    status_code=200,
    tags=["signing in"],
    responses=problem_responses(*ACCOUNT_PROBLEMS, *AUTHENTICATION_PROBLEMS),
)
async def enter_by_link(
    request: AnyRequest, accounts: AccountsDependency, data: JSONBody[SignInLinkUse]
) -> Response[CurrentSession]:
    """Sign in with a link, once, in the browser that asked for it."""
    session = await accounts.sign_in_by_link(
        data.link,
        browser_secret(request.scope) or "",
        code=data.code,
        source=attempt_source(request.scope),
    )
    return await signed_in_response(request, accounts, session)


@post(
    "/invitation",
    status_code=200,
    tags=["signing in"],
    responses=problem_responses(*ACCOUNT_PROBLEMS, INVITATION_GONE),
)
async def show_invitation(accounts: AccountsDependency, data: JSONBody[InvitationLookup]) -> InvitationView:
    """What an invitation says: who invites, to which role, and which consents it asks for. Reading it changes nothing."""
    invitation = await accounts.get_invitation(data.invitation)
    if invitation is None:
        raise InvitationGone
    return invitation


@post(
    "/invitation/answer",
    status_code=200,
    tags=["signing in"],
    responses={
        HTTPStatus.NO_CONTENT: ResponseSpec(
            None, description="Declined, or accepted by someone who already has an account."
        ),
        **problem_responses(
            *ACCOUNT_PROBLEMS, NOT_PERMITTED, INVITATION_GONE, AUTHENTICATION_FAILED, TOO_MANY_ATTEMPTS
        ),
    },
)
async def answer_invitation(
    request: AnyRequest, accounts: AccountsDependency, data: JSONBody[InvitationAnswer]
) -> Response[CurrentSession]:
    """Accept or decline an invitation. A new person who accepts is signed in."""
    no_content: Response[Any] = Response(None, status_code=204)
    if not data.accept:
        await accounts.decline_invitation(data.invitation)
        return no_content
    invitation = await accounts.get_invitation(data.invitation)
    if invitation is None:
        raise InvitationGone
    consents: set[ConsentPurpose] = {*invitation.purposes, *data.consents}
    person = await accounts.accept_invitation(
        data.invitation, name=data.name, password=data.password, consents=consents
    )
    if invitation.known:
        return no_content
    return await signed_in_response(request, accounts, await accounts.sign_in_new_person(person))


async def signed_in_response(
    request: AnyRequest, accounts: Accounts, session: NewSession
) -> Response[CurrentSession]:
    """End the session that the browser had, whoever's, and answer with the new one."""
    response = session_response(request, session)
    await set_signed_in_cookies(request, accounts, session, response)
    return response


def session_response(request: AnyRequest, session: NewSession) -> Response[CurrentSession]:
    """The new session: its secret in the cookie, the rest in the body."""
    body = CurrentSession(
        tenant_id=session.caller.tenant_id,
        person_id=session.caller.person_id,
        roles=tuple(sorted(session.caller.roles)),
        needs=tuple(sorted(session.needs)),
        form_token=csrf_token(session.secret),
    )
    return Response(body, headers={"set-cookie": set_session_cookie(request.scope, session.secret)})
