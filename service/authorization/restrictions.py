"""Restrictions of processing (GDPR 18): by the client, by an administrator on her behalf,
or while an erasure is pending.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID, uuid4

from msgspec import Struct

from service.accounts.notices import ERASURE_GRACE_PERIOD
from service.clock import Clock
from service.postgres.connections import SET_TENANT, tenant_tx, translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import Pool

PlacedBy = Literal["client", "admin"]
RestrictionGround = Literal["wish", "accuracy", "unlawful", "claims", "objection"]
"""Her own wish; she contests the accuracy; the data was kept unlawfully;
she needs it for a claim; she objects.
"""

SELECT_AMONG = (
    f"select journey_id from {SET_TENANT} t(tenant), restricted_among(t.tenant::uuid, $2) journey_id"  # noqa: S608
)
COUNT_ALL = """
select count(*) from restricted_among($1, array(select journey_id from journeys where tenant_id = $1))
"""
SELECT_IN_FORCE = """
select placed_by, ground, since from restrictions
where tenant_id = $1 and journey_id = $2 and lifted_at is null order by placed_by desc
"""
INSERT = """
insert into restrictions (tenant_id, restriction_id, journey_id, placed_by, actor_id, ground, since)
values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
"""
LIFT = """
update restrictions set lifted_at = $4
where tenant_id = $1 and journey_id = $2 and placed_by = any($3) and lifted_at is null
"""
SELECT_REQUEST = "select asked_at, due_at from erasure_requests where tenant_id = $1 and journey_id = $2"
ASK = """
insert into erasure_requests (tenant_id, journey_id, asked_by, asked_at, due_at)
values ($1, $2, $3, $4, $5) on conflict do nothing
"""
TAKE_BACK = "delete from erasure_requests where tenant_id = $1 and journey_id = $2 and due_at > $3"


class Restriction(Struct, frozen=True, kw_only=True):
    """One restriction of a journey: who placed it, on which ground, and since when."""

    placed_by: PlacedBy
    ground: RestrictionGround
    since: datetime


class ErasureRequest(Struct, frozen=True, kw_only=True):
    """The client's request to erase their journey: when it was made, and until when they can withdraw it."""

    asked_at: datetime
    due_at: datetime


class RestrictionState(Struct, frozen=True, kw_only=True):
    """All restrictions of a journey, and a pending erasure."""

    restrictions: tuple[Restriction, ...] = ()
    erasure: ErasureRequest | None = None

    @property
    def is_restricted(self) -> bool:
        """Whether anything restricts the journey."""
        return bool(self.restrictions or self.erasure)


class Restrictions:
    """Reads and changes restrictions, in one organisation at a time."""

    def __init__(self, pool: "Pool", *, now: Clock) -> None:
        self._pool = pool
        self._now = now

    async def restricted_among(self, tenant_id: UUID, journeys: Iterable[UUID]) -> frozenset[UUID]:
        """The journeys that are restricted now. One round trip, since every request needs it."""
        with translate_driver_errors():
            async with self._pool.acquire() as connection:
                rows = await connection.fetch(SELECT_AMONG, str(tenant_id), list(journeys))
        return frozenset(row[0] for row in rows)

    async def count(self, tenant_id: UUID) -> int:
        """How many journeys of an organisation are restricted now."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            return int(await connection.fetchval(COUNT_ALL, tenant_id))

    async def is_restricted(self, tenant_id: UUID, journey_id: UUID) -> bool:
        """Whether a journey is restricted."""
        return bool(await self.restricted_among(tenant_id, [journey_id]))

    async def status(self, tenant_id: UUID, journey_id: UUID) -> RestrictionState:
        """The restrictions of a journey."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            placed = await connection.fetch(SELECT_IN_FORCE, tenant_id, journey_id)
            asked = await connection.fetchrow(SELECT_REQUEST, tenant_id, journey_id)
        return RestrictionState(
            restrictions=tuple(Restriction(**dict(row)) for row in placed),
            erasure=ErasureRequest(**dict(asked)) if asked else None,
        )

    async def place(
        self,
        tenant_id: UUID,
        journey_id: UUID,
        actor_id: UUID,
        placed_by: PlacedBy,
        ground: RestrictionGround,
    ) -> None:
        """Restricts a journey. Does nothing if it was restricted by the same already."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            await connection.execute(
                INSERT, tenant_id, uuid4(), journey_id, placed_by, actor_id, ground, self._now()
            )

    async def lift(self, tenant_id: UUID, journey_id: UUID, placed_by: Iterable[PlacedBy]) -> bool:
        """Lifts the restrictions that were placed by these; False if there were none."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            done = await connection.execute(LIFT, tenant_id, journey_id, list(placed_by), self._now())
        return str(done) != "UPDATE 0"

    async def request_erasure(self, tenant_id: UUID, journey_id: UUID, actor_id: UUID) -> bool:
        """Requests erasure after the grace period; False if it was requested before, which keeps its date."""
        now = self._now()
        async with tenant_tx(self._pool, tenant_id) as connection:
            done = await connection.execute(
                ASK, tenant_id, journey_id, actor_id, now, now + ERASURE_GRACE_PERIOD
            )
        return str(done) != "INSERT 0 0"

    async def withdraw_erasure_request(self, tenant_id: UUID, journey_id: UUID) -> bool:
        """Cancels a requested erasure; False if there is none, or the grace period is over."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            done = await connection.execute(TAKE_BACK, tenant_id, journey_id, self._now())
        return str(done) != "DELETE 0"
