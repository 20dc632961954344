"""The middleware of every request, in order: host, authentication, request context, origin, CSRF."""

import logging
import re
import time
from base64 import b64encode
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from http import HTTPStatus

from litestar.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, clear_contextvars

from service.accounts.accounts import Accounts
from service.accounts.caller import LOCAL_CALLER, Caller
from service.accounts.errors import Throttled
from service.accounts.security_log import log_denied_request, log_suspicious_request
from service.accounts.throttle import VISIT
from service.http.account_dependencies import attempt_source
from service.http.denied_requests import SUSPICIOUS, DenialResponder, RequestDenied
from service.http.dependencies import get_services, require_accounts
from service.http.form_body import (
    CSRF_FIELD,
    CSRF_HEADER,
    FormTooLarge,
    FormUnfinished,
    parse_fields,
    read_form_body,
    replay_body,
)
from service.http.multipart_form import as_plain_form
from service.http.request_context import CURRENT, RequestContext, current_request
from service.http.request_headers import (
    apply_forwarded_headers,
    bearer_token,
    comes_from_unnamed_proxy,
    csrf_token,
    is_csrf_token,
    is_form,
    is_multipart_form,
    is_same_origin,
    is_secure,
    is_unsafe_method,
    language_cookie,
    request_header,
    request_host,
    request_id,
    session_secret,
)
from service.http.request_log import describe_failure, method_and_pattern
from service.http.request_log import log as request_log
from service.http.request_turns import RETRY_SECONDS, RequestTurns, TooManyAtOnce
from service.http.responses import (
    add_headers,
    add_security_headers,
    compress_responses,
    http_only,
    without_body,
)
from service.http.search_rate import SEARCH_PATHS, SearchRate
from service.localization.current_translator import set_language
from service.localization.locales import negotiate_language, parse_language
from service.postgres.errors import StoreError
from service.settings import Settings

HEALTH_PREFIX = "/health/"
"""Health checks come by IP address instead of host name; their responses contain nothing sensitive."""
METRICS_PATH = "/metrics"
"""Prometheus comes by IP address, too."""
LIVE_PATH = "/live"
"""Here, and below, changes are told for as long as a page is open."""
API_PREFIX = "/api/"
"""API tokens are accepted below this path only."""

log = logging.getLogger(__name__)


def add_middleware(app: ASGIApp, settings: Settings, deny: DenialResponder, *, demo: bool = False) -> ASGIApp:
    """Wraps the application in the checks; `deny` answers requests that fail one.

    A demo has a public sign-in page more.
    """
    checks = _RequestChecks(settings, demo=demo)

    async def enter(scope: Scope, receive: Receive, send: Send) -> None:
        scope, receive, send = without_body(scope, receive, send)
        # A task may serve several requests, one after the other.
        CURRENT.set(RequestContext())
        clear_contextvars()
        bind_contextvars(request_id=request_id(scope))
        checks.warn_of_proxy(scope)
        apply_forwarded_headers(scope, checks.proxies)
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            started = True
            await safely(message)

        safely = add_security_headers(compress_responses(scope, send), scope["path"], secure=is_secure(scope))
        try:
            received = await checks.admit(scope, receive)
            if is_search(scope["path"]):
                checks.searches.count(current_request().caller)
            if is_stream(scope["path"]):
                await app(scope, received, sending)
            else:
                async with checks.turns.turn(current_request().caller):
                    with get_services(scope["litestar_app"].state).journeys.long_work.answering():
                        await app(scope, received, sending)
        except RequestDenied as denied:
            if denied.reason in SUSPICIOUS:
                log_suspicious_request(*method_and_pattern(scope), denied.reason)
            await deny(denied.reason)(scope, receive, safely)
        except Throttled as throttled:
            wait = (b"retry-after", str(throttled.seconds).encode())
            await deny("too-many")(scope, receive, add_headers(safely, [wait]))
        except TooManyAtOnce:
            wait = (b"retry-after", str(RETRY_SECONDS).encode())
            await deny("too-many-at-once")(scope, receive, add_headers(safely, [wait]))
        except StoreError as failure:
            log.warning("%s %s: the database is away: %s", *method_and_pattern(scope), type(failure).__name__)
            if started:
                raise
            await deny("busy")(scope, receive, safely)
        except Exception as failure:
            log.error("%s %s failed: %s", *method_and_pattern(scope), describe_failure(failure))  # noqa: TRY400 - its message may quote somebody
            if started:
                raise
            await deny("internal")(scope, receive, safely)

    return http_only(log_requests(enter))


