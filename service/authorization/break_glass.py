"""Breaking the glass: access for some hours to a journey without sight, for a stated reason."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec.structs import replace

from service.accounts.caller import AccountRole, Caller
from service.authorization.access_log import AccessRecord, insert_access_records
from service.authorization.break_glass_reasons import BreakGlassReasons
from service.clock import Clock
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import Pool

INSERT = "insert into broken_glass (tenant_id, journey_id, actor_id, at, until) values ($1, $2, $3, $4, $5)"
SELECT_IN_FORCE = """
select exists (
    select from broken_glass where tenant_id = $1 and journey_id = $2 and actor_id = $3 and until > $4
)
"""
SELECT_JOURNEYS = """
select distinct journey_id from broken_glass where tenant_id = $1 and actor_id = $2 and until > $3
"""

BREAK_GLASS_DURATION = timedelta(hours=4)


class BreakGlass:
    """Stores who broke the glass, and until when it gives access."""

    def __init__(self, pool: "Pool", *, now: Clock, reasons: BreakGlassReasons | None = None) -> None:
        self._pool = pool
        self._now = now
        self._reasons = reasons

    async def grant_access(
        self, caller: Caller, role: AccountRole, journey_id: UUID, reason: str
    ) -> datetime:
        """Records the reason in the access log, then gives access; returns until when."""
        at = self._now()
        until = at + BREAK_GLASS_DURATION
        record = AccessRecord(
            tenant_id=caller.tenant_id,
            journey_id=journey_id,
            at=at,
            actor_id=caller.person_id,
            role=role,
            act="break_glass",
            why="break_glass",
        )
        record = await self._with_reason(record, reason)
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            await insert_access_records(connection, [record])
            await connection.execute(INSERT, caller.tenant_id, journey_id, caller.person_id, at, until)
        return until

    async def _with_reason(self, record: AccessRecord, reason: str) -> AccessRecord:
        if self._reasons is None:
            return replace(record, reason=reason)
        sealed = await self._reasons.seal_reason(record.tenant_id, record.journey_id, record.look_id, reason)
        return replace(record, sealed_reason=sealed)

    async def is_active(self, caller: Caller, journey_id: UUID) -> bool:
        """Whether this caller broke the glass and its hours have not passed."""
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            found = await connection.fetchval(
                SELECT_IN_FORCE, caller.tenant_id, journey_id, caller.person_id, self._now()
            )
        return bool(found)

    async def journeys_of(self, caller: Caller) -> Collection[UUID]:
        """The journeys that this caller may see by breaking the glass."""
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            rows = await connection.fetch(SELECT_JOURNEYS, caller.tenant_id, caller.person_id, self._now())
        return [row["journey_id"] for row in rows]
