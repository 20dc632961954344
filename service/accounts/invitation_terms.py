"""Who may ask whom in, for how long, and what is agreed to by coming."""

from collections.abc import Mapping
from datetime import timedelta
from typing import get_args

from domain.vocabulary import Purpose
from service.accounts.caller import Role

LASTS = timedelta(days=14)

MAY_INVITE: Mapping[Role, frozenset[Role]] = {
    "admin": frozenset(get_args(Role)),
    "manager": frozenset({"client", "coach"}),
    "coach": frozenset({"client"}),
}
"""Whom each role may ask in."""

WORDING = 1
"""The version of the words that are agreed to; a new one when they change."""

PURPOSES: Mapping[Role, tuple[Purpose, ...]] = {"client": ("coaching",)}
"""What the organisation uses the data of each role for."""

CONSENTS: Mapping[Role, tuple[Purpose, ...]] = {"client": ("research", "contact_after")}
"""What is asked besides, and may be left out without losing anything."""
