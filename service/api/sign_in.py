"""Coming in, for programs that stand in for the pages: by password and code, by a link, by an invitation."""

from typing import Any

from litestar import MediaType, Request, Response, post

from domain.vocabulary import Purpose
from service.accounts.errors import InvitationGone
from service.accounts.invitations import InvitationView
from service.accounts.session_tokens import SignedIn
from service.api.account_bodies import Credentials, InvitationAnswer, LinkShown, LinkWish, Look, Me, body_of
from service.http.account_dependencies import Asked, accounts_of, end_earlier, network_of
from service.http.cookies import browser_secret, form_token, keep_browser, keep_session
from service.http.sign_in_link_email import send_link


@post("/sign-in", status_code=200)
async def sign_in(request: Request[Any, Any, Any]) -> Response[Me]:
    """Sign in with an address, a password and a code."""
    given = await body_of(request, Credentials)
    signed = await accounts_of(request).sign_in(
        given.email,
        given.password,
        code=given.code,
        network=network_of(request),
        organisation=given.organisation,
    )
    return await welcome(request, signed)


@post("/sign-in/link", status_code=202)
async def ask_for_link(request: Request[Any, Any, Any]) -> Response[str]:
    """Send a link, if there is somebody of that address; the answer does not say."""
    browser = await send_link(request, (await body_of(request, LinkWish)).email)
    headers = {"set-cookie": keep_browser(request.scope, browser)}
    return Response("", status_code=202, media_type=MediaType.TEXT, headers=headers)


@post("/sign-in/entry", status_code=200)
async def enter(request: Request[Any, Any, Any]) -> Response[Me]:
    """Come in by a link, once, in the browser that asked for it."""
    given = await body_of(request, LinkShown)
    browser = browser_secret(request.scope) or ""
    return await welcome(
        request, await accounts_of(request).enter_by_link(given.link, browser, code=given.code)
    )


@post("/invitation", status_code=200)
async def invitation(request: Request[Any, Any, Any]) -> InvitationView:
    """What an invitation says; nothing changes by reading it."""
    found = await accounts_of(request).invitation((await body_of(request, Look)).invitation)
    if found is None:
        raise InvitationGone
    return found


@post("/invitation/answer", status_code=200)
async def answer(request: Request[Any, Any, Any]) -> Response[Me | None]:
    """Accept, which signs in those who are new here; or decline."""
    given, accounts = await body_of(request, InvitationAnswer), accounts_of(request)
    if not given.accept:
        await accounts.decline(given.invitation)
        return Response(None, status_code=204)
    found = await accounts.invitation(given.invitation)
    if found is None:
        raise InvitationGone
    consents: set[Purpose] = {*found.purposes, *given.consents}
    person = await accounts.accept(
        given.invitation, name=given.name, password=given.password, consents=consents
    )
    if found.known:
        return Response(None, status_code=204)
    return await welcome(request, await accounts.welcome(person))  # type: ignore[return-value]


async def welcome(request: Asked, signed: SignedIn) -> Response[Me]:
    """Somebody has signed in: a session that was there before, whoever's, has ended."""
    await end_earlier(request)
    return renewed(request, signed)


def renewed(request: Asked, signed: SignedIn) -> Response[Me]:
    """The new session, in the cookie and in words."""
    me = Me(
        tenant_id=signed.caller.tenant_id,
        person_id=signed.caller.person_id,
        roles=tuple(sorted(signed.caller.roles)),
        needs=tuple(sorted(signed.needs)),
        form_token=form_token(signed.secret),
    )
    return Response(me, headers={"set-cookie": keep_session(request.scope, signed.secret)})
