"""What all functions of the accounts need: database, encryption, clock and notifications."""

from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from service.accounts.notices import Notifier, notify_nobody
from service.accounts.personal_data_sealer import PersonalDataSealer
from service.clock import Clock

if TYPE_CHECKING:
    from service.postgres.connections import Pool


NO_PERSON = UUID(int=0)
"""Stands in for a person where unknown addresses must cost the same work as known ones."""


class AccountsContext(Struct, frozen=True, kw_only=True):
    """The database, the sealer of personal data, the clock, and the notifier."""

    pool: "Pool"
    seals: PersonalDataSealer
    now: Clock
    notify: Notifier = notify_nobody
