"""The server's system user: the present one, or an existing unprivileged one as PostgreSQL refuses root."""

# pyright: reportPossiblyUnboundVariable=false
# Windows lacks what is imported below its name; EmbeddedPostgres refuses it before any of this is used.

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from service.postgres.server_errors import HINT_OWN_SERVER, NoServerUser

if sys.platform != "win32":
    import pwd

ROOT = 0
UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class SystemUser:
    """A system user; `foreign` if it is not the one this process runs as."""

    name: str
    uid: int
    gid: int
    foreign: bool = False

    def run(
        self,
        command: Sequence[str | Path],
        *,
        stdin: str = "",
        error_log: int = subprocess.PIPE,
        detached: bool = False,
    ) -> subprocess.CompletedProcess[str]:
        """Runs a program as this user, without the PG* variables of the environment."""
        return subprocess.run(  # noqa: S603 - a list, no shell; the programs are PostgreSQL's own
            command,
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=error_log,
            text=True,
            cwd="/",
            env=self.environment(),
            check=False,
            start_new_session=detached,
            user=self.uid if self.foreign else None,
            group=self.gid if self.foreign else None,
            extra_groups=[] if self.foreign else None,
        )

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return kept | {"HOME": "/"} if self.foreign else kept

    def can_access(self, folder: Path) -> bool:
        return not self.foreign or self._shell('cd -- "$0"', str(folder))

    def signal(self, pid: int, what: signal.Signals) -> None:
        """Sends a signal with this user's rights.

        Root must not trust a process id from a file that others can write.
        """
        if self.foreign:
            self._shell('kill -s "$1" "$0"', str(pid), what.name.removeprefix("SIG"))
        else:
            os.kill(pid, what)

    def chown(self, path: Path) -> None:
        if self.foreign:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def _shell(self, script: str, *arguments: str) -> bool:
        return self.run(["/bin/sh", "-c", script, *arguments]).returncode == 0


def server_user() -> SystemUser:
    """The user to run the server as, if this process starts it."""
    uid = os.geteuid()
    if uid != ROOT:
        return SystemUser(name=_name(uid), uid=uid, gid=os.getegid())
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return SystemUser(name=name, uid=entry.pw_uid, gid=entry.pw_gid, foreign=True)
    raise NoServerUser(
        "PostgreSQL refuses to run as root, and there is neither a user `postgres` nor a user `nobody` to run it as",
        f"Start the service as an ordinary user, {HINT_OWN_SERVER}.",
    )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:  # containers run under uids that no passwd file lists
        return str(uid)
