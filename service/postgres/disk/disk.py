"""The disk below a database: what it takes until nothing that was deleted can be read in its files."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from service.postgres.connections import connect, translate_driver_errors
from service.postgres.disk.files import readable_data_directory
from service.postgres.disk.rewriting import rewrite_tables
from service.postgres.disk.wal import recycle_wal

if TYPE_CHECKING:
    from service.postgres.connections import Connection

EVENT_TABLE = "stored_events"


class ForgottenOnDisk(Struct, frozen=True, kw_only=True):
    """What was done to the files of the database."""

    rewritten: tuple[str, ...]
    """The tables that were written into new files."""
    appends_waited: float | None
    """The seconds for which nothing could be recorded; None if the log itself was not rewritten."""
    wal_recycled: bool
    """Whether the write-ahead log holds nothing from before."""


class Disk(Struct, frozen=True, kw_only=True):
    """The disk below one database."""

    dsn: str
    private: bool
    """Whether it is that of the private server, which no replica, archive or backup of the server's own reads."""

    async def forget(self, tables: Iterable[str], *, in_the_clear: bool) -> ForgottenOnDisk:
        """Rewrites tables and recycles the write-ahead log.

        That of a server of one's own is left alone, as others may need it, unless something stood in it in the clear.
        Raises the store's errors.
        """
        async with self._connection() as connection:
            seconds = await rewrite_tables(connection, tables)
            recycled = (self.private or in_the_clear) and await recycle_wal(connection)
        return ForgottenOnDisk(
            rewritten=tuple(seconds), appends_waited=seconds.get(EVENT_TABLE), wal_recycled=recycled
        )

    async def data_directory(self) -> Path | None:
        """The folder with the files of the server; None if this process cannot read them."""
        async with self._connection() as connection:
            return await readable_data_directory(connection)

    @asynccontextmanager
    async def _connection(self) -> "AsyncGenerator[Connection]":
        """As the tables' owner: nobody else may."""
        with translate_driver_errors():
            connection = await connect(self.dsn, "none", statement_timeout="0")
            try:
                yield connection
            finally:
                await connection.close()