def log_requests(app: ASGIApp) -> ASGIApp:
    """Logs denied requests, and at INFO every request by its route pattern; never the content."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        began, status = time.perf_counter(), 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await app(scope, receive, noting)
        finally:
            if status >= HTTPStatus.BAD_REQUEST:
                log_denied_request(*method_and_pattern(scope), status, CURRENT.get().caller)
            if request_log.isEnabledFor(logging.INFO):
                took = (time.perf_counter() - began) * 1000
                request_log.info("%s %s %d %.1f ms", *method_and_pattern(scope), status, took)

    return answer


class _RequestChecks:
    """Checks requests by the settings."""

    def __init__(self, settings: Settings, *, demo: bool) -> None:
        self.demo = demo
        self.hosts = settings.hosts
        self.proxies = settings.proxies
        self.origin = settings.origin
        self.open = settings.access == "open"
        self.turns = RequestTurns()
        self.searches = SearchRate()
        self._warned_of_proxy = False

    def warn_of_proxy(self, scope: Scope) -> None:
        """Says once that a proxy is not trusted, so that all its visitors share the limits of one network."""
        if self._warned_of_proxy or not comes_from_unnamed_proxy(scope, self.proxies):
            return
        self._warned_of_proxy = True
        log.warning(
            "X-Forwarded-For comes from an address that SOUNDINGS_TRUSTED_PROXIES does not name."
            " If it is your proxy's, name it: until then all its visitors count as one network."
        )

    async def admit(self, scope: Scope, receive: Receive) -> Receive:
        """Checks a request and sets its context; returns the `receive` for its handler.

        Raises `RequestDenied`.
        """
        path = scope["path"]
        if request_host(scope) not in self.hosts and not path.startswith((HEALTH_PREFIX, METRICS_PATH)):
            raise RequestDenied("foreign-host")
        to_all = allows_anonymous(path, demo=self.demo)
        caller, secret = await self._caller(scope, to_all=to_all)
        make_key = partial(self._outbox_key, scope, caller)
        set_request_context(scope, caller, secret, demo=self.demo, make_outbox_key=make_key)
        if caller is None and not to_all:
            raise RequestDenied("not-signed-in")
        changes = is_unsafe_method(scope)
        by_token = caller is not None and caller.way == "api"
        secret_address = SECRET_ADDRESSES.fullmatch(path) is not None
        trusted = by_token or secret_address or is_same_origin(scope, self.origin, programs=self.open)
        if changes and not trusted:
            raise RequestDenied("cross-site")
        if not self.open and not secret_address and ((to_all and changes) or _STARTS_SIGN_IN.fullmatch(path)):
            await _accounts(scope).count_attempt(VISIT, attempt_source(scope))
        return await _read(scope, receive, secret) if changes else receive

    def _outbox_key(self, scope: Scope, caller: Caller | None) -> str:
        """The key of the caller's outbox, in base64; without accounts, where nobody is kept out, the same for everybody."""
        if caller == LOCAL_CALLER:
            key = sha256(b"outbox").digest()
        else:
            key = _accounts(scope).outbox_key(caller) if caller and caller.way == "browser" else b""
        return b64encode(key).decode()

    async def _caller(self, scope: Scope, *, to_all: bool) -> tuple[Caller | None, str | None]:
        """The caller and the secret of their cookie.

        Not looked up for paths that are the same for everybody.
        """
        if self.open:
            return LOCAL_CALLER, None
        if to_all:
            return None, None
        accounts = _accounts(scope)
        token = bearer_token(scope)
        if token is not None:
            # With a token the cookie is ignored: the token was sent on purpose, the cookie automatically.
            usable = token and scope["path"].startswith(API_PREFIX)
            caller = await accounts.authenticate(token) if usable else None
            return (caller if caller and caller.way == "api" else None), None
        secret = session_secret(scope)
        caller = await accounts.authenticate(secret) if secret else None
        return (caller, secret) if caller and caller.way == "browser" else (None, None)


def _accounts(scope: Scope) -> Accounts:
    return require_accounts(get_services(scope["litestar_app"].state)).accounts


