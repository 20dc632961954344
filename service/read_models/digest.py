"""One digest of everything that is made from the log: equal tables have equal digests."""

import hashlib
from typing import TYPE_CHECKING

from service.postgres.connections import translate_driver_errors
from service.read_models.shadow import TABLES
from service.read_models.versions import live_read_models

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

SELECT_ROWS = "select row_to_json(t)::text as line from {table} t order by tenant_id, {key}"
BOOKKEEPING = "parked_streams"
"""When a stream was parked, and how often it was tried again, no replay tells."""


async def read_model_digest(pool: "WorkerPool") -> tuple[int, str]:
    """The log position of the read models, and the SHA-256 of all their rows, from one snapshot. Raises `StoreError`."""
    digest = hashlib.sha256()
    with translate_driver_errors():
        async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
            live = await live_read_models(connection)
            for table in TABLES:
                if table.name == BOOKKEEPING:
                    continue
                digest.update(f"{table.name}\n".encode())
                statement = SELECT_ROWS.format(table=table.name, key=", ".join(table.key))
                async for row in connection.cursor(statement, prefetch=1000):
                    digest.update(f"{row['line']}\n".encode())
    return (live.position if live else 0), digest.hexdigest()
