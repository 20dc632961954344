"""Routes of a person's own session and account, for programs that take the place of the pages."""

from typing import Any
from uuid import UUID

from litestar import Response, Router, delete, get, post, put
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException, NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody

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
)
from service.api.errors import error_response
from service.api.openapi.operations import (
    ACCOUNT_PROBLEMS,
    AUTHENTICATION_PROBLEMS,
    OWN_ACCOUNT_PROBLEMS,
    problem_responses,
)
from service.api.options_method import OptionsMiddleware
from service.api.problem_types import AUTHENTICATION_FAILED, REAUTHENTICATION_NEEDED, TOO_MANY_ATTEMPTS
from service.api.request_body import MAX_BODY_BYTES, JsonBody, check_body
from service.api.sign_in import session_response
from service.http.account_dependencies import attempt_source, require_person
from service.http.cookies import clear_session_cookie
from service.http.dependencies import AccountsDependency, AnyRequest, CallerDependency
from service.http.request_context import current_request
from service.http.request_headers import csrf_token
from service.http.responses import CLEAR_SITE_DATA

REAUTHENTICATED_PROBLEMS = (*OWN_ACCOUNT_PROBLEMS, REAUTHENTICATION_NEEDED)
"""Of what requires a proof of who one is that is ten minutes old at most."""


@get("/session", tags=["account"], responses=problem_responses(*ACCOUNT_PROBLEMS))
async def current_session(accounts: AccountsDependency, caller: CallerDependency) -> CurrentSession:
    """Who is signed in, and what their session lacks."""
    secret = current_request().session_secret
    return CurrentSession(
        tenant_id=caller.tenant_id,
        person_id=caller.person_id,
        roles=tuple(sorted(caller.roles)),
        needs=tuple(sorted(await accounts.session_requirements(caller))),
        form_token=csrf_token(secret) if secret else None,
    )


@delete("/session", tags=["account"], responses=problem_responses(*OWN_ACCOUNT_PROBLEMS))
async def sign_out(
    request: AnyRequest, accounts: AccountsDependency, caller: CallerDependency
) -> Response[None]:
    """Sign out."""
    await accounts.sign_out(caller)
    headers = {"set-cookie": clear_session_cookie(request.scope), "clear-site-data": CLEAR_SITE_DATA}
    return Response(None, status_code=204, headers=headers)


@post(
    "/session/proof",
    status_code=200,
    tags=["account"],
    responses=problem_responses(*OWN_ACCOUNT_PROBLEMS, *AUTHENTICATION_PROBLEMS),
)
async def reauthenticate(
    request: AnyRequest,
    accounts: AccountsDependency,
    caller: CallerDependency,
    data: JSONBody[Reauthentication],
) -> Response[CurrentSession]:
    """Confirm who you are, for sensitive changes. A new session replaces this one."""
    source = attempt_source(request.scope)
    session = await accounts.reauthenticate(caller, data.password, code=data.code, source=source)
    return session_response(request, session)


@get("/sessions", tags=["account"], responses=problem_responses(*OWN_ACCOUNT_PROBLEMS))
async def list_sessions(accounts: AccountsDependency, caller: CallerDependency) -> SessionList:
    """Where you are signed in, and your API tokens."""
    return SessionList(sessions=await accounts.list_sessions(caller))


@delete("/sessions/{token_id:uuid}", tags=["account"], responses=problem_responses(*OWN_ACCOUNT_PROBLEMS))
async def revoke_session(
    accounts: AccountsDependency, caller: CallerDependency, token_id: FromPath[UUID]
) -> None:
    """End one of your sessions, or revoke one of your API tokens."""
    if not await accounts.revoke_token(caller, token_id):
        raise NotFoundException


