"""The weekly e-mails to send, each by the calendar of its reader's time zone."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from msgspec import Struct

from service.postgres.connections import translate_driver_errors
from service.read_models.restricted_journeys import NOT_RESTRICTED

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection, WorkerPool

SELECT_ZONES = "select distinct time_zone from journeys join weekly_letters using (tenant_id, journey_id)"
# Rights end with the account, with the role, and with the journey being hers; nobody is asked about one that has ended.
_WANTED = f"""
weekly_letters l
join journeys using (tenant_id, journey_id)
join people p on p.tenant_id = l.tenant_id and p.person_id = l.person_id and p.state = 'active'
join person_roles r on r.tenant_id = l.tenant_id and r.person_id = l.person_id and r.role = 'client'
join clients c on c.tenant_id = l.tenant_id and c.journey_id = l.journey_id and c.person_id = l.person_id
where journeys.ended_on is null and {NOT_RESTRICTED}
"""
# Of those that were refused for now, the next try is due.
CLAIM = f"""
update weekly_letters w set settled_on = $2, outcome = 'claimed', outcome_at = clock_timestamp(), next_try_at = null,
    tries = case when settled_on < $2 then 0 else tries end
where (w.tenant_id, w.journey_id) in (
    select l.tenant_id, l.journey_id from {_WANTED}
      and journeys.time_zone = $1 and l.weekday = $3 and l.hour <= $4
      and (l.settled_on < $2 or l.settled_on = $2 and l.next_try_at <= clock_timestamp())
    order by l.hour, l.tenant_id, l.journey_id limit $5 for update of l skip locked)
returning w.tenant_id, w.journey_id, w.person_id
"""  # noqa: S608 - our own words
# A claim that has become old is not sent any more: its process stood still meanwhile.
HOLD = f"""
select from {_WANTED} and l.tenant_id = $1 and l.journey_id = $2 and l.person_id = $3
  and l.outcome = 'claimed' and l.outcome_at > clock_timestamp() - interval '2 minutes' for update of l
"""
SETTLE = """
update weekly_letters set outcome = $4, outcome_at = clock_timestamp(), tries = tries + 1,
    next_try_at = case when $4 = 'refused' then clock_timestamp() + least(interval '1 hour', interval '1 minute' * 2 ^ least(tries, 6)) end
where tenant_id = $1 and journey_id = $2 and person_id = $3
"""
# Claimed, and neither sent nor refused: whoever claimed it is gone.
DOUBTFUL = (
    "(outcome = 'doubtful' or outcome = 'claimed' and outcome_at < clock_timestamp() - interval '5 minutes')"
)
SELECT_UNSENT = f"""
select tenant_id, journey_id, settled_on as day, outcome_at as since, tries,
    case when {DOUBTFUL} then 'doubtful' when outcome = 'refused' and next_try_at is not null then 'waiting' else 'not sent' end as state
from weekly_letters where {DOUBTFUL} or outcome in ('refused', 'given up') order by outcome_at, journey_id
"""  # noqa: S608 - our own words
ACKNOWLEDGE = f"""
update weekly_letters set outcome = 'seen', next_try_at = null
where ({DOUBTFUL} or outcome = 'given up') and ($1::uuid[] is null or journey_id = any ($1)) returning journey_id
"""  # noqa: S608 - our own words


EmailOutcome = Literal["sent", "refused", "given up", "doubtful", "not wanted"]
"""What became of an e-mail: accepted; not accepted now, to be tried again that day; not accepted for good; perhaps accepted; nobody wants it any more."""


class UnsentEmail(Struct, frozen=True, kw_only=True):
    """A weekly e-mail of which it is not certain that it was accepted."""

    tenant_id: UUID
    journey_id: UUID
    day: date
    """The day on which it was to go, by the calendar of its reader."""
    state: Literal["doubtful", "waiting", "not sent"]
    """It may have gone, and is not sent again; it is tried again that day; it did not go."""
    since: datetime
    tries: int


class ClaimedEmail(Struct, frozen=True):
    """An e-mail that this process has claimed and has to send now."""

    tenant_id: UUID
    journey_id: UUID
    person_id: UUID


async def weekly_email_time_zones(pool: "WorkerPool") -> list[str]:
    """The time zones of those who want the weekly e-mail."""
    with translate_driver_errors():
        return [row["time_zone"] for row in await pool.fetch(SELECT_ZONES)]


async def claim_weekly_emails(
    pool: "WorkerPool", zone: str, there: datetime, limit: int
) -> Sequence[ClaimedEmail]:
    """Claims a batch of e-mails of a time zone that are due today. Each can be claimed once a day."""
    today: date = there.date()
    with translate_driver_errors():
        rows = await pool.fetch(CLAIM, zone, today, there.isoweekday(), there.hour, limit)
    return [ClaimedEmail(*row) for row in rows]


class HeldEmail:
    """An e-mail that is being sent, in a transaction."""

    def __init__(self, connection: "PooledConnection", claimed: ClaimedEmail, *, is_wanted: bool) -> None:
        self.is_wanted = is_wanted
        """Whether its reader still wants it, and the claim is fresh."""
        self._connection = connection
        self._claimed = claimed

    async def settle(self, outcome: EmailOutcome) -> None:
        """Writes down what became of it."""
        one = self._claimed
        await self._connection.execute(SETTLE, one.tenant_id, one.journey_id, one.person_id, outcome)


@asynccontextmanager
async def hold_weekly_email(pool: "WorkerPool", claimed: ClaimedEmail) -> AsyncGenerator[HeldEmail]:
    """A transaction to send an e-mail in; nobody unsubscribes until it ends."""
    with translate_driver_errors():
        async with pool.acquire() as connection, connection.transaction():
            mine = (claimed.tenant_id, claimed.journey_id, claimed.person_id)
            is_wanted = bool(await connection.fetch(HOLD, *mine))
            yield HeldEmail(connection, claimed, is_wanted=is_wanted)


async def unsent_weekly_emails(pool: "WorkerPool") -> list[UnsentEmail]:
    """The weekly e-mails that were not sent, or perhaps were, the oldest first."""
    with translate_driver_errors():
        return [UnsentEmail(**dict(row)) for row in await pool.fetch(SELECT_UNSENT)]


async def acknowledge_unsent(pool: "WorkerPool", journeys: Sequence[UUID] | None) -> int:
    """Takes doubtful ones, and those that were given up, off that list; None: all of them. Returns how many."""
    with translate_driver_errors():
        return len(await pool.fetch(ACKNOWLEDGE, journeys))
