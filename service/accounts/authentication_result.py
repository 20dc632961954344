"""The result of a passkey or an identity provider, before it becomes a session."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from service.accounts.errors import AccountError

PasswordlessMethod = Literal["passkey", "oidc"]

FailureReason = Literal[
    "challenge",
    "answer",
    "unknown",
    "counter",
    "state",
    "declined",
    "code",
    "token",
    "strength",
]
"""Why authentication failed: for the log, never for the person who tried.

In order: a challenge or state that this browser did not get, or that was used or has expired; an answer that
does not verify; an unknown passkey; a counter that went back, as of a copied passkey; access denied at the
provider; its code or its token rejected; a sign-in weaker than the organisation demands.
"""


class AuthenticationResult(Struct, frozen=True, kw_only=True):
    """Who authenticated, and how: all that a session is made from."""

    tenant_id: UUID
    person_id: UUID
    method: PasswordlessMethod
    amr: tuple[str, ...]
    """Authentication methods by RFC 8176; from an identity provider possibly empty."""
    strong: bool
    """Whether it was multi-factor, or met what this organisation demands of its provider."""
    proved_at: datetime
    """When the person authenticated: at a provider this may be long ago."""
    acr: str | None = None
    """The authentication context class that the identity provider states."""


class AuthenticationFailed(AccountError):
    """Raised when nobody could be authenticated. The message is the same whatever the reason."""

    def __init__(
        self, reason: FailureReason, detail: str = "", *, who: tuple[UUID, UUID] | None = None
    ) -> None:
        super().__init__("We could not confirm it is you. Try again.")
        self.reason = reason
        self.detail = detail
        """What exactly was wrong, for the log; contains no secrets and nothing personal."""
        self.who = who
        """The organisation and person whose genuine key was used, where a failure concerns them."""
