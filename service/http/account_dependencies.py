"""What handlers of signing in find with a request: the accounts, who asks, and from where."""

from typing import Any
from uuid import UUID

from litestar import Request

from service.accounts.accounts import Accounts
from service.accounts.caller import Caller
from service.accounts.errors import NotAllowed
from service.accounts.passkeys import Passkeys
from service.http.dependencies import get_caller, get_services, require_accounts
from service.http.request_context import current_request
from service.http.request_headers import client_address, session_secret

AnyRequest = Request[Any, Any, Any]


def get_accounts(request: AnyRequest) -> Accounts:
    """The accounts of the running service."""
    return require_accounts(get_services(request.app.state)).accounts


def get_passkeys(request: AnyRequest) -> Passkeys:
    """The passkeys of the running service."""
    return require_accounts(get_services(request.app.state)).passkeys


def require_person() -> tuple[Caller, str]:
    """A person at a page, and their session's secret. Raises `NotAllowed` for programs: they do not sign in or out."""
    caller, secret = get_caller(), current_request().session_secret
    if caller.way != "browser" or secret is None:
        raise NotAllowed
    return caller, secret


def client_network(request: AnyRequest) -> str:
    """Where attempts are counted for: the address the request came from, or that a proxy of ours vouches for."""
    return client_address(request.scope)


async def end_previous_session(request: AnyRequest) -> None:
    """End the session this browser has had so far, before it gets another."""
    accounts, secret = get_accounts(request), session_secret(request.scope)
    earlier = await accounts.authenticate(secret) if secret else None
    if earlier and earlier.way == "browser":
        await accounts.sign_out(earlier)


def parse_uuid(text: str) -> UUID | None:
    """An id from a form; nothing when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
