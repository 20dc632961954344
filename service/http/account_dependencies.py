"""Dependencies of the handlers for accounts: services, the person and their session, origin and network."""

from uuid import UUID

from service.accounts.accounts import Accounts
from service.accounts.caller import Caller
from service.accounts.errors import NotAllowed
from service.http.dependencies import AnyRequest, get_caller, get_services
from service.http.request_context import current_request
from service.http.request_headers import client_address, session_secret


def require_person() -> tuple[Caller, str]:
    """The person at a page and the secret of their session. Raises `NotAllowed` for API tokens."""
    caller, secret = get_caller(), current_request().session_secret
    if caller.way != "browser" or secret is None:
        raise NotAllowed
    return caller, secret


def public_origin(request: AnyRequest) -> str:
    """The origin for links: SOUNDINGS_ORIGIN, or else the address of the request."""
    return get_services(request.app.state).settings.origin or str(request.base_url).rstrip("/")


def client_network(request: AnyRequest) -> str:
    """The address by which sign-in attempts are counted: the peer's,
    or the one that a trusted proxy forwards.
    """
    return client_address(request.scope)


async def end_previous_session(request: AnyRequest, accounts: Accounts) -> None:
    """Ends the session of this browser before it gets another."""
    secret = session_secret(request.scope)
    previous = await accounts.authenticate(secret) if secret else None
    if previous and previous.way == "browser":
        await accounts.sign_out(previous)


def parse_uuid(text: str) -> UUID | None:
    """The id in a form field; None if it is not one."""
    try:
        return UUID(text)
    except ValueError:
        return None
