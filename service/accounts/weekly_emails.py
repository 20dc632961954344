"""Weekly e-mail subscriptions: at most one per journey, managed by its client."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from service.accounts.caller import Caller
from service.accounts.one_click import Subscription
from service.clock import Clock, stored_time_zone
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import Pool

UPSERT = """
insert into weekly_letters (tenant_id, journey_id, person_id, weekday, hour, asked_at, settled_on)
select $1, $2, $3, $4, $5, $6, $7 from clients c where c.tenant_id = $1 and c.journey_id = $2 and c.person_id = $3
on conflict (tenant_id, journey_id) do update
set (person_id, weekday, hour, asked_at, settled_on)
    = (excluded.person_id, excluded.weekday, excluded.hour, excluded.asked_at,
       greatest(weekly_letters.settled_on, excluded.settled_on))
"""
DELETE = "delete from weekly_letters where tenant_id = $1 and journey_id = $2 and person_id = $3"
SELECT = (
    "select weekday, hour from weekly_letters where tenant_id = $1 and journey_id = $2 and person_id = $3"
)

_DAY = timedelta(days=1)


async def end_subscription(pool: "Pool", subscription: Subscription) -> None:
    """Ends a subscription. Does nothing if there is none."""
    async with tenant_tx(pool, subscription.tenant_id) as connection:
        await connection.execute(
            DELETE, subscription.tenant_id, subscription.journey_id, subscription.person_id
        )


class WeeklyEmailTime(Struct, frozen=True, kw_only=True):
    """When the e-mail is sent: weekday 1 (Monday) to 7 and hour 0 to 23, in the client's time zone."""

    weekday: int
    hour: int


class WeeklyEmailSubscriptions:
    """The subscriptions of all organisations; every query stays within one."""

    def __init__(self, pool: "Pool", *, now: Clock) -> None:
        self._pool = pool
        self._now = now

    async def subscribe(self, caller: Caller, journey_id: UUID, wanted: WeeklyEmailTime, zone: str) -> bool:
        """Subscribes from the next such hour on, or changes the time.

        False if the journey is not the caller's.
        """
        at = self._now()
        there = at.astimezone(stored_time_zone(zone))
        settled_on = there.date() if there.hour >= wanted.hour else there.date() - _DAY
        mine = (caller.tenant_id, journey_id, caller.person_id)
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            done = await connection.execute(UPSERT, *mine, wanted.weekday, wanted.hour, at, settled_on)
        return not str(done).endswith(" 0")

    async def unsubscribe(self, caller: Caller, journey_id: UUID) -> None:
        """Unsubscribes. Does nothing if there is no subscription."""
        await end_subscription(self._pool, Subscription(caller.tenant_id, journey_id, caller.person_id))

    async def get(self, caller: Caller, journey_id: UUID) -> WeeklyEmailTime | None:
        """When the caller gets the e-mail of a journey; None without a subscription."""
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            row = await connection.fetchrow(SELECT, caller.tenant_id, journey_id, caller.person_id)
        return WeeklyEmailTime(weekday=row["weekday"], hour=row["hour"]) if row else None
