"""Builds the Set-Cookie headers of sessions, browsers, languages and provider sign-ins."""

from secrets import token_urlsafe

from litestar.datastructures import Cookie
from litestar.types import Scope

from service.http.request_headers import (
    BROWSER_COOKIE,
    DEVICE_COOKIE,
    LANGUAGE_COOKIE,
    SESSION_COOKIE,
    VISIT_COOKIE,
    cookie_name,
    is_secure,
)

SECONDS_PER_DAY = 24 * 60 * 60
SESSION_DAYS = 90
"""The cookie's lifetime: longer than any session. Sessions expire on the server, by their own rules."""
BROWSER_DAYS = 1
LANGUAGE_DAYS = 365
DEVICE_DAYS = 400
"""The longest that browsers keep a cookie."""
VISIT_SECONDS = 600
BROWSER_BYTES = 32


def set_language_cookie(scope: Scope, language: str) -> str:
    """The Set-Cookie header that stores a language."""
    return _set(scope, LANGUAGE_COOKIE, language, LANGUAGE_DAYS * SECONDS_PER_DAY)


def new_browser_secret() -> str:
    """A random secret for a browser that has none."""
    return token_urlsafe(BROWSER_BYTES)


def set_session_cookie(scope: Scope, secret: str) -> str:
    """The Set-Cookie header of a new session."""
    return _set(scope, SESSION_COOKIE, secret, SESSION_DAYS * SECONDS_PER_DAY)


def set_browser_cookie(scope: Scope, secret: str) -> str:
    """The Set-Cookie header with a browser's secret."""
    return _set(scope, BROWSER_COOKIE, secret, BROWSER_DAYS * SECONDS_PER_DAY)


def set_device_cookie(scope: Scope, value: str) -> Cookie:
    """The cookie of a browser where somebody has signed in, beside that of the session."""
    return Cookie(
        key=cookie_name(scope, DEVICE_COOKIE),
        value=value,
        max_age=DEVICE_DAYS * SECONDS_PER_DAY,
        httponly=True,
        secure=is_secure(scope),
    )


def clear_session_cookie(scope: Scope) -> str:
    """The Set-Cookie header that deletes the session's cookie."""
    return _set(scope, SESSION_COOKIE, "", 0)


def set_provider_visit_cookie(scope: Scope, secret: str, sealed: str) -> str:
    """The Set-Cookie header of a browser that goes to an identity provider.

    SameSite=Lax, so that it is also sent when the provider leads back here.
    """
    return _set(scope, VISIT_COOKIE, f"{secret}.{sealed}", VISIT_SECONDS)


def _set(scope: Scope, name: str, value: str, seconds: int) -> str:
    secure = "; Secure" if is_secure(scope) else ""
    named = f"{cookie_name(scope, name)}={value}"
    return f"{named}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
