"""A network of its own between a process and the database, which can be cut off or stand still."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Self
from urllib.parse import quote

CHUNK = 1 << 16


class Proxy:
    """Passes on what comes and goes through a socket of its own."""

    def __init__(self, folder: Path, server: Path) -> None:
        """`server` is the socket of the database, wherever it is at the time."""
        self._folder = folder
        self._server = server
        self._open = asyncio.Event()
        self._open.set()
        self._refuses = False
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def dsn(self) -> str:
        return f"postgresql://postgres@/soundings?host={quote(str(self._folder))}&port=5432"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Self]:
        self._folder.mkdir(parents=True)
        listening = await asyncio.start_unix_server(self._connected, self._folder / ".s.PGSQL.5432")
        try:
            yield self
        finally:
            listening.close()
            self._end_all()

    def cut(self) -> None:
        """Ends all connections, and takes no new ones."""
        self._refuses = True
        self._end_all()

    def freeze(self) -> None:
        """Nothing comes or goes any more, and nobody is told."""
        self._open.clear()

    def mend(self) -> None:
        """Works again."""
        self._refuses = False
        self._open.set()

    def _end_all(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            if not self._refuses:
                await self._pass_on(reader, writer)
        except (OSError, asyncio.CancelledError):
            # As a connection that broke: nobody is told why.
            pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._open.wait()
        to_read, to_write = await asyncio.open_unix_connection(self._server)
        try:
            ways = [self._pump(reader, to_write), self._pump(to_read, writer)]
            tasks = [asyncio.create_task(way) for way in ways]
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
        finally:
            to_write.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while chunk := await reader.read(CHUNK):
                await self._open.wait()
                writer.write(chunk)
                await writer.drain()
