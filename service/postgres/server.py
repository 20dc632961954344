"""A private PostgreSQL server, shared by all processes that use its data folder.

The first process that needs it starts it, and the last stops it.

POSIX only. Nothing here is asynchronous: call `start` and `stop` through `asyncio.to_thread`.
"""

import atexit
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from service.postgres.binaries import find_binaries
from service.postgres.binaries_copy import make_runnable
from service.postgres.cluster import DATABASE, SUPERUSER, create_cluster
from service.postgres.data_folder import DataFolder, default_data_home
from service.postgres.launch import launch_server
from service.postgres.locks import POLL, SharedUsers, exclusive_lock
from service.postgres.postmaster import PORT, Postmaster, is_server, running_postmaster
from service.postgres.server_errors import (
    HINT_OWN_SERVER,
    ServerStartFailed,
    ServerStopFailed,
    UnsupportedPlatform,
)
from service.postgres.system_user import server_user

SETTLE_SECONDS = 2.0
"""Seconds a server may claim to be ready without listening."""


@dataclass(frozen=True, kw_only=True)
class ServerStatus:
    """The present state of a data folder."""

    home: Path
    running: bool
    in_use: bool
    """Whether some process counts as a user of the server: a server without any was left behind by one that was killed."""
    pid: int | None
    major: int | None
    dsn: str | None


class EmbeddedPostgres:
    """One process's use of the private server of a data folder.

    `durable=False` gives up safety against a power cut for speed, and takes more connections: for tests. The first to start the server
    decides; who wants it durable is refused one that is not, unless nobody else uses it. `patience` is in
    seconds: how long a start or a stop may take, recovery after a crash included.
    """

    def __init__(self, home: Path | None = None, *, durable: bool = True, patience: float = 60.0) -> None:
        if sys.platform == "win32":
            raise UnsupportedPlatform(
                "the private database does not run on Windows",
                "Run the service in WSL or a container, " + HINT_OWN_SERVER + ".",
            )
        self.folder = DataFolder((home or default_data_home()).expanduser().resolve(), server_user())
        self._durable = durable
        self._patience = patience
        self._users = SharedUsers(self.folder.users_lock)
        self._dsn: str | None = None

    @property
    def dsn(self) -> str:
        """The address of the server that `start` found or started."""
        if self._dsn is None:
            raise RuntimeError("the private database has not been started")
        return self._dsn

    def start(self) -> str:
        """Starts the folder's server, creating its database if missing, or joins it. Returns a DSN.

        Starting twice is harmless.
        """
        self.folder.prepare()
        with exclusive_lock(self.folder.start_lock, 2 * self._patience):
            postmaster = self._running() or self._launch()
            self._users.join()
        self._dsn = socket_dsn(postmaster.sockets)
        atexit.unregister(self.stop)
        atexit.register(self.stop)
        return self._dsn

    def stop(self) -> bool:
        """Stops using the server, and stops it unless others use it. Returns whether none runs now.

        Stopping twice is harmless.

        Without a `start` before, it stops a server that a killed process left behind.
        """
        atexit.unregister(self.stop)
        self._dsn = None
        if not self.folder.start_lock.exists():
            self._users.leave()
            return True
        with exclusive_lock(self.folder.start_lock, 2 * self._patience):
            self._users.leave()
            if self._users.has_others():
                return False
            if postmaster := running_postmaster(self.folder.cluster):
                self._shut_down(postmaster)
        return True

    def status(self) -> ServerStatus:
        """The server running in the folder and whether it is used. Changes nothing."""
        in_use = False
        if self.folder.start_lock.exists():
            with exclusive_lock(self.folder.start_lock, 2 * self._patience):
                in_use = self._dsn is not None or self._users.has_others()
        postmaster = running_postmaster(self.folder.cluster)
        return ServerStatus(
            home=self.folder.home,
            running=postmaster is not None,
            in_use=in_use,
            pid=postmaster.pid if postmaster else None,
            major=self.folder.major(),
            dsn=socket_dsn(postmaster.sockets) if postmaster else None,
        )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _running(self) -> Postmaster | None:
        """The server to join, once it has finished starting or stopping; None if none runs."""
        postmaster = self._settled()
        if postmaster is None or (objection := self._objection(postmaster)) is None:
            return postmaster
        if self._users.has_others():
            raise ServerStartFailed(
                f"the server in {self.folder.home} (process {postmaster.pid}) {objection}, and others use it",
                "Stop the processes that use it and try again.",
            )
        self._shut_down(postmaster)
        return None

    def _settled(self) -> Postmaster | None:
        end = time.monotonic() + self._patience
        ready_since: float | None = None
        while postmaster := running_postmaster(self.folder.cluster):
            now = time.monotonic()
            ready_since = (ready_since or now) if postmaster.ready else None
            if ready_since is not None and (
                postmaster.accepts_connections() or now > ready_since + SETTLE_SECONDS
            ):
                return postmaster
            if now > end:
                raise ServerStartFailed(
                    f"process {postmaster.pid} serves {self.folder.home} but is not ready after {self._patience:.0f} s",
                    "It may be recovering from a crash: try again later.",
                    self.folder.log_since(),
                )
            time.sleep(POLL)
        return None

    def _objection(self, postmaster: Postmaster) -> str | None:
        if not postmaster.accepts_connections():
            return f"does not listen in {postmaster.sockets}"
        with suppress(OSError):
            options = (self.folder.cluster / "postmaster.opts").read_text(encoding="utf-8", errors="replace")
            if self._durable and '"fsync=off"' in options:
                return "was started without fsync, so it would not survive a power cut"
        return None

    def _launch(self) -> Postmaster:
        folder = self.folder
        binaries = make_runnable(find_binaries(folder.home, folder.major()), folder)
        if folder.major() is None:
            create_cluster(folder, binaries, durable=self._durable)
        return launch_server(folder, binaries, durable=self._durable, patience=self._patience)

    def _shut_down(self, postmaster: Postmaster) -> None:
        """Shuts down fast: ends sessions and writes everything to disk."""
        with suppress(ProcessLookupError):
            self.folder.account.signal(postmaster.pid, signal.SIGINT)
        end = time.monotonic() + self._patience
        while is_server(postmaster.pid, self.folder.cluster):
            if time.monotonic() > end:
                raise ServerStopFailed(
                    f"process {postmaster.pid} in {self.folder.home} did not stop within {self._patience:.0f} s",
                    f"See {self.folder.log}.",
                    self.folder.log_since(),
                )
            time.sleep(POLL)
        self.folder.remove_socket_folder(postmaster.sockets)


def socket_dsn(sockets: Path, database: str = DATABASE) -> str:
    """The DSN of a socket, in the form that both asyncpg and psycopg read."""
    return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(sockets))}&port={PORT}"
