"""What handlers of signing in find with a request: the accounts, who asks, and from where."""

from typing import Any, cast
from uuid import UUID

from litestar import Request

from service.accounts.accounts import Accounts
from service.accounts.caller import Caller
from service.accounts.errors import NotAllowed
from service.accounts.passkeys import Passkeys
from service.http.cookies import session_secret
from service.http.forwarded_headers import caller_address

Asked = Request[Any, Any, Any]


def accounts_of(request: Asked) -> Accounts:
    """The accounts of the running service."""
    return cast("Accounts", request.app.state.accounts)


def passkeys_of(request: Asked) -> Passkeys:
    """The passkeys of the running service."""
    return cast("Passkeys", request.app.state.passkeys)


def caller_of(request: Asked) -> Caller:
    """Who asks; for addresses that nobody gets to without signing in."""
    return cast("Caller", cast("dict[str, Any]", request.scope)["caller"])


def person_of(request: Asked) -> tuple[Caller, str]:
    """A person at a page, and their session's secret. Raises `NotAllowed` for programs: they do not sign in or out."""
    caller, secret = caller_of(request), cast("dict[str, Any]", request.scope)["secret"]
    if caller.way != "browser" or secret is None:
        raise NotAllowed
    return caller, secret


def network_of(request: Asked) -> str:
    """Where attempts are counted for: the address the request came from, or that a proxy of ours vouches for."""
    return caller_address(request.scope)


async def end_earlier(request: Asked) -> None:
    """End the session this browser has had so far, before it gets another."""
    accounts, secret = accounts_of(request), session_secret(request.scope)
    earlier = await accounts.caller(secret) if secret else None
    if earlier and earlier.way == "browser":
        await accounts.sign_out(earlier)


def id_of(text: str) -> UUID | None:
    """An id from a form; nothing when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