@post("/tokens", tags=["account"], responses=problem_responses(*REAUTHENTICATED_PROBLEMS))
async def make_token(
    accounts: AccountsDependency, caller: CallerDependency, data: JSONBody[TokenRequest]
) -> IssuedToken:
    """Create an API token for a program. It is shown only once."""
    token = await accounts.create_api_token(caller, data.label, data.scopes, data.expires_at)
    return IssuedToken(token=token)


@put(
    "/password",
    tags=["account"],
    responses=problem_responses(*REAUTHENTICATED_PROBLEMS, AUTHENTICATION_FAILED, TOO_MANY_ATTEMPTS),
)
async def set_password(
    request: AnyRequest, accounts: AccountsDependency, caller: CallerDependency, data: JSONBody[NewPassword]
) -> Response[CurrentSession]:
    """Set a password. Other sessions end."""
    source = attempt_source(request.scope)
    session = await accounts.credentials.set_password(
        caller, data.password, current=data.current, source=source
    )
    return session_response(request, session)


@post(
    "/second-factor",
    status_code=200,
    tags=["account"],
    responses=problem_responses(*REAUTHENTICATED_PROBLEMS),
)
async def start_totp(accounts: AccountsDependency, caller: CallerDependency) -> TotpSetup:
    """Get the secret for an authenticator app. It is active once the first code is confirmed."""
    return await accounts.credentials.start_totp(caller)


@post(
    "/second-factor/confirmation",
    status_code=200,
    tags=["account"],
    responses=problem_responses(*REAUTHENTICATED_PROBLEMS, TOO_MANY_ATTEMPTS),
)
async def confirm_totp(
    request: AnyRequest,
    accounts: AccountsDependency,
    caller: CallerDependency,
    data: JSONBody[AuthenticatorCode],
) -> Response[CurrentSession]:
    """Confirm the authenticator app with a first code. Sign-in then needs a code, and other sessions end."""
    source = attempt_source(request.scope)
    return session_response(request, await accounts.credentials.confirm_totp(caller, data.code, source))


@post(
    "/second-factor/removal",
    status_code=204,
    tags=["account"],
    responses=problem_responses(*REAUTHENTICATED_PROBLEMS, TOO_MANY_ATTEMPTS),
)
async def remove_totp(
    request: AnyRequest,
    accounts: AccountsDependency,
    caller: CallerDependency,
    data: JSONBody[AuthenticatorCode],
) -> None:
    """Remove the authenticator app and the recovery codes. Other sessions end."""
    await accounts.credentials.remove_totp(caller, data.code, attempt_source(request.scope))


@post("/recovery-codes", tags=["account"], responses=problem_responses(*REAUTHENTICATED_PROBLEMS))
async def recovery_codes(accounts: AccountsDependency, caller: CallerDependency) -> RecoveryCodes:
    """Create new recovery codes, for a lost authenticator app. They are shown only once, and replace the old ones."""
    return RecoveryCodes(codes=await accounts.credentials.new_recovery_codes(caller))


def require_own_session(_connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """Guard: only a person's own session, no program's token. Raises `NotAllowed`."""
    require_person()


def account_router() -> Router:
    """The routes of signing in and of one's account, for where accounts are kept."""
    own_account = Router(
        path="/",
        route_handlers=[
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
            passkeys.registration_options,
            passkeys.register,
            passkeys.list_passkeys,
            passkeys.rename,
            passkeys.remove,
        ],
        guards=[require_own_session],
    )
    return Router(
        path="/api/v1",
        route_handlers=[
            sign_in.sign_in,
            sign_in.ask_for_link,
            sign_in.enter_by_link,
            sign_in.show_invitation,
            sign_in.answer_invitation,
            passkeys.sign_in_options,
            passkeys.sign_in,
            current_session,
            own_account,
        ],
        before_request=check_body,
        dto=JsonBody,
        return_dto=None,
        request_max_body_size=MAX_BODY_BYTES,
        middleware=[OptionsMiddleware()],
        exception_handlers={HTTPException: error_response, Exception: error_response},
        include_in_schema=True,
    )
