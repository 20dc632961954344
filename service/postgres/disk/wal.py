"""Recycles the write-ahead log, so that no segment holds what was written before."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.postgres.connections import Connection

MAY_RECYCLE = "select current_setting('is_superuser') = 'on'"
LAST_SEGMENT = "select max(name) from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$'"
CURRENT_SEGMENT = "select pg_walfile_name(pg_current_wal_insert_lsn())"
# Without anything written since, a switch does nothing. What is left of a segment is filled with zeros.
SWITCH = "select pg_logical_emit_message(false, 'soundings', 'next'), pg_switch_wal()"
ROUNDS = 2
"""The first round gets rid of what was written; what the server keeps for reuse by then is overwritten in the second."""


async def recycle_wal(connection: "Connection") -> bool:
    """Overwrites or removes every segment that there is. Returns whether the user of the database may do so."""
    if not await connection.fetchval(MAY_RECYCLE):
        return False
    for _ in range(ROUNDS):
        last: str = await connection.fetchval(LAST_SEGMENT)
        while await connection.fetchval(CURRENT_SEGMENT) <= last:
            await connection.execute(SWITCH)
        await connection.execute("checkpoint")
    return True
