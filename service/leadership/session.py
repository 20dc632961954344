"""The connection by which a process leads: whoever has its lock leads, and it ends with its process, or after five silent seconds."""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import asyncpg

from service.postgres.connections import DRIVER_ERRORS, connect, work_sessions_of
from service.postgres.process_token import process_token

if TYPE_CHECKING:
    from service.postgres.connections import Connection

IDLE_SECONDS = 5
"""After so many seconds without a word the server ends the session: a process that is stopped leads no more."""

ANSWER_SECONDS = 3.0
"""How long the server has to answer."""

TRY = "select pg_try_advisory_lock(5683000000000004)"
SELECT_FORMER = "select process from leadership"
TAKE_OVER = """
update leadership set epoch = epoch + 1, process = $1, host = $2, pid = $3, since = clock_timestamp() returning epoch
"""
IS_CURRENT = "select epoch = $1 from leadership"
END_SESSIONS = """
select count(pg_terminate_backend(pid, 2000)) from pg_stat_activity
where datname = current_database() and application_name = $1
"""
"""Ended are those that were found: as a condition, it could be asked of others first."""

log = logging.getLogger(__name__)


class LeadershipLost(Exception):
    """Raised if another process leads, or the session by which this one led has ended."""


class LeaderSession:
    """One session on the server, with the lock or without it."""

    def __init__(self, connection: "Connection") -> None:
        self.lost = asyncio.Event()
        """Set when the session has ended, by whichever side."""
        self._connection = connection
        connection.add_termination_listener(lambda _: self.lost.set())

    async def try_lock(self) -> bool:
        """Whether this process leads from now on. Raises driver errors."""
        has_lock: bool = await self._connection.fetchval(TRY, timeout=ANSWER_SECONDS)
        return has_lock

    async def take_over(self) -> int:
        """Begins a new epoch and returns it; what the former leader has under way ends before. Raises driver errors."""
        former: str = await self._connection.fetchval(SELECT_FORMER, timeout=ANSWER_SECONDS)
        await self._end_work_of(former)
        mine = (process_token(), socket.gethostname(), os.getpid())
        epoch: int = await self._connection.fetchval(TAKE_OVER, *mine, timeout=2 * ANSWER_SECONDS)
        # What began in between found the former epoch still current.
        await self._end_work_of(former)
        return epoch

    async def confirm(self, epoch: int) -> None:
        """Says a word, and raises `LeadershipLost` if another epoch has begun. Raises driver errors."""
        if not await self._connection.fetchval(IS_CURRENT, epoch, timeout=ANSWER_SECONDS):
            raise LeadershipLost(f"epoch {epoch} is past")

    async def _end_work_of(self, former: str) -> None:
        if former in ("", process_token()):
            return
        try:
            async with self._connection.transaction():
                # As the user of the address, where workers cannot sign in themselves.
                await self._connection.execute("set local role none")
                ended = await self._connection.fetchval(
                    END_SESSIONS, work_sessions_of(former), timeout=2 * ANSWER_SECONDS
                )
        except asyncpg.InsufficientPrivilegeError:
            log.warning("leadership: the sessions of the former leader cannot be ended by this login")
            return
        if ended:
            log.warning("leadership: ended %s sessions of the former leader", ended)


@asynccontextmanager
async def open_session(dsn: str) -> AsyncGenerator[LeaderSession]:
    """Opens a session, and ends it, with its lock, after the block. Raises driver errors."""
    connection = await connect(
        dsn,
        "soundings_worker",
        application_name=f"soundings leader {process_token()}",
        idle_session_timeout=f"{IDLE_SECONDS}s",
    )
    try:
        yield LeaderSession(connection)
    finally:
        # So that the next one leads at once, and does not wait for the server to notice that nobody is there.
        with suppress(*DRIVER_ERRORS):
            await connection.close(timeout=1.0)
        connection.terminate()