async def _read(scope: Scope, receive: Receive, secret: str | None) -> Receive:
    """Reads a form before its handler does; with a session
    cookie the form must carry the session's CSRF token.
    """
    body = b""
    try:
        has_file = is_multipart_form(scope) and not scope["path"].startswith(API_PREFIX)
        if has_file or is_form(scope):
            body = await read_form_body(scope, receive)
            body = as_plain_form(scope, body) if has_file else body
            receive = replay_body(body, receive)
    except FormTooLarge:
        raise RequestDenied("form-too-large") from None
    except FormUnfinished:
        raise RequestDenied("form-unfinished") from None
    if secret:
        shown = request_header(scope, CSRF_HEADER) or parse_fields(body).get(CSRF_FIELD, "")
        if not is_csrf_token(secret, shown):
            raise RequestDenied("form-token")
    return receive


def set_request_context(
    scope: Scope,
    caller: Caller | None,
    secret: str | None,
    *,
    demo: bool = False,
    make_outbox_key: Callable[[], str] = str,
) -> None:
    """Sets the caller and the language of the request: the browser's choice,
    else the person's, else Accept-Language.
    """
    if caller:
        bind_contextvars(actor_id=str(caller.person_id))
    CURRENT.set(
        RequestContext(
            caller=caller,
            session_secret=secret,
            path="" if OPENED_BY_ADDRESS.fullmatch(scope["path"]) else scope["path"],
            signed_in=caller is not None and caller.way == "browser",
            form_token=csrf_token(secret) if secret else "",
            person=_draft_key(caller),
            make_outbox_key=make_outbox_key,
            kept_for=_kept_for(caller, secret),
            demo=demo,
        )
    )
    chosen = parse_language(language_cookie(scope) or "") or parse_language((caller and caller.locale) or "")
    set_language(chosen or negotiate_language(request_header(scope, b"accept-language")))


def _draft_key(caller: Caller | None) -> str:
    if caller is None:
        return ""
    return sha256(caller.tenant_id.bytes + caller.person_id.bytes).hexdigest()[:16]


def _kept_for(caller: Caller | None, secret: str | None) -> str:
    if caller is LOCAL_CALLER:
        return "local"
    if caller is None or secret is None or {*caller.roles} != {"client"}:
        return ""
    return sha256(b"kept for " + secret.encode()).hexdigest()[:16]


ANONYMOUS_PATHS = (
    r"/health/(live|ready)",
    r"/metrics",
    r"/sign-in(/link|/code|/back|/organisation|/organisation/code|/organisation/[0-9a-f-]{36})?",
    r"/enter",
    r"/language",
    r"/worker\.js",
    r"/manifest\.webmanifest",
    r"/offline",
    r"/invitation(/answer|/organisation)?",
    r"/api/v1/sign-in(/link|/entry|/passkey|/passkey/options)?",
    r"/api/v1/invitation(/answer)?",
    r"/static/[^/]+/.+",
    r"/schema(/.+)?",
    r"/problems/[a-z-]+",
    r"/calendar/.+",
    r"/unsubscribe/.+",
    r"/[as]/.+",
    r"/replies/.+",
)

SECRET_ADDRESSES = re.compile(r"/(unsubscribe|a|s)/.+")
"""What is sent here is proved by nothing but its address: mail programs send from their own site (RFC 8058), and the pages of
reply links do not say where they come from.
"""

OPENED_BY_ADDRESS = re.compile(r"/(a|s|calendar)/.+")
"""Whoever has one of these addresses is let in: pages there do not repeat it, and browsers tell it to nobody."""

DEMO_PATHS = r"/demo(/[\w-]+)?"

SIGN_IN_STARTS = (r"/sign-in/back", r"/account(/proof)?/organisation", r"/api/v1/passkeys/options")
"""Paths whose requests are counted, like all that change something without sign-in: each makes or checks a challenge."""

_OPEN = re.compile("|".join(f"(?:{one})" for one in ANONYMOUS_PATHS))
_STARTS_SIGN_IN = re.compile("|".join(SIGN_IN_STARTS))
_OPEN_IN_DEMO = re.compile(f"{_OPEN.pattern}|{DEMO_PATHS}")


def is_stream(path: str) -> bool:
    """Whether what a path answers does not end."""
    return path == LIVE_PATH or path.startswith(f"{LIVE_PATH}/")


def is_search(path: str) -> bool:
    """Whether a path searches the atlas, which may be asked only so often."""
    return path.rstrip("/") in SEARCH_PATHS


def allows_anonymous(path: str, *, demo: bool = False) -> bool:
    """Whether a path is open to requests without sign-in."""
    return (_OPEN_IN_DEMO if demo else _OPEN).fullmatch(path) is not None
