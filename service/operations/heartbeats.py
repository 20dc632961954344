"""Signs of life of what works by itself, in a table, so that other processes see them."""

import os
import socket
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec import Struct

from service.postgres.connections import translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

BEAT_SECONDS = 5.0
"""How often a process says what it is doing."""

DEAD_SECONDS = 30.0
"""Without a sign of life for so long, something counts as gone."""

WRITE = """
insert into heartbeats (process, name, host, pid, beat_at, position, failure)
select $1, name, $2, $3, clock_timestamp(), position, failure
from unnest($4::text[], $5::bigint[], $6::text[]) w(name, position, failure)
on conflict (process, name) do update
set beat_at = excluded.beat_at, position = excluded.position, failure = excluded.failure
"""
FORGET = "delete from heartbeats where beat_at < clock_timestamp() - interval '1 day'"
READ = """
select distinct on (name) name, host, pid, position, failure,
    extract(epoch from clock_timestamp() - beat_at)::float8 as age
from heartbeats order by name, beat_at desc
"""


class Beat(Struct, frozen=True, kw_only=True):
    """What one reader, job or scheduler of this process says of itself."""

    name: str
    position: int | None = None
    """Of a reader: how far it came in the log."""
    failure: str | None = None
    """Why it does not work; None while it does."""


class SeenBeat(Struct, frozen=True, kw_only=True):
    """The last sign of life of something, from whichever process."""

    name: str
    host: str
    pid: int
    position: int | None
    failure: str | None
    age: float
    """How many seconds ago it was given, by the clock of the database."""


class Heartbeats:
    """The table of signs of life."""

    def __init__(self, pool: "WorkerPool") -> None:
        self._pool = pool
        self._process = uuid4()
        self._host = socket.gethostname()

    async def write(self, beats: Sequence[Beat]) -> None:
        """Writes what this process says of itself, and forgets what is older than a day. Raises `StoreError`."""
        with translate_driver_errors():
            async with self._pool.acquire() as connection:
                await connection.execute(
                    WRITE,
                    self._process,
                    self._host,
                    os.getpid(),
                    [one.name for one in beats],
                    [one.position for one in beats],
                    [one.failure for one in beats],
                )
                await connection.execute(FORGET)

    async def newest(self) -> Mapping[str, SeenBeat]:
        """The last sign of life of each, by name. Raises `StoreError`."""
        with translate_driver_errors():
            rows = await self._pool.fetch(READ)
        return {row["name"]: SeenBeat(**dict(row)) for row in rows}
