"""Notices by e-mail about changes of an account, so that nobody changes it unnoticed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

NoticeKind = Literal[
    "sign_in_changed",
    "password_changed",
    "token_made",
    "role_changed",
    "confirmation_asked",
    "account_suspended",
    "other_suspended",
    "erasure_asked",
]
"""Sign-in methods changed; the password changed; an API token was made; a role changed; a request waits for confirmation;
the account was suspended; an administrator suspended another's; the erasure of personal data was requested.
"""


ERASURE_GRACE_PERIOD = timedelta(days=7)
"""How long a client can cancel the erasure she requested; the notice states it."""


SUSPENSION = timedelta(hours=72)
"""How long an account is suspended: long enough to find a second administrator; the notice states it."""


class Notice(Struct, frozen=True, kw_only=True):
    """One notice to one person."""

    tenant_id: UUID
    person_id: UUID
    kind: NoticeKind
    email: str
    locale: str

    def __repr__(self) -> str:
        """Leaves out the address, which must not appear in logs."""
        return f"Notice({self.kind})"


Notifier = Callable[[Notice], None]
"""Sends an e-mail for a notice, without waiting until it is sent."""


def notify_nobody(_notice: Notice) -> None:
    """Does nothing."""
