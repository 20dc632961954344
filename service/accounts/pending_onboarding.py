"""Pending onboardings: consents, coach and programme of accepted invitations,
kept until the journey has recorded them.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import msgspec
from msgspec import Struct

from domain.vocabulary import ConsentPurpose
from service.accounts.context import AccountsContext
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

INSERT = """
insert into arrivals (tenant_id, arrival_id, person_id, journey_id, consents, wording, coach_id, programme_id, invited_by, arrived_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
SELECT = """
select tenant_id, arrival_id, person_id, journey_id, consents, wording, coach_id, programme_id, invited_by, arrived_at
from arrivals where tenant_id = $1 and person_id = $2 and (journey_id is null or journey_id = $3)
order by arrived_at, arrival_id
"""
DELETE = "delete from arrivals where tenant_id = $1 and arrival_id = $2"
SET_COACH = "update arrivals set coach_id = $3 where tenant_id = $1 and person_id = $2 and journey_id is null"


class PendingOnboarding(Struct, frozen=True, kw_only=True):
    """What one accepted invitation has to record in a journey."""

    tenant_id: UUID
    arrival_id: UUID
    person_id: UUID
    journey_id: UUID | None
    """The journey of the invitation; None for the person's next one."""
    consents: tuple[ConsentPurpose, ...]
    wording: int
    """The version of the consent wording that was read."""
    coach_id: UUID | None
    programme_id: UUID | None
    invited_by: UUID
    arrived_at: datetime


async def save_pending_onboarding(connection: "PooledConnection", pending: PendingOnboarding) -> None:
    """Stores a pending onboarding, in the caller's transaction; nothing if it contains nothing to record."""
    if pending.consents or pending.coach_id or pending.programme_id:
        values = (
            pending.person_id,
            pending.journey_id,
            list(pending.consents),
            pending.wording,
            pending.coach_id,
            pending.programme_id,
            pending.invited_by,
            pending.arrived_at,
        )
        await connection.execute(INSERT, pending.tenant_id, pending.arrival_id, *values)


async def list_pending_onboardings(
    context: AccountsContext, tenant_id: UUID, person_id: UUID, journey_id: UUID
) -> list[PendingOnboarding]:
    """What has to be recorded in this journey of the person, the oldest first."""
    async with tenant_tx(context.pool, tenant_id) as connection:
        rows = await connection.fetch(SELECT, tenant_id, person_id, journey_id)
    return [msgspec.convert(dict(row), PendingOnboarding) for row in rows]


async def delete_pending_onboarding(context: AccountsContext, pending: PendingOnboarding) -> None:
    """Deletes a pending onboarding once it is recorded."""
    async with tenant_tx(context.pool, pending.tenant_id) as connection:
        await connection.execute(DELETE, pending.tenant_id, pending.arrival_id)


async def set_onboarding_coach(
    context: AccountsContext, tenant_id: UUID, person_id: UUID, coach_id: UUID, by: UUID
) -> None:
    """Sets the coach with whom the person's next journey starts."""
    async with tenant_tx(context.pool, tenant_id) as connection:
        if await connection.execute(SET_COACH, tenant_id, person_id, coach_id) != "UPDATE 0":
            return
        pending = PendingOnboarding(
            tenant_id=tenant_id,
            arrival_id=uuid4(),
            person_id=person_id,
            journey_id=None,
            consents=(),
            wording=0,
            coach_id=coach_id,
            programme_id=None,
            invited_by=by,
            arrived_at=context.now(),
        )
        await save_pending_onboarding(connection, pending)
