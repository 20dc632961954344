"""What a caller shows at the door: a cookie that only we can read, or a program's token."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from secrets import token_urlsafe

from litestar.types import Scope

from service.http.request_headers import is_secure, request_header

SESSION_COOKIE, BROWSER_COOKIE = "soundings", "soundings-browser"
"""Who is signed in, until they sign out; and one browser among others, for what it begins and ends before signing in."""
VISIT_COOKIE = "soundings-visit"
"""What ties the way back from an identity provider to the browser that left."""
LANGUAGE_COOKIE = "soundings-language"
"""Which language somebody chose in this browser."""
HOST_PREFIX = "__Host-"
"""Browsers take a cookie of such a name over https only, from this very host, for all of its pages."""

BEARER = "bearer "
TOKEN_PREFIX = "snd_"  # noqa: S105 - how tokens are recognised, no token
SECONDS_PER_DAY = 24 * 60 * 60
SESSION_DAYS = 90
"""The longest a session lasts; each ends earlier by its own rules, which are kept here and not in the browser."""
BROWSER_DAYS = 1
LANGUAGE_DAYS = 365
VISIT_SECONDS = 600
BROWSER_BYTES, BROWSER_LETTERS = 32, 43
CSRF_PURPOSE = "soundings form"


def session_secret(scope: Scope) -> str | None:
    """What the browser holds of a session."""
    return _cookie_of(scope, SESSION_COOKIE)


def browser_secret(scope: Scope) -> str | None:
    """What the browser holds to be known again for a while, signed in or not."""
    found = _cookie_of(scope, BROWSER_COOKIE)
    return found if found and len(found) == BROWSER_LETTERS else None


def language_cookie(scope: Scope) -> str | None:
    """The language that was chosen in this browser."""
    return _cookie_of(scope, LANGUAGE_COOKIE)


def set_language_cookie(scope: Scope, language: str) -> str:
    """The Set-Cookie header by which a language is kept."""
    return _set(scope, LANGUAGE_COOKIE, language, LANGUAGE_DAYS * SECONDS_PER_DAY)


def new_browser_secret() -> str:
    """For a browser that has none."""
    return token_urlsafe(BROWSER_BYTES)


def cookie_name(scope: Scope, name: str) -> str:
    """What a cookie of ours is called on this connection: on this machine there is no https to ask for."""
    return f"{HOST_PREFIX}{name}" if is_secure(scope) else name


def _cookie_of(scope: Scope, plain: str) -> str | None:
    """A cookie of a request. Of two by one name neither counts: one of them was planted."""
    name = cookie_name(scope, plain)
    found = {
        value
        for key, line in scope["headers"]
        if key == b"cookie"
        for one, _, value in (pair.strip().partition("=") for pair in line.decode("latin-1").split(";"))
        if one == name
    }
    return found.pop() if len(found) == 1 else None


def bearer_token(scope: Scope) -> str | None:
    """The token of a program; empty when what it brings is none of ours."""
    brought = request_header(scope, b"authorization")
    if not brought:
        return None
    token = brought[len(BEARER) :].strip() if brought.lower().startswith(BEARER) else ""
    return token if token.startswith(TOKEN_PREFIX) else ""


def set_session_cookie(scope: Scope, secret: str) -> str:
    """The Set-Cookie header of somebody who has signed in."""
    return _set(scope, SESSION_COOKIE, secret, SESSION_DAYS * SECONDS_PER_DAY)


def set_browser_cookie(scope: Scope, secret: str) -> str:
    """The Set-Cookie header by which a browser is known again."""
    return _set(scope, BROWSER_COOKIE, secret, BROWSER_DAYS * SECONDS_PER_DAY)


def clear_session_cookie(scope: Scope) -> str:
    """The Set-Cookie header that takes the session's cookie back."""
    return _set(scope, SESSION_COOKIE, "", 0)


def provider_visit_cookie(scope: Scope) -> tuple[str, str] | None:
    """The secret of a visit to somebody's identity provider, and what was meant by it, sealed."""
    secret, _, sealed = (_cookie_of(scope, VISIT_COOKIE) or "").partition(".")
    return (secret, sealed) if len(secret) == BROWSER_LETTERS else None


def set_provider_visit_cookie(scope: Scope, secret: str, sealed: str) -> str:
    """The Set-Cookie header of a browser that leaves for an identity provider: also sent when that leads back here."""
    return _set(scope, VISIT_COOKIE, f"{secret}.{sealed}", VISIT_SECONDS)


def _set(scope: Scope, name: str, value: str, seconds: int) -> str:
    secure = "; Secure" if is_secure(scope) else ""
    named = f"{cookie_name(scope, name)}={value}"
    return f"{named}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"


def csrf_token(secret: str) -> str:
    """What the forms of a session carry: known to its own pages only, and new with each session."""
    seal = hmac.new(secret.encode(), CSRF_PURPOSE.encode(), sha256).digest()
    return urlsafe_b64encode(seal).decode().rstrip("=")


def is_csrf_token(secret: str, shown: str) -> bool:
    """Whether a form came from a page of this session."""
    return hmac.compare_digest(csrf_token(secret).encode(), shown.encode())
