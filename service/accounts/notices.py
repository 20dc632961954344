"""What people are to be told by letter of their account, so that nobody changes it behind their back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

NoticeKind = Literal[
    "sign_in_changed", "password_changed", "role_changed", "confirmation_asked", "erasure_asked"
]
"""A way to sign in came or went; the password was changed; so was what they may do; a change waits for their word; what is
kept about them is to be erased."""


ERASURE_GRACE_PERIOD = timedelta(days=7)
"""How long a client can take back that she wants to be erased; the notice says so."""


class Notice(Struct, frozen=True, kw_only=True):
    """One person is to be told of one thing."""

    tenant_id: UUID
    person_id: UUID
    kind: NoticeKind
    email: str
    locale: str

    def __repr__(self) -> str:
        """Without the address."""
        return f"Notice({self.kind})"


Notifier = Callable[[Notice], None]
"""Has a letter sent, and does not wait for it."""


def notify_nobody(_notice: Notice) -> None:
    """Tells nobody."""
