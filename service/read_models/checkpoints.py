"""How far each projection has read the log, in the `eventsourcing` library's own table."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection, WorkerPool

SELECT = "select notification_id from notification_tracking where application_name = $1"
INSERT = "insert into notification_tracking values ($1, 0) on conflict do nothing"
ADVANCE = """
update notification_tracking set notification_id = $3
where application_name = $1 and notification_id = $2
"""


class CheckpointConflict(Exception):
    """Somebody else moved the checkpoint; what was read is behind it."""


async def read_checkpoint(database: "PooledConnection | WorkerPool", name: str) -> int | None:
    """The log position a projection has reached; None when it has never run."""
    position: int | None = await database.fetchval(SELECT, name)
    return position


async def create_checkpoint(connection: "PooledConnection", name: str) -> None:
    """Put a projection's checkpoint at the start of the log, unless it has one."""
    await connection.execute(INSERT, name)


async def advance_checkpoint(connection: "PooledConnection", name: str, before: int, after: int) -> None:
    """Move a checkpoint; nobody else moves it until this transaction ends. Raises `CheckpointConflict`."""
    if await connection.execute(ADVANCE, name, before, after) != "UPDATE 1":
        raise CheckpointConflict(name)
