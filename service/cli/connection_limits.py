"""Limits on connections: how many there are, how many of one address, and how long a request may take to arrive.

Where there are too many, the one that has waited longest for its request makes room: whoever sends a request at once is
answered, however many others send theirs by the letter.
"""

import asyncio
import resource
from collections import Counter
from typing import Any

from msgspec import Struct
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from service.http.request_headers import is_within
from service.settings import IpNetwork, Settings

RESERVED_DESCRIPTORS = 128
"""For the database, files and emails."""

TOO_SLOW = (
    b"HTTP/1.1 408 Request Timeout\r\ncontent-type: text/plain\r\ncontent-length: 29\r\nconnection: close\r\n\r\n"
    b"The request came too slowly.\n"
)


class ConnectionLimits(Struct, frozen=True, kw_only=True):
    """How many connections there may be, and for how long one may send a request."""

    connections: int
    per_address: int
    receive_seconds: float
    """For the head of a request, and as many for its body."""
    proxies: tuple[IpNetwork, ...]
    """Networks of which one address stands for many clients."""


def connection_limits(settings: Settings) -> ConnectionLimits:
    """The limits of the settings, as far as the descriptors of this process go, of which it takes all it may have."""
    return ConnectionLimits(
        connections=min(settings.connections, _raise_descriptor_limit() - RESERVED_DESCRIPTORS),
        per_address=settings.connections_per_address,
        receive_seconds=settings.receive_seconds,
        proxies=settings.proxies,
    )


def _raise_descriptor_limit() -> int:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    except (OSError, ValueError):
        # macOS says "unlimited" and means less.
        return soft
    return hard


class OpenConnections:
    """The open connections, and which of them wait for a request or the rest of one."""

    def __init__(self, limits: ConnectionLimits) -> None:
        self.limits = limits
        self._open: set[LimitedConnection] = set()
        self._of_address: Counter[str] = Counter()
        self._waiting: dict[LimitedConnection, None] = {}
        """The longest first."""

    def admit(self, connection: "LimitedConnection") -> bool:
        """Adds a connection, for which another may have to make room; False if none can."""
        address = connection.address
        if self._of_address[address] >= self.limits.per_address and not is_within(
            address, self.limits.proxies
        ):
            giving_way = next((one for one in self._waiting if one.address == address), None)
        elif len(self._open) >= self.limits.connections:
            giving_way = next(iter(self._waiting), None)
        else:
            return self._add(connection)
        if giving_way is None:
            return False
        self.remove(giving_way)
        giving_way.transport.abort()
        return self._add(connection)

    def remove(self, connection: "LimitedConnection") -> None:
        """Forgets a connection that was closed."""
        self._waiting.pop(connection, None)
        if connection in self._open:
            self._open.remove(connection)
            self._of_address[connection.address] -= 1
            if not self._of_address[connection.address]:
                del self._of_address[connection.address]

    def waits(self, connection: "LimitedConnection") -> None:
        """Says that a connection waits for a request from now on, or since it did."""
        if connection in self._open:
            self._waiting.setdefault(connection)

    def received(self, connection: "LimitedConnection") -> None:
        """Says that a connection has received a request, which is being answered."""
        self._waiting.pop(connection, None)

    def _add(self, connection: "LimitedConnection") -> bool:
        self._open.add(connection)
        self._of_address[connection.address] += 1
        self._waiting[connection] = None
        return True


class LimitedConnection(HttpToolsProtocol):
    """Uvicorn's connection, closed when a request takes too long to arrive."""

    def __init__(
        self,
        connections: OpenConnections,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._others = connections
        self._deadline: asyncio.TimerHandle | None = None
        self._in_request = False

    @property
    def address(self) -> str:
        """The address of the peer; empty on a local socket."""
        return self.client[0] if self.client else ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self._others.admit(self):
            self._set_deadline()
        else:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._clear_deadline()
        self._others.remove(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        # Whatever arrives between two requests has stopped uvicorn's own clock.
        if self._deadline is None and self.timeout_keep_alive_task is None and not self._answers():
            self._set_deadline()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_request = True
        self._others.waits(self)
        if self._deadline is None:
            self._set_deadline()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._set_deadline()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_request = False
        self._clear_deadline()
        if self._answers():
            self._others.received(self)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self._answers():
            self._others.waits(self)

    def _answers(self) -> bool:
        return bool(self.cycle) and not self.cycle.response_complete

    def _set_deadline(self) -> None:
        self._clear_deadline()
        if not self.transport.is_closing():
            self._deadline = self.loop.call_later(self._others.limits.receive_seconds, self._end)

    def _clear_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _end(self) -> None:
        if self._in_request and not (self._answers() and self.cycle.response_started):
            self.transport.write(TOO_SLOW)
        self.transport.close()
