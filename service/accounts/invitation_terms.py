"""The rules of invitations: who may invite whom, for how long, and with which consents."""

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
"""The roles that each role may invite people to."""

CONSENT_WORDING_VERSION = 2
"""Version of the wording of consents; increases when the wording changes."""

REQUIRED_PURPOSES: Mapping[AccountRole, tuple[ConsentPurpose, ...]] = {"client": ("coaching",)}
"""Consents that the role needs."""

OPTIONAL_PURPOSES: Mapping[AccountRole, tuple[ConsentPurpose, ...]] = {
    "client": ("research", "contact_after")
}
"""Consents that may be declined without losing anything."""
