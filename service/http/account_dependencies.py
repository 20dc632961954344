"""Dependencies of the handlers for accounts: services, the person and their session, origin and network."""

from typing import Any
from uuid import UUID

from litestar import Response
from litestar.types import Scope

from service.accounts.accounts import Accounts
from service.accounts.caller import Caller
from service.accounts.errors import NotAllowed
from service.accounts.session_tokens import NewSession
from service.accounts.throttle import AttemptSource
from service.http.cookies import set_device_cookie, set_session_cookie
from service.http.dependencies import AnyRequest, get_caller, get_services
from service.http.request_context import current_request
from service.http.request_headers import client_address, device_cookie, session_secret


def require_person() -> tuple[Caller, str]:
    """The person at a page and the secret of their session. Raises `NotAllowed` for API tokens."""
    caller, secret = get_caller(), current_request().session_secret
    if caller.way != "browser" or secret is None:
        raise NotAllowed
    return caller, secret


def public_origin(request: AnyRequest) -> str:
    """The origin for links: SOUNDINGS_ORIGIN, or else the address of the request."""
    return get_services(request.app.state).settings.origin or str(request.base_url).rstrip("/")


def attempt_source(scope: Scope) -> AttemptSource:
    """Where an attempt to sign in comes from: the peer's address, or the one that a trusted proxy forwards;
    and the device, if it is known.
    """
    return AttemptSource(client_address(scope), device_cookie(scope))


async def set_signed_in_cookies(
    request: AnyRequest, accounts: Accounts, session: NewSession, response: Response[Any]
) -> None:
    """Gives this browser its new session and the cookie by which it is known from now on;
    ends the session that it had, whoever's.
    """
    secret = session_secret(request.scope)
    previous = await accounts.authenticate(secret) if secret else None
    if previous and previous.way == "browser":
        await accounts.sign_out(previous)
    device = await accounts.make_device_cookie(session.caller, device_cookie(request.scope))
    response.headers["set-cookie"] = set_session_cookie(request.scope, session.secret)
    response.cookies.append(set_device_cookie(request.scope, device))


def parse_uuid(text: str) -> UUID | None:
    """The id in a form field; None if it is not one."""
    try:
        return UUID(text)
    except ValueError:
        return None
