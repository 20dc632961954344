"""The data folder of a private database: its default place, its content, and its permissions."""

import os
import re
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from service.postgres.binaries import major_version
from service.postgres.postmaster import SOCKET
from service.postgres.server_errors import UnusableDataFolder
from service.postgres.system_user import ROOT, SystemUser

SYSTEM_HOME = Path("/var/lib/soundings")
HINT_OTHER_FOLDER = "Choose another folder with --data-dir"
MAX_SOCKET_PATH = 103
"""Bytes in a socket's path on macOS; Linux allows four more."""
PLAIN_PATH = re.compile(r"[\w./@~+-]+")
"""What needs quoting neither in PostgreSQL's list of socket folders nor in a DSN's list of hosts."""
LOG_LIMIT = 4 << 20


def default_data_home() -> Path:
    """The default data folder: the user's own; for root one that the server's user can reach."""
    if os.geteuid() == ROOT:
        return SYSTEM_HOME
    return user_data_path("soundings", appauthor=False)


@dataclass(frozen=True)
class DataFolder:
    """The data folder `home`, served by the system user `account`."""

    home: Path
    account: SystemUser

    @property
    def cluster(self) -> Path:
        return self.home / "pgdata"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def start_lock(self) -> Path:
        return self.home / "start.lock"

    @property
    def users_lock(self) -> Path:
        return self.home / "users.lock"

    def prepare(self) -> None:
        """Creates the folder if it is missing. Raises `UnusableDataFolder` if it is unsafe or unreachable."""
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.account.foreign and not any(self.home.iterdir()):
                self.home.chmod(0o711)  # the server's user passes through to its own two folders
        except OSError as error:
            raise UnusableDataFolder(
                f"{self.home} cannot hold the database: {error.strerror}", f"{HINT_OTHER_FOLDER}."
            ) from error
        self._check_access()
        if not self.account.can_access(self.home):
            raise UnusableDataFolder(
                f"the user `{self.account.name}`, who runs the server for root, cannot reach {self.home}",
                f"{HINT_OTHER_FOLDER}, such as {SYSTEM_HOME}, or let others pass through the folders above it.",
            )

    def major(self) -> int | None:
        """The major version of PostgreSQL that wrote the database; None if there is none yet."""
        if not self.cluster.exists():
            return None
        try:
            return major_version((self.cluster / "PG_VERSION").read_text(encoding="ascii"))
        except (OSError, ValueError) as error:
            raise UnusableDataFolder(
                f"{self.cluster} is not a database: its PG_VERSION cannot be read",
                "Move it away to start with an empty one.",
            ) from error

    def socket_folder(self, before: Path | None = None) -> Path:
        """A folder for the server's socket that only its user can enter, as every connection is trusted.

        `before` is where the last server had it: used again when it is still there and still safe.
        """
        inside = self.home / "s"
        if fits_socket_path(inside):
            self._make_private(inside)
            return inside
        if before is not None and fits_socket_path(before) and self._is_private(before):
            return before
        return self._elsewhere()

    def remove_socket_folder(self, sockets: Path) -> None:
        if sockets.parent != self.home:
            with suppress(OSError):
                sockets.rmdir()

    def make_temporary_folder(self, prefix: str) -> Path:
        """Creates a new empty folder in the data folder, owned by the server's user."""
        made = Path(tempfile.mkdtemp(prefix=prefix, dir=self.home))
        self.account.chown(made)
        return made

    def open_log(self) -> int:
        """Opens the server's log for appending.

        A long one is renamed first, so there are never more than two.
        """
        with suppress(FileNotFoundError):
            if self.log.stat().st_size > LOG_LIMIT:
                self.log.replace(self.log.with_suffix(".log.1"))
        return os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)

    def log_since(self, offset: int = 0) -> str:
        """The end of the server's log, written since an offset."""
        try:
            return self.log.read_bytes()[offset:][-3000:].decode(errors="replace")
        except OSError:
            return ""

    def _check_access(self) -> None:
        found = self.home.stat()
        if found.st_uid != os.geteuid() and not (found.st_uid == ROOT and os.access(self.home, os.W_OK)):
            raise UnusableDataFolder(
                f"{self.home} belongs to another user (uid {found.st_uid})",
                f"Run as that user, or give it to uid {os.geteuid()}.",
            )
        if not os.access(self.home, os.W_OK | os.X_OK):
            raise UnusableDataFolder(f"{self.home} is not writable", f"{HINT_OTHER_FOLDER}.")
        if found.st_mode & stat.S_IWOTH and not found.st_mode & stat.S_ISVTX:
            raise UnusableDataFolder(
                f"anyone may write to {self.home}",
                f"`chmod o-w {self.home}`, or choose another with --data-dir.",
            )

    def _make_private(self, folder: Path) -> None:
        if self._is_private(folder):
            return
        with suppress(OSError):
            folder.rmdir()  # empty: left by a start that was killed between making it and giving it away
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            self.account.chown(folder)
        if not self._is_private(folder):
            raise UnusableDataFolder(
                f"{folder} is not a folder that only `{self.account.name}` may enter",
                "Whoever enters it is trusted by the database. Remove it; the next start creates it again.",
            )

    def _is_private(self, folder: Path) -> bool:
        try:
            found = folder.lstat()
        except OSError:
            return False
        return stat.S_ISDIR(found.st_mode) and found.st_uid == self.account.uid and not found.st_mode & 0o077

    def _elsewhere(self) -> Path:
        for place in (Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108 - mkdtemp below makes it private
            if fits_socket_path(place / "soundings-12345678") and self.account.can_access(place):
                made = Path(tempfile.mkdtemp(prefix="soundings-", dir=place))
                self.account.chown(made)
                return made
        raise UnusableDataFolder(
            f"the path of {self.home} is too long for a socket", f"{HINT_OTHER_FOLDER} with a shorter path."
        )


def fits_socket_path(sockets: Path) -> bool:
    return (
        len(os.fsencode(sockets / SOCKET)) <= MAX_SOCKET_PATH
        and PLAIN_PATH.fullmatch(str(sockets)) is not None
    )
