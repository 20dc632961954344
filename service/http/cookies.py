"""What a caller shows at the door: a cookie that only we can read, or a program's token."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from secrets import token_urlsafe

from litestar.types import Scope

from service.http.hosts import header, is_secure

SESSION, BROWSER = "soundings", "soundings-browser"
"""Who is signed in, until they sign out; and one browser among others, for what it begins and ends before signing in."""
VISIT = "soundings-visit"
"""What ties the way back from an identity provider to the browser that left."""
LANGUAGE = "soundings-language"
"""Which language somebody chose in this browser."""
SECURE = "__Host-"
"""Browsers take a cookie of such a name over https only, from this very host, for all of its pages."""

BEARER = "bearer "
TOKEN_PREFIX = "snd_"  # noqa: S105 - how tokens are recognised, no token
DAY = 24 * 60 * 60
SESSION_DAYS = 90
"""The longest a session lasts; each ends earlier by its own rules, which are kept here and not in the browser."""
BROWSER_DAYS = 1
LANGUAGE_DAYS = 365
VISIT_SECONDS = 600
BROWSER_BYTES, BROWSER_LETTERS = 32, 43
FORM_TOKEN = "soundings form"  # noqa: S105 - what the token is for


def session_secret(scope: Scope) -> str | None:
    """What the browser holds of a session."""
    return _cookie_of(scope, SESSION)


def browser_secret(scope: Scope) -> str | None:
    """What the browser holds to be known again for a while, signed in or not."""
    found = _cookie_of(scope, BROWSER)
    return found if found and len(found) == BROWSER_LETTERS else None


def language_of_browser(scope: Scope) -> str | None:
    """The language that was chosen in this browser."""
    return _cookie_of(scope, LANGUAGE)


def keep_language(scope: Scope, language: str) -> str:
    """The Set-Cookie header by which a language is kept."""
    return _set(scope, LANGUAGE, language, LANGUAGE_DAYS * DAY)


def new_browser_secret() -> str:
    """For a browser that has none."""
    return token_urlsafe(BROWSER_BYTES)


def cookie_name(scope: Scope, name: str) -> str:
    """What a cookie of ours is called on this connection: on this machine there is no https to ask for."""
    return f"{SECURE}{name}" if is_secure(scope) else name


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


def bearer_of(scope: Scope) -> str | None:
    """The token of a program; empty when what it brings is none of ours."""
    brought = header(scope, b"authorization")
    if not brought:
        return None
    token = brought[len(BEARER) :].strip() if brought.lower().startswith(BEARER) else ""
    return token if token.startswith(TOKEN_PREFIX) else ""


def keep_session(scope: Scope, secret: str) -> str:
    """The Set-Cookie header of somebody who has signed in."""
    return _set(scope, SESSION, secret, SESSION_DAYS * DAY)


def keep_browser(scope: Scope, secret: str) -> str:
    """The Set-Cookie header by which a browser is known again."""
    return _set(scope, BROWSER, secret, BROWSER_DAYS * DAY)


def forget_session(scope: Scope) -> str:
    """The Set-Cookie header that takes the session's cookie back."""
    return _set(scope, SESSION, "", 0)


def visit_of(scope: Scope) -> tuple[str, str] | None:
    """The secret of a visit to somebody's identity provider, and what was meant by it, sealed."""
    secret, _, sealed = (_cookie_of(scope, VISIT) or "").partition(".")
    return (secret, sealed) if len(secret) == BROWSER_LETTERS else None


def keep_visit(scope: Scope, secret: str, sealed: str) -> str:
    """The Set-Cookie header of a browser that leaves for an identity provider: also sent when that leads back here."""
    return _set(scope, VISIT, f"{secret}.{sealed}", VISIT_SECONDS)


def _set(scope: Scope, name: str, value: str, seconds: int) -> str:
    secure = "; Secure" if is_secure(scope) else ""
    named = f"{cookie_name(scope, name)}={value}"
    return f"{named}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"


def form_token(secret: str) -> str:
    """What the forms of a session carry: known to its own pages only, and new with each session."""
    seal = hmac.new(secret.encode(), FORM_TOKEN.encode(), sha256).digest()
    return urlsafe_b64encode(seal).decode().rstrip("=")


def is_form_token(secret: str, shown: str) -> bool:
    """Whether a form came from a page of this session."""
    return hmac.compare_digest(form_token(secret).encode(), shown.encode())
