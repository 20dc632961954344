"""What somebody has shown who they are with, before it becomes a session."""

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
"""Why a proof was refused, for the log of attempts and never for the one who tried: a challenge or state that was
not handed out to this browser, was used or is too old; an answer that does not verify; a passkey nobody has; a counter
that went back, as of a copied passkey; no leave given at the provider; its code or token refused; proven too weakly."""


class AuthenticationResult(Struct, frozen=True, kw_only=True):
    """Who proved who they are, and how: enough to make a session of."""

    tenant_id: UUID
    person_id: UUID
    method: PasswordlessMethod
    amr: tuple[str, ...]
    """How, in the words of RFC 8176; what an identity provider says of it, which may be nothing."""
    strong: bool
    """Whether more than one factor was shown, or what this organisation demands of its provider."""
    proved_at: datetime
    """When the person did so: at a provider this may be a while ago."""
    acr: str | None = None
    """The level of assurance the identity provider tells."""


class AuthenticationFailed(AccountError):
    """Nobody was recognised. Whoever tried hears one sentence only, whatever the reason was."""

    def __init__(
        self, reason: FailureReason, detail: str = "", *, who: tuple[UUID, UUID] | None = None
    ) -> None:
        super().__init__("This did not prove who you are. Please try again.")
        self.reason = reason
        self.detail = detail
        """What exactly was wrong, for the log; no secrets and nothing personal."""
        self.who = who
        """The organisation and person that somebody showed a true key of, where the refusal is about them."""
