"""Runs the service in the foreground: one process, one address on this machine, until it is asked to stop."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Generator
from functools import partial
from ipaddress import ip_address
from typing import cast

import click
import uvicorn
import uvloop
from litestar import Litestar

from service.cli.connection_limits import LimitedConnection, OpenConnections, connection_limits
from service.cli.logs import set_up_logging
from service.container import Services
from service.settings import Settings

DEFAULT_HOST = "127.0.0.1"
"""Where nobody signs in, nobody else should reach the service."""

SHUTDOWN_SECONDS = 5
"""Seconds that open requests get to finish at the end."""


class ForegroundServer(uvicorn.Server):
    """Uvicorn that announces when it is ready.

    Signals are handled so that the database is closed before the end.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        announce: Callable[[str], None],
        let_go: Callable[[], None] = lambda: None,
    ) -> None:
        """`announce` is called once ready; `let_go` ends what would keep open requests from finishing."""
        super().__init__(config)
        self._announce = announce
        self._let_go = let_go

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            self._announce(f"http://{f'[{host}]' if ':' in host else host}:{port}/")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._let_go()
        await super().shutdown(sockets)


def bind_socket(port: int, host: str = DEFAULT_HOST) -> socket.socket:
    """A listening socket; port 0 takes any free one. A taken port is a readable error."""
    try:
        if ":" in host:
            # Under :: it also listens on all addresses of IPv4.
            return socket.create_server(
                (host, port), family=socket.AF_INET6, backlog=2048, dualstack_ipv6=host == "::"
            )
        return socket.create_server((host, port), backlog=2048)
    except OSError as error:
        raise click.ClickException(
            f"port {port} on {host} cannot be used ({error.strerror}); choose another with --port"
        ) from error


def require_private_host(host: str, *, has_accounts: bool, guarded: bool) -> None:
    """Rejects a reachable address without sign-in, unless it is `guarded`: something else keeps people out."""
    if not (has_accounts or guarded or is_loopback(host)):
        raise click.ClickException(
            f"others can reach {host} and would see every journey: set SOUNDINGS_ACCESS=accounts,"
            " or add --guarded if something else keeps them out"
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def run_server(
    listening: socket.socket,
    app: Litestar,
    announce: Callable[[str], None],
    *,
    settings: Settings,
    log_level: str,
    records: bool = True,
) -> None:
    """Serves until SIGINT or SIGTERM. `announce` is called with the address once requests are answered.

    With `records` what bears on security is written at every level but the last.
    """
    set_up_logging(log_level, records=records and log_level != "error", form=settings.log_format)
    connections = OpenConnections(connection_limits(settings))
    config = uvicorn.Config(
        app,
        http=cast("type[LimitedConnection]", partial(LimitedConnection, connections)),
        ws="none",
        log_config=None,
        log_level=log_level,
        access_log=False,
        proxy_headers=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        # Started and ended here: what keeps the application from starting is the command's error, in one line.
        lifespan="off",
        server_header=False,
    )
    server = ForegroundServer(config, announce, lambda: _end_live_streams(app))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(server, app, listening))


def _end_live_streams(app: Litestar) -> None:
    services: Services | None = app.state.get("services")
    if services:
        services.change_feed.close()


async def _serve(server: ForegroundServer, app: Litestar, listening: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    for stop in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(stop, _stop, server)
    async with app.lifespan():
        await server.serve(sockets=[listening])


def _stop(server: ForegroundServer) -> None:
    # Asked twice, it stops without waiting for open requests.
    server.force_exit = server.should_exit
    server.should_exit = True
