"""File locks of the data folder. The kernel releases them when a process dies, by `kill -9` too."""

# pyright: reportPossiblyUnboundVariable=false
# Windows lacks what is imported below its name; EmbeddedPostgres refuses it before any of this is used.

import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from service.postgres.server_errors import ServerStartFailed, UnusableDataFolder

if sys.platform != "win32":
    import fcntl

POLL = 0.01


@contextmanager
def exclusive_lock(path: Path, patience: float) -> Generator[None]:
    """Lets one process at a time start or stop the server."""
    descriptor = _open(path)
    try:
        end = time.monotonic() + patience
        while not _taken(descriptor):
            if time.monotonic() > end:
                raise ServerStartFailed(
                    f"another process has been starting or stopping the database in {path.parent} for {patience:.0f} s",
                    f"Wait for it, or find it with `fuser {path}`.",
                )
            time.sleep(POLL)
        yield
    finally:
        os.close(descriptor)


class SharedUsers:
    """The processes that use one server, each holding a shared lock meanwhile.

    A list of process ids in a file would outlive those who die without notice, and the server with them.
    Every method must be called under the `exclusive_lock` lock.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: tuple[int, int] | None = None

    def join(self) -> None:
        if self._own() is None:
            descriptor = _open(self._path)
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            self._held = descriptor, os.getpid()

    def leave(self) -> None:
        if (own := self._own()) is not None:
            # Unlocked, not only closed: a forked child holds the same lock open and does not count as a user.
            fcntl.flock(own, fcntl.LOCK_UN)
            os.close(own)
            self._held = None

    def has_others(self) -> bool:
        own = self._own()
        descriptor = _open(self._path) if own is None else own
        try:
            return not _taken(descriptor)
        finally:
            if own is None:
                os.close(descriptor)
            else:
                fcntl.flock(own, fcntl.LOCK_SH)

    def _own(self) -> int | None:
        if self._held is None:
            return None
        descriptor, holder = self._held
        if holder == os.getpid():
            return descriptor
        os.close(descriptor)  # inherited by fork: the lock stays our parent's
        self._held = None
        return None


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise UnusableDataFolder(
            f"{path} cannot be opened: {error.strerror}", "Run as the user the folder belongs to."
        ) from error
