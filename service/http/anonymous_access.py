"""What may be seen without signing in: a short list, each address from its beginning to its end."""

import re

ANONYMOUS_PATHS = (
    r"/health/(live|ready)",
    r"/sign-in(/link|/code|/back|/organisation|/organisation/code|/organisation/[0-9a-f-]{36})?",
    r"/enter",
    r"/language",
    r"/worker\.js",
    r"/manifest\.webmanifest",
    r"/invitation(/answer|/organisation)?",
    r"/api/v1/sign-in(/link|/entry|/passkey|/passkey/options)?",
    r"/api/v1/invitation(/answer)?",
    r"/static/[^/]+/.+",
    r"/schema(/.+)?",
    r"/problems/[a-z-]+",
    r"/calendar/[A-Za-z0-9_-]{43}\.ics",
)

DEMO_PATHS = r"/demo(/[\w-]+)?"

_OPEN = re.compile("|".join(f"(?:{one})" for one in ANONYMOUS_PATHS))
_OPEN_IN_DEMO = re.compile(f"{_OPEN.pattern}|{DEMO_PATHS}")


def allows_anonymous(path: str, *, demo: bool = False) -> bool:
    """Whether an address is answered to somebody who has not signed in."""
    return (_OPEN_IN_DEMO if demo else _OPEN).fullmatch(path) is not None
