"""The settings of the organisation: its name, how long journeys are kept, where people sign in, and what is restricted."""

from uuid import UUID

from msgspec import Struct

from service.accounts.identity_providers import IdentityProvider
from service.personal_data.retention.periods import RetentionPeriod
from service.personal_data.retention.schedule import ScheduledErasure


class SettingsPage(Struct, frozen=True, kw_only=True):
    """The page."""

    organisation: str
    periods: tuple[tuple[str | None, RetentionPeriod], ...]
    """With the name of the programme; None stands for all others."""
    listed: tuple[ScheduledErasure, ...]
    late: bool
    """What was due has not been erased."""
    providers: tuple[IdentityProvider, ...]
    restricted: int
    """Journeys whose use was stopped."""
    programmes: dict[UUID, str]
