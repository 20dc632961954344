"""Who may ask whom in, for how long, and what is agreed to by coming."""

from collections.abc import Mapping
from datetime import timedelta
from typing import get_args

from domain.vocabulary import ConsentPurpose
from service.accounts.caller import AccountRole

INVITATION_LIFETIME = timedelta(days=14)

MAY_INVITE: Mapping[AccountRole, frozenset[AccountRole]] = {
    "admin": frozenset(get_args(AccountRole)),
    "manager": frozenset({"client", "coach"}),
    "coach": frozenset({"client"}),
}
"""Whom each role may ask in."""

CONSENT_WORDING_VERSION = 1
"""The version of the words that are agreed to; a new one when they change."""

REQUIRED_PURPOSES: Mapping[AccountRole, tuple[ConsentPurpose, ...]] = {"client": ("coaching",)}
"""What the organisation uses the data of each role for."""

OPTIONAL_PURPOSES: Mapping[AccountRole, tuple[ConsentPurpose, ...]] = {
    "client": ("research", "contact_after")
}
"""What is asked besides, and may be left out without losing anything."""
