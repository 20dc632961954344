"""Calendar feeds: at most one secret address per journey, stored as a hash, managed by its client."""

from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from msgspec import Struct

from service.accounts.caller import Caller
from service.accounts.login_lookup import find_calendar_feed, hash_secret, hashes_equal, new_secret
from service.clock import Clock
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import Pool

CalendarAlarms = Literal["all", "appointments", "none"]
"""Which dates of a calendar have an alarm."""

UPSERT = """
insert into calendar_feeds (tenant_id, journey_id, person_id, hash, names, alarms, made_at)
select $1, $2, $3, $4, $5, $6, $7 from clients c where c.tenant_id = $1 and c.journey_id = $2 and c.person_id = $3
on conflict (tenant_id, journey_id) do update
set (person_id, hash, names, alarms, made_at)
    = (excluded.person_id, excluded.hash, excluded.names, excluded.alarms, excluded.made_at)
"""
UPDATE_SETTINGS = "update calendar_feeds set alarms = $4, names = $5 where tenant_id = $1 and journey_id = $2 and person_id = $3"
DELETE = "delete from calendar_feeds where tenant_id = $1 and journey_id = $2 and person_id = $3"
SELECT = """
select names, alarms, made_at from calendar_feeds where tenant_id = $1 and journey_id = $2 and person_id = $3
"""
# The feed stops working with the account, with the role, and when the journey is no longer hers.
SELECT_OPEN = """
select f.hash, f.names, f.alarms, p.locale from calendar_feeds f
join people p on p.tenant_id = f.tenant_id and p.person_id = f.person_id and p.state = 'active'
join person_roles r on r.tenant_id = f.tenant_id and r.person_id = f.person_id and r.role = 'client'
join clients c on c.tenant_id = f.tenant_id and c.journey_id = f.journey_id and c.person_id = f.person_id
where f.tenant_id = $1 and f.journey_id = $2
"""


class FeedSettings(Struct, frozen=True, kw_only=True):
    """A feed as its client sees it; its address is shown only when it is made."""

    names: bool
    alarms: CalendarAlarms
    made_at: datetime


class CalendarFeed(Struct, frozen=True, kw_only=True):
    """A feed that was found by its address."""

    tenant_id: UUID
    journey_id: UUID
    names: bool
    alarms: CalendarAlarms
    locale: str
    """The client's language."""


class CalendarFeeds:
    """The feeds of all organisations; every query stays within one."""

    def __init__(self, pool: "Pool", *, now: Clock) -> None:
        self._pool = pool
        self._now = now

    async def create(
        self, caller: Caller, journey_id: UUID, *, names: bool, alarms: CalendarAlarms
    ) -> str | None:
        """Creates a secret for the address and replaces any earlier one;
        None if the journey is not the caller's.
        """
        secret = new_secret()
        mine = (caller.tenant_id, journey_id, caller.person_id)
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            done = await connection.execute(UPSERT, *mine, hash_secret(secret), names, alarms, self._now())
        return None if str(done).endswith(" 0") else secret

    async def change_settings(
        self, caller: Caller, journey_id: UUID, *, names: bool, alarms: CalendarAlarms
    ) -> bool:
        """Chooses which dates have an alarm, and whether titles have names; False if the caller has no such feed."""
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            done = await connection.execute(
                UPDATE_SETTINGS, caller.tenant_id, journey_id, caller.person_id, alarms, names
            )
        return not str(done).endswith(" 0")

    async def delete(self, caller: Caller, journey_id: UUID) -> None:
        """Turns the feed off. Does nothing if there is none."""
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            await connection.execute(DELETE, caller.tenant_id, journey_id, caller.person_id)

    async def get(self, caller: Caller, journey_id: UUID) -> FeedSettings | None:
        """The caller's own feed of a journey, if there is one."""
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            row = await connection.fetchrow(SELECT, caller.tenant_id, journey_id, caller.person_id)
        return FeedSettings(**row) if row else None

    async def find_by_secret(self, secret: str) -> CalendarFeed | None:
        """The feed at a secret address; None if the address is unknown or no longer valid."""
        place = await find_calendar_feed(self._pool, secret)
        if place is None:
            return None
        async with tenant_tx(self._pool, place[0]) as connection:
            row = await connection.fetchrow(SELECT_OPEN, *place)
        if row is None or not hashes_equal(row["hash"], hash_secret(secret)):
            return None
        return CalendarFeed(
            tenant_id=place[0],
            journey_id=place[1],
            names=row["names"],
            alarms=row["alarms"],
            locale=row["locale"],
        )
