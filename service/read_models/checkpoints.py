"""The projections' checkpoints: the last log position each has read.

Stored in the table of the `eventsourcing` library.
"""

from typing import TYPE_CHECKING

from service.event_store.listener import CHECKPOINTS
from service.leadership.epoch import LEADER_EPOCH

if TYPE_CHECKING:
    from service.postgres.connections import Connection, PooledConnection, WorkerPool

SELECT = "select notification_id from notification_tracking where application_name = $1"
INSERT = "insert into notification_tracking values ($1, 0) on conflict do nothing"
ADVANCE = f"""
with moved as (
    update notification_tracking set notification_id = $3
    where application_name = $1 and notification_id = $2 returning 1
)
select pg_notify('{CHECKPOINTS}', '') from moved
"""  # noqa: S608 - our own words
IN_EPOCH = "select under_epoch($1, true)"


class CheckpointConflict(Exception):
    """Raised if another process moved the checkpoint."""


async def read_checkpoint(
    database: "PooledConnection | Connection | WorkerPool", name: str, *, lock: bool = False
) -> int | None:
    """The log position a projection has reached; None when it has never run. With `lock` nobody moves it until the transaction ends."""
    position: int | None = await database.fetchval(SELECT + (" for update" if lock else ""), name)
    return position


async def create_checkpoint(connection: "PooledConnection | WorkerPool", name: str) -> None:
    """Sets a projection's checkpoint to the start of the log, unless it has one."""
    await connection.execute(INSERT, name)


async def advance_checkpoint(
    connection: "PooledConnection | Connection", name: str, before: int, after: int
) -> None:
    """Moves a checkpoint and locks it until the transaction ends.

    Raises `CheckpointConflict`, and a driver error if this is done for a leader and another process leads by now.
    """
    if (epoch := LEADER_EPOCH.get()) is not None:
        await connection.execute(IN_EPOCH, epoch)
    if not await connection.fetch(ADVANCE, name, before, after):
        raise CheckpointConflict(name)
