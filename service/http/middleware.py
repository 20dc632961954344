"""Through the door: every request passes here before anything else looks at it, in one order for all of them."""

import logging
from collections.abc import Callable
from typing import Any, Literal, cast

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from service.accounts.caller import LOCAL_CALLER, Caller
from service.accounts.security_log import turned_away
from service.event_store.log import StoreError
from service.http.anonymous_access import is_open_to_all
from service.http.compression import packing
from service.http.cookies import bearer_of, session_secret
from service.http.form_body import FormTooLarge, again, form_body, has_token, is_form
from service.http.forwarded_headers import believe_proxies
from service.http.hosts import host_of, is_secure
from service.http.origins import changes, is_own
from service.http.request_context import stand_here
from service.http.request_log import asked, fault, noted
from service.http.security_headers import answers_pages_only, with_safety
from service.settings import Settings

Refusal = Literal[
    "foreign-host", "cross-site", "not-signed-in", "form-too-large", "form-token", "busy", "internal"
]
Refuse = Callable[[Refusal], ASGIApp]
"""How a request is answered that the door does not let in: as a problem to programs, as a page to people."""

SUSPECT: frozenset[Refusal] = frozenset({"foreign-host", "cross-site", "form-token"})
"""What no page of ours sends."""
HEALTH = "/health/"
"""Asked by machines that know an address and no name; there is nothing to read there."""
PROGRAMS = "/api/"
"""Where a program's token counts; pages are for people."""

log = logging.getLogger(__name__)


class TurnedAway(Exception):
    """A request that is not let in."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal: Refusal = refusal


def door(app: ASGIApp, settings: Settings, refuse: Refuse, *, demo: bool = False) -> ASGIApp:
    """The application behind its door; a demo has one more way in."""
    check = _Check(settings, demo=demo)

    async def enter(scope: Scope, receive: Receive, send: Send) -> None:
        believe_proxies(scope, check.proxies)
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            started = True
            await safely(message)

        safely = with_safety(packing(scope, send), secure=is_secure(scope))
        try:
            received = await check.let_in(scope, receive)
            await app(scope, received, sending)
        except TurnedAway as turned:
            if turned.refusal in SUSPECT:
                turned_away(*asked(scope), turned.refusal)
            await refuse(turned.refusal)(scope, receive, safely)
        except StoreError as failure:
            log.warning("%s %s: the database is away: %s", *asked(scope), type(failure).__name__)
            if started:
                raise
            await refuse("busy")(scope, receive, safely)
        except Exception as failure:
            log.error("%s %s failed: %s", *asked(scope), fault(failure))  # noqa: TRY400 - its message may quote somebody
            if started:
                raise
            await refuse("internal")(scope, receive, safely)

    return answers_pages_only(noted(enter))


class _Check:
    """What is asked of a request before it is let in."""

    def __init__(self, settings: Settings, *, demo: bool) -> None:
        self.demo = demo
        self.hosts = settings.hosts
        self.proxies = settings.proxies
        self.origin = settings.origin
        self.open = settings.access == "open"

    async def let_in(self, scope: Scope, receive: Receive) -> Receive:
        """Tells the handlers who is asking, and gives back what they may receive. Raises `TurnedAway`."""
        path = scope["path"]
        if host_of(scope) not in self.hosts and not path.startswith(HEALTH):
            raise TurnedAway("foreign-host")
        to_all = is_open_to_all(path, demo=self.demo)
        caller, secret = await self._caller(scope, to_all=to_all)
        told = cast("dict[str, Any]", scope)
        told["caller"], told["secret"] = caller, secret
        stand_here(scope, caller, secret, demo=self.demo)
        if caller is None and not to_all:
            raise TurnedAway("not-signed-in")
        if not changes(scope):
            return receive
        by_token = caller is not None and caller.way == "api"
        if not by_token and not is_own(scope, self.origin, programs=self.open):
            raise TurnedAway("cross-site")
        return await _read(scope, receive, secret)

    async def _caller(self, scope: Scope, *, to_all: bool) -> tuple[Caller | None, str | None]:
        """Who is asking, and the secret of their cookie. Nobody is asked who they are for what all may see."""
        if self.open:
            return LOCAL_CALLER, None
        if to_all:
            return None, None
        accounts = scope["litestar_app"].state.accounts
        token = bearer_of(scope)
        if token is not None:
            # A cookie beside a token does not count: what is sent on purpose goes before what is sent by habit.
            usable = token and scope["path"].startswith(PROGRAMS)
            caller = await accounts.caller(token) if usable else None
            return (caller if caller and caller.way == "api" else None), None
        secret = session_secret(scope)
        caller = await accounts.caller(secret) if secret else None
        return (caller, secret) if caller and caller.way == "browser" else (None, None)


async def _read(scope: Scope, receive: Receive, secret: str | None) -> Receive:
    """Look at a form before its handler does; with a cookie it has to carry the token of the session."""
    body = b""
    try:
        if is_form(scope):
            body = await form_body(scope, receive)
            receive = again(body, receive)
    except FormTooLarge:
        raise TurnedAway("form-too-large") from None
    if secret and not has_token(scope, body, secret):
        raise TurnedAway("form-token")
    return receive
