"""Looking after one's session and account, for programs that stand in for the pages."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, delete, get, post, put
from litestar.exceptions import HTTPException, NotFoundException
from litestar.params import FromPath

from service.accounts.second_factor import TotpSetup
from service.api import passkeys, sign_in
from service.api.account_bodies import (
    AuthenticatorCode,
    CurrentSession,
    IssuedToken,
    NewPassword,
    Reauthentication,
    RecoveryCodes,
    SessionList,
    TokenRequest,
    decode_body,
)
from service.api.errors import error_response
from service.api.options_method import options_middleware
from service.api.sign_in import session_response
from service.http.account_dependencies import client_network, get_accounts, require_person
from service.http.cookies import clear_session_cookie, csrf_token
from service.http.dependencies import get_caller
from service.http.request_context import current_request
from service.http.security_headers import CLEAR_SITE_DATA


@get("/session")
async def current_session(request: Request[Any, Any, Any]) -> CurrentSession:
    """Who is asking, and what their session lacks."""
    caller = get_caller()
    secret = current_request().session_secret
    return CurrentSession(
        tenant_id=caller.tenant_id,
        person_id=caller.person_id,
        roles=tuple(sorted(caller.roles)),
        needs=tuple(sorted(await get_accounts(request).session_requirements(caller))),
        form_token=csrf_token(secret) if secret else None,
    )


@delete("/session")
async def sign_out(request: Request[Any, Any, Any]) -> Response[None]:
    """End the session."""
    await get_accounts(request).sign_out(require_person()[0])
    headers = {"set-cookie": clear_session_cookie(request.scope), "clear-site-data": CLEAR_SITE_DATA}
    return Response(None, status_code=204, headers=headers)


@post("/session/proof", status_code=200)
async def reauthenticate(request: Request[Any, Any, Any]) -> Response[CurrentSession]:
    """Show again who one is, for what is delicate."""
    caller, _ = require_person()
    given = await decode_body(request, Reauthentication)
    signed = await get_accounts(request).reauthenticate(
        caller, given.password, code=given.code, network=client_network(request)
    )
    return session_response(request, signed)


@get("/sessions")
async def list_sessions(request: Request[Any, Any, Any]) -> SessionList:
    """Where one is signed in, and one's tokens."""
    return SessionList(sessions=await get_accounts(request).list_sessions(require_person()[0]))


@delete("/sessions/{token_id:uuid}")
async def revoke_session(request: Request[Any, Any, Any], token_id: FromPath[UUID]) -> None:
    """End a session, or revoke a token."""
    if not await get_accounts(request).revoke_token(require_person()[0], token_id):
        raise NotFoundException


@post("/tokens", status_code=201)
async def make_token(request: Request[Any, Any, Any]) -> IssuedToken:
    """A token for a program."""
    caller, _ = require_person()
    given = await decode_body(request, TokenRequest)
    made = await get_accounts(request).create_api_token(caller, given.label, given.scopes, given.expires_at)
    return IssuedToken(token=made)


@put("/password")
async def set_password(request: Request[Any, Any, Any]) -> Response[CurrentSession]:
    """Set a password; other sessions end."""
    caller, _ = require_person()
    given = await decode_body(request, NewPassword)
    signed = await get_accounts(request).set_password(
        caller, given.password, current=given.current, network=client_network(request)
    )
    return session_response(request, signed)


@post("/second-factor", status_code=200)
async def start_totp(request: Request[Any, Any, Any]) -> TotpSetup:
    """What an authenticator is to be given."""
    return await get_accounts(request).start_totp(require_person()[0])


@post("/second-factor/confirmation", status_code=200)
async def confirm_totp(request: Request[Any, Any, Any]) -> Response[CurrentSession]:
    """The first code of an authenticator: from now on it is asked for."""
    caller, _ = require_person()
    return session_response(
        request,
        await get_accounts(request).confirm_totp(
            caller, (await decode_body(request, AuthenticatorCode)).code
        ),
    )


@post("/second-factor/removal", status_code=204)
async def remove_totp(request: Request[Any, Any, Any]) -> None:
    """Take the authenticator away."""
    caller, _ = require_person()
    await get_accounts(request).remove_totp(caller, (await decode_body(request, AuthenticatorCode)).code)


@post("/recovery-codes", status_code=201)
async def recovery_codes(request: Request[Any, Any, Any]) -> RecoveryCodes:
    """New codes for when the authenticator is lost."""
    return RecoveryCodes(codes=await get_accounts(request).new_recovery_codes(require_person()[0]))


def account_router() -> Router:
    """The addresses of signing in and of one's account; there where accounts are kept."""
    return Router(
        path="/api/v1",
        route_handlers=[
            sign_in.sign_in,
            sign_in.ask_for_link,
            sign_in.enter_by_link,
            sign_in.show_invitation,
            sign_in.answer_invitation,
            current_session,
            sign_out,
            reauthenticate,
            list_sessions,
            revoke_session,
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
            passkeys.list_passkeys,
            passkeys.rename,
            passkeys.remove,
        ],
        middleware=[options_middleware],
        exception_handlers={HTTPException: error_response, Exception: error_response},
        include_in_schema=False,
    )
