"""How long a caller's organisation keeps journeys after their end, as its administrators see and set it."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from service.accounts.caller import Caller
from service.authorization.authorized_programmes import require_role_for
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.retention.periods import RetentionPeriod, retention_periods, save_retention_period
from service.personal_data.retention.schedule import ScheduledErasure, scheduled_erasures


class RetentionStatus(Struct, frozen=True, kw_only=True):
    """The periods, and what is to be erased within thirty days."""

    periods: Sequence[RetentionPeriod]
    listed: Sequence[ScheduledErasure]

    @property
    def late(self) -> bool:
        """Whether something that was due has not been erased."""
        return any(one.state == "late" for one in self.listed)


class RetentionSettings:
    """Both methods raise `Forbidden` for anybody but administrators."""

    def __init__(self, caller: Caller, erasure: ErasureContext) -> None:
        self._caller = caller
        self._erasure = erasure

    async def status(self) -> RetentionStatus:
        """The retention of the caller's organisation now."""
        require_role_for(self._caller, "manage_retention")
        at, tenant_id = self._erasure, self._caller.tenant_id
        return RetentionStatus(
            periods=await retention_periods(at.pool, tenant_id),
            listed=await scheduled_erasures(at, tenant_id),
        )

    async def set_period(self, programme_id: UUID | None, months: int | None) -> None:
        """Sets a period for a programme, or for all journeys without one; without months they are kept."""
        require_role_for(self._caller, "manage_retention")
        at, by = self._erasure, self._caller
        await save_retention_period(at.pool, by.tenant_id, programme_id, months, by=by.person_id, at=at.now())
