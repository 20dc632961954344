"""What may be seen without signing in: a short list, each address from its beginning to its end."""

import re

OPEN_TO_ALL = (
    r"/health/(live|ready)",
    r"/sign-in(/link|/code)?",
    r"/enter",
    r"/invitation(/answer)?",
    r"/api/v1/sign-in(/link|/entry|/passkey|/passkey/options)?",
    r"/api/v1/invitation(/answer)?",
    r"/static/[^/]+/.+",
    r"/schema(/.+)?",
    r"/problems/[a-z-]+",
)

_OPEN = re.compile("|".join(f"(?:{one})" for one in OPEN_TO_ALL))


def is_open_to_all(path: str) -> bool:
    """Whether an address is answered to somebody who has not signed in."""
    return _OPEN.fullmatch(path) is not None
