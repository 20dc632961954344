"""The record of what bears on security: who came in, who was kept out, and what was refused. Ids only: no name, address or word.

It is written whatever the level of the other records, unless the operator asks for errors alone.
"""

import logging
from collections.abc import Awaitable

from service.accounts.caller import Caller
from service.accounts.errors import SecondFactorRequired, SignInFailed, Throttled
from service.accounts.session_tokens import NewSession

log = logging.getLogger("service.security")

DENIED_STATUSES = frozenset({401, 403, 429})
"""Statuses that say that somebody was kept out."""


async def log_sign_in(way: str, coming: Awaitable[NewSession]) -> NewSession:
    """Note who came in, or that nobody did: a wrong word is ordinary, too many of them are not."""
    try:
        signed = await coming
    except Throttled:
        log.warning("not signed in: too many attempts, by %s", way)
        raise
    except (SignInFailed, SecondFactorRequired) as refusal:
        if not isinstance(refusal, SecondFactorRequired) or refusal.wrong:
            name = "SecondFactorNeeded" if isinstance(refusal, SecondFactorRequired) else "SignInRefused"
            log.info("not signed in: %s, by %s", name, way)
        raise
    log.info("signed in: %s, by %s", _who(signed.caller), way)
    return signed


def log_denied_request(method: str, pattern: str, status: int, caller: Caller | None) -> None:
    """A request was refused. What is not there and what may not be seen are one answer, so both count from somebody known."""
    known = caller is not None and caller.way != "local"
    if status in DENIED_STATUSES or (status == 404 and known):
        log.info(
            "refused: %s %s, %d, to %s", method, pattern, status, _who(caller) if caller else "nobody known"
        )


def log_suspicious_request(method: str, pattern: str, why: str) -> None:
    """A request that no page of ours sends."""
    log.warning("turned away: %s %s, %s", method, pattern, why)


def _who(caller: Caller) -> str:
    return f"person {caller.person_id} of organisation {caller.tenant_id}"
