"""The server running on a data folder: reads `postmaster.pid` and checks that it is still true."""

import os
import socket
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"
PROC = Path("/proc")


@dataclass(frozen=True)
class Postmaster:
    """The server's first process, as described by `postmaster.pid`."""

    pid: int
    sockets: Path
    ready: bool

    def accepts_connections(self) -> bool:
        """True if the server accepts connections. A dead process, even a zombie, does not."""
        with socket.socket(socket.AF_UNIX) as client, suppress(OSError):
            client.settimeout(5)
            client.connect(str(self.sockets / SOCKET))
            return True
        return False


def read_postmaster(cluster: Path) -> Postmaster | None:
    """Reads the cluster's lock file; None if there is none or it is truncated."""
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        pid, sockets = int(lines[0]), Path(lines[4])
    except (OSError, ValueError, IndexError):
        return None
    return Postmaster(pid, sockets, ready=len(lines) > 7 and lines[7].strip() == "ready")


def running_postmaster(cluster: Path) -> Postmaster | None:
    """The live server of this cluster, ready or not; None if the lock file is stale."""
    postmaster = read_postmaster(cluster)
    return postmaster if postmaster and is_server(postmaster.pid, cluster) else None


def is_server(pid: int, cluster: Path) -> bool:
    """True if the process is alive and serves this cluster.

    Existing is not enough: PostgreSQL's own check takes a zombie, and any process of the same user that
    was given the number after a reboot, for the server, and then refuses to start.
    """
    if pid <= 0 or not is_alive(pid):
        return False
    if os.fsencode(cluster) in _command_line(pid):
        return True
    with suppress(OSError):  # started by hand, from inside the folder
        return (PROC / str(pid) / "cwd").samefile(cluster)
    return False


def is_alive(pid: int) -> bool:
    """True if the process runs. A zombie, dead but not reaped, does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return not _state(pid).startswith("Z")


def _state(pid: int) -> str:
    if PROC.joinpath("self").exists():
        with suppress(OSError):
            # The name before it, in parentheses, may hold anything.
            return (
                (PROC / str(pid) / "stat")
                .read_text(encoding="utf-8", errors="replace")
                .rpartition(")")[2]
                .lstrip()
            )
        return "Z"
    return _ps("stat", pid).decode(errors="replace").strip()


def _command_line(pid: int) -> bytes:
    if PROC.joinpath("self").exists():
        with suppress(OSError):
            return (PROC / str(pid) / "cmdline").read_bytes()
        return b""
    return _ps("command", pid)


def _ps(column: str, pid: int) -> bytes:
    command = ["/bin/ps", "-ww", "-o", f"{column}=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, check=False).stdout  # noqa: S603 - a list, no shell
