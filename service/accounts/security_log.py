"""The security log: sign-ins, failed sign-ins and denied requests, by ids only.

It is written whatever the level of other logs, unless the operator asks for errors only.
"""

import logging
from collections.abc import Awaitable, Collection

from service.accounts.caller import Caller
from service.accounts.errors import SecondFactorRequired, SignInFailed, Throttled
from service.accounts.session_tokens import NewSession

log = logging.getLogger("service.security")

DENIED_STATUSES = frozenset({401, 403, 429})
"""HTTP statuses of denied requests."""


async def log_sign_in(way: str, coming: Awaitable[NewSession]) -> NewSession:
    """Awaits a sign-in and logs its result: failures as info, too many attempts as a warning."""
    try:
        signed = await coming
    except Throttled:
        log.warning("not signed in: too many attempts, by %s", way)
        raise
    except (SignInFailed, SecondFactorRequired) as error:
        if not isinstance(error, SecondFactorRequired) or error.wrong:
            name = "SecondFactorNeeded" if isinstance(error, SecondFactorRequired) else "SignInRefused"
            log.info("not signed in: %s, by %s", name, way)
        raise
    log.info("signed in: %s, by %s", _who(signed.caller), way)
    return signed


def log_new_token(caller: Caller, scopes: Collection[str]) -> None:
    """Logs that an API token was made, and what it allows."""
    log.info("token made: for %s, by %s", ", ".join(sorted(scopes)), _who(caller))


def log_denied_request(method: str, pattern: str, status: int, caller: Caller | None) -> None:
    """Logs a denied request.

    Callers who are signed in get 404 for what they may not see, so theirs counts too.
    """
    known = caller is not None and caller.way != "local"
    if status in DENIED_STATUSES or (status == 404 and known):
        log.info(
            "refused: %s %s, %d, to %s", method, pattern, status, _who(caller) if caller else "nobody known"
        )


def log_suspicious_request(method: str, pattern: str, why: str) -> None:
    """Logs a request that no page of this service sends."""
    log.warning("turned away: %s %s, %s", method, pattern, why)


def _who(caller: Caller) -> str:
    return f"person {caller.person_id} of organisation {caller.tenant_id}"
