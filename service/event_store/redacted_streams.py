"""Which journeys had values redacted lately, so that processes can drop what they cached of them."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from service.postgres.connections import translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

# A redaction is dated before it is committed, so each query overlaps the one before by some seconds.
SELECT_REDACTED = """
select clock_timestamp() - interval '5 seconds' as until,
       array(select distinct (tenant_id, journey_id)::text from redactions
             where at > coalesce($1, clock_timestamp() - interval '1 minute')) as journeys
"""


class RedactedStreams(Struct, frozen=True):
    """Redacted journeys with their tenants, and the moment from which to query the next time."""

    until: datetime
    journeys: tuple[tuple[UUID, UUID], ...]


async def redacted_since(pool: "WorkerPool", since: datetime | None) -> RedactedStreams:
    """The journeys with redactions since a moment of the database's clock, or in the last minute."""
    with translate_driver_errors():
        row = await pool.fetchrow(SELECT_REDACTED, since)
    if row is None:
        raise AssertionError("a select without a table has a row")
    pairs = (text.strip("()").split(",") for text in row["journeys"])
    return RedactedStreams(row["until"], tuple((UUID(tenant), UUID(journey)) for tenant, journey in pairs))
