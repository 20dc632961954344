"""Which organisations there are: for whoever runs the service, and for nobody who uses it."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from service.store.connections import own_errors

if TYPE_CHECKING:
    from service.store.connections import WorkerPool

SELECT_ALL = "select tenant_id, name, created_at from organisations order by created_at, tenant_id"


class Organisation(Struct, frozen=True):
    """An organisation, and since when it is here."""

    tenant_id: UUID
    name: str
    created_at: datetime


async def organisations(pool: "WorkerPool") -> list[Organisation]:
    """All of them, the oldest first."""
    with own_errors():
        return [Organisation(*row) for row in await pool.fetch(SELECT_ALL)]
