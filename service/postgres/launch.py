"""Starts the server as a detached process, and waits until it accepts connections."""

import os
import time
from pathlib import Path

from service.postgres.binaries import Binaries
from service.postgres.data_folder import DataFolder
from service.postgres.locks import POLL
from service.postgres.postmaster import PORT, SOCKET, Postmaster, is_alive, read_postmaster
from service.postgres.server_errors import ServerStartFailed

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    # What was written once is not to lie in files kept for reuse.
    "min_wal_size": "32MB",
    "wal_recycle": "off",
    # Of a row that was refused, and of the statement that brought it, nothing stands in the log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "jit": "off",  # plans short queries slower than it runs them
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "logging_collector": "off",
}
NON_DURABLE_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    # Tests keep the connections of many applications, in as many processes as there are processors.
    "max_connections": "1000",
}
SPAWN = '"$@" >&2 & echo $!'
"""Run by a shell that ends at once, so that the server is nobody's child: its parent may die, and need not reap it."""


def launch_server(folder: DataFolder, binaries: Binaries, *, durable: bool, patience: float) -> Postmaster:
    """Starts a server on a cluster that has none. Waits at most `patience` seconds, crash recovery included."""
    before = read_postmaster(folder.cluster)
    sockets = folder.socket_folder(before.sockets if before else None)
    # What is left of these names a process that is not the server; PostgreSQL itself would be fooled by a zombie.
    # The shared memory of a server that is still dying is found by the folder's inode, with or without them.
    for stale in (folder.cluster / "postmaster.pid", sockets / f"{SOCKET}.lock"):
        stale.unlink(missing_ok=True)
    end = time.monotonic() + patience
    while True:
        try:
            return _attempt(folder, binaries, server_command(folder, binaries, sockets, durable=durable), end)
        except ServerStartFailed as error:
            # The children of a killed server finish their query before they notice.
            if "still in use" not in error.log or time.monotonic() > end:
                raise
        time.sleep(10 * POLL)


def server_command(
    folder: DataFolder, binaries: Binaries, sockets: Path, *, durable: bool
) -> list[str | Path]:
    settings = (
        SETTINGS | {"unix_socket_directories": str(sockets)} | ({} if durable else NON_DURABLE_SETTINGS)
    )
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [binaries / "postgres", "-D", folder.cluster, *options]


def _attempt(folder: DataFolder, binaries: Binaries, server: list[str | Path], end: float) -> Postmaster:
    offset = folder.log.stat().st_size if folder.log.exists() else 0
    pid = _spawn(folder, server)
    while time.monotonic() < end:
        postmaster = read_postmaster(folder.cluster)
        if postmaster and postmaster.pid == pid and postmaster.ready and postmaster.accepts_connections():
            return postmaster
        if not is_alive(pid):
            log = folder.log_since(offset)
            hint = (
                f"See {folder.log}."
                if log
                else "It was killed before it could say a word: is there memory enough?"
            )
            raise ServerStartFailed(
                f"PostgreSQL {binaries.version} did not start in {folder.home}", hint, log
            )
        time.sleep(POLL)
    raise ServerStartFailed(
        f"PostgreSQL {binaries.version} in {folder.home} is not ready yet",
        "It may be recovering from a crash: try again later.",
        folder.log_since(offset),
    )


def _spawn(folder: DataFolder, server: list[str | Path]) -> int:
    log = folder.open_log()
    try:
        shell = folder.account.run(["/bin/sh", "-c", SPAWN, "sh", *server], error_log=log, detached=True)
    finally:
        os.close(log)
    return int(shell.stdout)
