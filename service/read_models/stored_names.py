"""Names stored in read models before texts were sealed, and their removal.

Sealed names are read from the histories.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from domain.redacted import REDACTED
from service.postgres.connections import tenant_tx
from service.read_models.rebuild_requests import begin_rebuild_anew

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

# Whoever is following the log holds this while he reads lines and writes them: no old name comes back behind us.
WAIT_FOR_THE_PROJECTOR = "select from notification_tracking for update"
COUNT_CALLED = (
    "select count(*) from journeys where tenant_id = $1 and line->>'called' is distinct from $2::text"
)
COUNT_NAMED = (
    "select count(*) from programmes where tenant_id = $1 and line->>'name' is distinct from $2::text"
)
CLEAR_CLIENT_NAMES = """
update journeys set line = jsonb_set(line, '{called}', to_jsonb($2::text))
where tenant_id = $1 and line->>'called' is distinct from $2::text
"""
CLEAR_PROGRAMME_NAMES = """
update programmes set line = jsonb_set(line, '{name}', to_jsonb($2::text))
where tenant_id = $1 and line->>'name' is distinct from $2::text
"""
CLEAR_CLIENT_NAME = f"{CLEAR_CLIENT_NAMES} and journey_id = $3"


class NameSource(Protocol):
    """Reads the names of several journeys or programmes at once; unknown ones are left out."""

    async def __call__(self, ids: Iterable[UUID], /, *, tenant_id: UUID) -> Mapping[UUID, str]: ...


async def count_stored_names(pool: "WorkerPool", tenant_id: UUID) -> int:
    """The number of an organisation's lines that hold a name."""
    async with tenant_tx(pool, tenant_id) as connection:
        journeys: int = await connection.fetchval(COUNT_CALLED, tenant_id, REDACTED.value)
        programmes: int = await connection.fetchval(COUNT_NAMED, tenant_id, REDACTED.value)
    return journeys + programmes


async def clear_names(pool: "WorkerPool", tenant_id: UUID) -> int:
    """Removes the names from an organisation's lines; returns their number."""
    async with tenant_tx(pool, tenant_id) as connection:
        await connection.execute(WAIT_FOR_THE_PROJECTOR)
        await begin_rebuild_anew(connection)
        changed = [
            await connection.execute(each, tenant_id, REDACTED.value)
            for each in (CLEAR_CLIENT_NAMES, CLEAR_PROGRAMME_NAMES)
        ]
    return sum(int(status.split()[-1]) for status in changed)


async def clear_name(pool: "WorkerPool", tenant_id: UUID, journey_id: UUID) -> None:
    """Removes the name from one journey's line."""
    async with tenant_tx(pool, tenant_id) as connection:
        await connection.execute(WAIT_FOR_THE_PROJECTOR)
        await begin_rebuild_anew(connection)
        await connection.execute(CLEAR_CLIENT_NAME, tenant_id, REDACTED.value, journey_id)
