"""Denied requests: why a check answers a request before routing, and who builds that answer."""

from collections.abc import Callable
from typing import Literal

from litestar.types import ASGIApp

DenialReason = Literal[
    "foreign-host",
    "cross-site",
    "not-signed-in",
    "form-too-large",
    "form-unfinished",
    "form-token",
    "too-many",
    "too-many-at-once",
    "busy",
    "internal",
]
DenialResponder = Callable[[DenialReason], ASGIApp]
"""Builds the response to a denied request: a problem for programs, a page for people."""

SUSPICIOUS: frozenset[DenialReason] = frozenset({"foreign-host", "cross-site", "form-token"})
"""Reasons that no page of this service can cause."""


class RequestDenied(Exception):
    """Raised by a check to answer a request before routing."""

    def __init__(self, reason: DenialReason) -> None:
        super().__init__(reason)
        self.reason: DenialReason = reason
