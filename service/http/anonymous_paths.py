"""Which paths are open to requests without sign-in, and what is checked about those."""

import re

ANONYMOUS_PATHS = (
    r"/health/(live|ready)",
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

DEMO_PATHS = r"/demo(/[\w-]+)?"

STARTS_SIGN_IN = re.compile(r"/sign-in/back|/account(/proof)?/organisation|/api/v1/passkeys/options")
"""Paths whose requests are counted, like all that change something without sign-in: each makes or checks a challenge."""

_OPEN = re.compile("|".join(f"(?:{one})" for one in ANONYMOUS_PATHS))
_OPEN_IN_DEMO = re.compile(f"{_OPEN.pattern}|{DEMO_PATHS}")


def allows_anonymous(path: str, *, demo: bool = False) -> bool:
    """Whether a path is open to requests without sign-in."""
    return (_OPEN_IN_DEMO if demo else _OPEN).fullmatch(path) is not None
