"""Looking after one's session and account, for programs that stand in for the pages."""

from typing import Any, cast
from uuid import UUID

from litestar import Request, Response, Router, delete, get, post, put
from litestar.exceptions import HTTPException, NotFoundException
from litestar.params import FromPath

from service.accounts.second_factor import TotpOffer
from service.api import passkeys, sign_in
from service.api.account_bodies import (
    Again,
    Code,
    Me,
    NewPassword,
    Places,
    RecoveryCodes,
    Token,
    TokenWish,
    body_of,
)
from service.api.errors import told
from service.api.options_method import telling_methods
from service.api.sign_in import renewed
from service.http.account_dependencies import accounts_of, caller_of, network_of, person_of
from service.http.cookies import forget_session, form_token
from service.http.security_headers import CLEARED


@get("/session")
async def session(request: Request[Any, Any, Any]) -> Me:
    """Who is asking, and what their session lacks."""
    caller = caller_of(request)
    secret = cast("dict[str, Any]", request.scope)["secret"]
    return Me(
        tenant_id=caller.tenant_id,
        person_id=caller.person_id,
        roles=tuple(sorted(caller.roles)),
        needs=tuple(sorted(await accounts_of(request).needs(caller))),
        form_token=form_token(secret) if secret else None,
    )


@delete("/session")
async def sign_out(request: Request[Any, Any, Any]) -> Response[None]:
    """End the session."""
    await accounts_of(request).sign_out(person_of(request)[0])
    headers = {"set-cookie": forget_session(request.scope), "clear-site-data": CLEARED}
    return Response(None, status_code=204, headers=headers)


@post("/session/proof", status_code=200)
async def prove_again(request: Request[Any, Any, Any]) -> Response[Me]:
    """Show again who one is, for what is delicate."""
    caller, _ = person_of(request)
    given = await body_of(request, Again)
    signed = await accounts_of(request).prove_again(
        caller, given.password, code=given.code, network=network_of(request)
    )
    return renewed(request, signed)


@get("/sessions")
async def sessions(request: Request[Any, Any, Any]) -> Places:
    """Where one is signed in, and one's tokens."""
    return Places(sessions=await accounts_of(request).sessions(person_of(request)[0]))


@delete("/sessions/{token_id:uuid}")
async def revoke(request: Request[Any, Any, Any], token_id: FromPath[UUID]) -> None:
    """End a session, or revoke a token."""
    if not await accounts_of(request).revoke(person_of(request)[0], token_id):
        raise NotFoundException


@post("/tokens", status_code=201)
async def make_token(request: Request[Any, Any, Any]) -> Token:
    """A token for a program."""
    caller, _ = person_of(request)
    given = await body_of(request, TokenWish)
    made = await accounts_of(request).make_api_token(caller, given.label, given.scopes, given.expires_at)
    return Token(token=made)


@put("/password")
async def set_password(request: Request[Any, Any, Any]) -> Response[Me]:
    """Set a password; other sessions end."""
    caller, _ = person_of(request)
    given = await body_of(request, NewPassword)
    signed = await accounts_of(request).set_password(
        caller, given.password, current=given.current, network=network_of(request)
    )
    return renewed(request, signed)


@post("/second-factor", status_code=200)
async def start_totp(request: Request[Any, Any, Any]) -> TotpOffer:
    """What an authenticator is to be given."""
    return await accounts_of(request).start_totp(person_of(request)[0])


@post("/second-factor/confirmation", status_code=200)
async def confirm_totp(request: Request[Any, Any, Any]) -> Response[Me]:
    """The first code of an authenticator: from now on it is asked for."""
    caller, _ = person_of(request)
    return renewed(
        request, await accounts_of(request).confirm_totp(caller, (await body_of(request, Code)).code)
    )


@post("/second-factor/removal", status_code=204)
async def remove_totp(request: Request[Any, Any, Any]) -> None:
    """Take the authenticator away."""
    caller, _ = person_of(request)
    await accounts_of(request).remove_totp(caller, (await body_of(request, Code)).code)


@post("/recovery-codes", status_code=201)
async def recovery_codes(request: Request[Any, Any, Any]) -> RecoveryCodes:
    """New codes for when the authenticator is lost."""
    return RecoveryCodes(codes=await accounts_of(request).recovery_codes(person_of(request)[0]))


def session_router() -> Router:
    """The addresses of signing in and of one's account; there where accounts are kept."""
    return Router(
        path="/api/v1",
        route_handlers=[
            sign_in.sign_in,
            sign_in.ask_for_link,
            sign_in.enter,
            sign_in.invitation,
            sign_in.answer,
            session,
            sign_out,
            prove_again,
            sessions,
            revoke,
            make_token,
            set_password,
            start_totp,
            confirm_totp,
            remove_totp,
            recovery_codes,
            passkeys.sign_in_options,
            passkeys.sign_in,
            passkeys.registration_options,
            passkeys.register,
            passkeys.own,
            passkeys.rename,
            passkeys.remove,
        ],
        middleware=[telling_methods],
        exception_handlers={HTTPException: told, Exception: told},
        include_in_schema=False,
    )
