"""Read models made anew, as an operator asks for it."""

from typing import TYPE_CHECKING

from service.event_store.postgres import PostgresEventLog
from service.read_models.rebuild import Rebuilder
from service.read_models.rebuild_requests import Rebuild, ask_for_rebuild, last_rebuild

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool


async def rebuild(
    database: str, log: PostgresEventLog, pool: "WorkerPool", *, from_position: int = 0
) -> Rebuild:
    """Asks for a rebuild, and carries it out."""
    assert await ask_for_rebuild(pool, asked_by="test", from_position=from_position)
    await Rebuilder(database, log, pool).run_once()
    last = await last_rebuild(pool)
    assert last is not None
    assert last.state == "swapped"
    return last
