"""What every part of the accounts stands on: the database, the seals and the time."""

from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from service.accounts.notices import Notifier, notify_nobody
from service.accounts.personal_data_sealer import PersonalDataSealer
from service.clock import Clock

if TYPE_CHECKING:
    from service.postgres.connections import Pool


NO_PERSON = UUID(int=0)
"""Stands in for a person where the work must be the same whether there is one or not."""


class AccountsContext(Struct, frozen=True, kw_only=True):
    """The database, the seals, the time, and by whom people are told."""

    pool: "Pool"
    seals: PersonalDataSealer
    now: Clock
    notify: Notifier = notify_nobody
