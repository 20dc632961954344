"""Coming in, for programs that stand in for the pages: by password and code, by a link, by an invitation."""

from typing import Any

from litestar import MediaType, Request, Response, post

from domain.vocabulary import ConsentPurpose
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
    decode_body,
)
from service.http.account_dependencies import AnyRequest, client_network, end_previous_session, get_accounts
from service.http.cookies import browser_secret, csrf_token, set_browser_cookie, set_session_cookie
from service.http.sign_in_link_email import send_sign_in_link


@post("/sign-in", status_code=200)
async def sign_in(request: Request[Any, Any, Any]) -> Response[CurrentSession]:
    """Sign in with an address, a password and a code."""
    given = await decode_body(request, Credentials)
    signed = await get_accounts(request).sign_in(
        given.email,
        given.password,
        code=given.code,
        network=client_network(request),
        organisation=given.organisation,
    )
    return await signed_in_response(request, signed)


@post("/sign-in/link", status_code=202)
async def ask_for_link(request: Request[Any, Any, Any]) -> Response[str]:
    """Send a link, if there is somebody of that address; the answer does not say."""
    browser = await send_sign_in_link(request, (await decode_body(request, SignInLinkRequest)).email)
    headers = {"set-cookie": set_browser_cookie(request.scope, browser)}
    return Response("", status_code=202, media_type=MediaType.TEXT, headers=headers)


@post("/sign-in/entry", status_code=200)
async def enter_by_link(request: Request[Any, Any, Any]) -> Response[CurrentSession]:
    """Come in by a link, once, in the browser that asked for it."""
    given = await decode_body(request, SignInLinkUse)
    browser = browser_secret(request.scope) or ""
    return await signed_in_response(
        request, await get_accounts(request).sign_in_by_link(given.link, browser, code=given.code)
    )


@post("/invitation", status_code=200)
async def show_invitation(request: Request[Any, Any, Any]) -> InvitationView:
    """What an invitation says; nothing changes by reading it."""
    found = await get_accounts(request).get_invitation(
        (await decode_body(request, InvitationLookup)).invitation
    )
    if found is None:
        raise InvitationGone
    return found


@post("/invitation/answer", status_code=200)
async def answer_invitation(request: Request[Any, Any, Any]) -> Response[CurrentSession | None]:
    """Accept, which signs in those who are new here; or decline."""
    given, accounts = await decode_body(request, InvitationAnswer), get_accounts(request)
    if not given.accept:
        await accounts.decline_invitation(given.invitation)
        return Response(None, status_code=204)
    found = await accounts.get_invitation(given.invitation)
    if found is None:
        raise InvitationGone
    consents: set[ConsentPurpose] = {*found.purposes, *given.consents}
    person = await accounts.accept_invitation(
        given.invitation, name=given.name, password=given.password, consents=consents
    )
    if found.known:
        return Response(None, status_code=204)
    return await signed_in_response(request, await accounts.sign_in_new_person(person))  # type: ignore[return-value]


async def signed_in_response(request: AnyRequest, signed: NewSession) -> Response[CurrentSession]:
    """Somebody has signed in: a session that was there before, whoever's, has ended."""
    await end_previous_session(request)
    return session_response(request, signed)


def session_response(request: AnyRequest, signed: NewSession) -> Response[CurrentSession]:
    """The new session, in the cookie and in words."""
    me = CurrentSession(
        tenant_id=signed.caller.tenant_id,
        person_id=signed.caller.person_id,
        roles=tuple(sorted(signed.caller.roles)),
        needs=tuple(sorted(signed.needs)),
        form_token=csrf_token(signed.secret),
    )
    return Response(me, headers={"set-cookie": set_session_cookie(request.scope, signed.secret)})
