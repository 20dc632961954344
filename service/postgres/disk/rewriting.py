"""Rewrites tables into new files: in the old ones the bytes of deleted rows would stay, after a VACUUM, too."""

import asyncio
import re
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import asyncpg

from service.postgres.errors import Overloaded, StoreError

if TYPE_CHECKING:
    from service.postgres.connections import Connection

LOCK_TIMEOUT = "2s"
"""Whoever comes after a rewriting that waits for its lock waits, too: less than the time after which appends give up."""
PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.2
STATISTICS = "pg_statistic"
"""Where the planner keeps samples of columns, which may be texts and keys."""
DEAD_ROWS = re.compile(r"\d+")
SELECT_PARTS = """
select quote_ident(c.relname) from pg_class c
where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
  and (c.oid = $1::regclass or exists (
      select from pg_partition_ancestors(c.oid) a where a.relid = $1::regclass and c.relispartition))
"""


async def rewrite_tables(connection: "Connection", tables: Iterable[str]) -> dict[str, float]:
    """Rewrites tables and their indexes; returns the seconds for which each could not be used.

    Raises `Overloaded` if others do not let go of a table.
    """
    await connection.execute(f"set lock_timeout = '{LOCK_TIMEOUT}'")
    seconds: dict[str, float] = {}
    for table in sorted(tables):
        parts = [row[0] for row in await connection.fetch(SELECT_PARTS, table)]
        seconds[table] = sum([await _rewrite(connection, part) for part in parts])
        # The samples of the table are of the rows that are left, and the older ones go with the next statement.
        await connection.execute(f"analyze {table}")
    if await connection.fetchval("select current_setting('is_superuser') = 'on'"):
        await _rewrite(connection, STATISTICS)
    return seconds


async def _rewrite(connection: "Connection", table: str) -> float:
    """Rewrites one table, again as long as somebody may still see rows that were deleted."""
    end, problem = time.monotonic() + PATIENCE_SECONDS, ""
    while time.monotonic() < end:
        begun = time.monotonic()
        try:
            kept = await _vacuum_full(connection, table)
        except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError) as busy:
            problem = str(busy)
        else:
            if not kept:
                return time.monotonic() - begun
            problem = f"others may still see {kept} deleted rows"
        await asyncio.sleep(PAUSE_SECONDS)
    raise Overloaded(f"{table} could not be rewritten, as it is in use ({problem}); run the command again")


async def _vacuum_full(connection: "Connection", table: str) -> int:
    """Returns the number of deleted rows that had to be kept for those who still see them."""
    kept, skipped = 0, ""

    def heard(_: Any, message: Any) -> None:
        nonlocal kept, skipped
        if message.severity_en == "WARNING":
            skipped = message.message
        elif message.severity_en == "INFO" and (found := DEAD_ROWS.search(message.detail or "")):
            kept += int(found[0])

    connection.add_log_listener(heard)
    try:
        await connection.execute(f"vacuum (full, verbose) {table}")
    finally:
        connection.remove_log_listener(heard)
    if skipped:
        raise StoreError(f"the database did not remove deleted rows from its files: {skipped}")
    return kept
