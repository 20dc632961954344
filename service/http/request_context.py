"""Where a request is, for what every page shows: what all pages need has not every handler's attention."""

from contextvars import ContextVar
from hashlib import sha256

from litestar.types import Scope
from msgspec import Struct
from msgspec.structs import replace

from service.accounts.caller import Caller
from service.http.cookies import csrf_token, language_cookie
from service.http.hosts import request_header
from service.localization.current_translator import set_language
from service.localization.locales import negotiate_language, parse_language


class RequestContext(Struct, frozen=True, kw_only=True):
    """The request that is being answered."""

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


REQUEST_CONTEXT: ContextVar[RequestContext] = ContextVar("here", default=RequestContext())  # noqa: B039 - frozen


def set_request_context(
    scope: Scope, caller: Caller | None, secret: str | None, *, demo: bool = False
) -> None:
    """Note where a request is and which language it is answered in: as chosen here, else the person's, else the browser's."""
    token = csrf_token(secret) if secret else ""
    signed_in = caller is not None and caller.way == "browser"
    REQUEST_CONTEXT.set(
        RequestContext(
            path=scope["path"], signed_in=signed_in, form_token=token, person=_mark_of(caller), demo=demo
        )
    )
    chosen = parse_language(language_cookie(scope) or "") or parse_language((caller and caller.locale) or "")
    set_language(chosen or negotiate_language(request_header(scope, b"accept-language")))


def set_entries_seen(entries: int) -> None:
    """The page shows a journey with so many entries."""
    REQUEST_CONTEXT.set(replace(REQUEST_CONTEXT.get(), seen=entries))


def _mark_of(caller: Caller | None) -> str:
    if caller is None:
        return ""
    return sha256(caller.tenant_id.bytes + caller.person_id.bytes).hexdigest()[:16]
