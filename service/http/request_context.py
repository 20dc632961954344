"""The request that is being answered: who sent it, and what every page shows of it."""

from contextvars import ContextVar
from hashlib import sha256

from litestar.types import Scope
from msgspec import Struct
from msgspec.structs import replace

from service.accounts.caller import Caller
from service.http.cookies import csrf_token, language_cookie
from service.http.request_headers import request_header
from service.localization.current_translator import set_language
from service.localization.locales import negotiate_language, parse_language


class RequestContext(Struct, frozen=True, kw_only=True):
    """The request that is being answered."""

    caller: Caller | None = None
    """Who sent it; None where nobody was asked, and where nobody is known by what was sent."""
    session_secret: str | None = None
    """Of the session in a browser; None for programs, and where nobody signs in."""
    path: str = "/"
    signed_in: bool = False
    """Whether the page is for somebody with an account."""
    form_token: str = ""
    """What the forms of this session carry; empty where nobody is signed in."""
    person: str = ""
    """What the browser keeps somebody's drafts under: tells people apart, and nothing of them."""
    seen: int = 0
    """How many entries the journey had that the page shows; 0 where it shows none."""
    demo: bool = False
    """Whether this is the demo, where everybody signs in by a button."""


_CURRENT: ContextVar[RequestContext] = ContextVar("request", default=RequestContext())  # noqa: B039 - frozen


def current_request() -> RequestContext:
    """The request that is being answered in this task."""
    return _CURRENT.get()


def start_request() -> None:
    """Forgets the request before, where one task answers several."""
    _CURRENT.set(RequestContext())


def set_request_context(
    scope: Scope, caller: Caller | None, secret: str | None, *, demo: bool = False
) -> None:
    """Notes who sent a request, and its language: as chosen in this browser, else the person's, else the browser's."""
    _CURRENT.set(
        RequestContext(
            caller=caller,
            session_secret=secret,
            path=scope["path"],
            signed_in=caller is not None and caller.way == "browser",
            form_token=csrf_token(secret) if secret else "",
            person=_draft_key(caller),
            demo=demo,
        )
    )
    chosen = parse_language(language_cookie(scope) or "") or parse_language((caller and caller.locale) or "")
    set_language(chosen or negotiate_language(request_header(scope, b"accept-language")))


def set_entries_seen(entries: int) -> None:
    """Notes how many entries the journey has that the page shows."""
    _CURRENT.set(replace(_CURRENT.get(), seen=entries))


def _draft_key(caller: Caller | None) -> str:
    if caller is None:
        return ""
    return sha256(caller.tenant_id.bytes + caller.person_id.bytes).hexdigest()[:16]
