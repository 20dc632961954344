"""Errors of the private database: one line for a person, and a hint what to do."""

from pathlib import Path

HINT_OWN_SERVER = "or set DATABASE_URL to a PostgreSQL you already run"


class EmbeddedError(Exception):
    """Base class of the private database's errors. `message` is one line; `hint` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class UnsupportedPlatform(EmbeddedError):
    """Raised on systems without Unix sockets and file locks."""


class NoServerUser(EmbeddedError):
    """Raised if root starts a server and there is no unprivileged user to run it."""


class UnusableDataFolder(EmbeddedError):
    """Raised if the data folder cannot hold a database."""


class PostgresNotFound(EmbeddedError):
    """Raised if no PostgreSQL programs were found."""


class WrongMajorVersion(EmbeddedError):
    """Raised if the data folder was written by a major version that is not installed."""

    def __init__(self, *, folder: Path, folder_major: int, found: dict[int, Path]) -> None:
        here = ", ".join(f"{major} ({path})" for major, path in sorted(found.items(), reverse=True))
        super().__init__(
            f"the data in {folder} was written by PostgreSQL {folder_major}, but what was found is PostgreSQL {here}",
            f"Install PostgreSQL {folder_major} and point SOUNDINGS_PG_BIN at its bin folder, "
            f"or move {folder} away to start with an empty database.",
        )
        self.folder_major = folder_major
        self.found = found


class ServerStartFailed(EmbeddedError):
    """Raised if the server did not start; `log` is the end of its log."""

    def __init__(self, message: str, hint: str = "", log: str = "") -> None:
        super().__init__(message, hint)
        self.log = log

    def __str__(self) -> str:
        log = f"\n--- the end of the server's log ---\n{self.log}" if self.log else ""
        return super().__str__() + log


class ServerStopFailed(ServerStartFailed):
    """Raised if the server was told to stop and still runs."""
