"""What can be wrong with a private database: one line a person can read, and what to do about it."""

from pathlib import Path

HINT_OWN_SERVER = "or set DATABASE_URL to a PostgreSQL you already run"


class EmbeddedError(Exception):
    """Base of what the private database raises: `message` in one line, `hint` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class UnsupportedPlatform(EmbeddedError):
    """The private database needs Unix sockets and file locks."""


class NoServerUser(EmbeddedError):
    """Root asked for a server, but there is nobody to run it as."""


class UnusableDataFolder(EmbeddedError):
    """The data folder cannot hold a database as it is."""


class PostgresNotFound(EmbeddedError):
    """No PostgreSQL programs were found."""


class WrongMajorVersion(EmbeddedError):
    """The data folder was written by a major version of PostgreSQL that is not here."""

    def __init__(self, *, folder: Path, folder_major: int, found: dict[int, Path]) -> None:
        here = ", ".join(f"{major} ({path})" for major, path in sorted(found.items(), reverse=True))
        super().__init__(
            f"the data in {folder} was written by PostgreSQL {folder_major}, but what was found is PostgreSQL {here}",
            f"Install PostgreSQL {folder_major} and point SOUNDINGS_PG_BIN at its bin folder, "
            f"or move {folder} aside to begin with an empty database.",
        )
        self.folder_major = folder_major
        self.found = found


class ServerStartFailed(EmbeddedError):
    """The server did not come up; `log` is the end of what it had to say."""

    def __init__(self, message: str, hint: str = "", log: str = "") -> None:
        super().__init__(message, hint)
        self.log = log

    def __str__(self) -> str:
        said = f"\n--- the end of the server's log ---\n{self.log}" if self.log else ""
        return super().__str__() + said


class ServerStopFailed(ServerStartFailed):
    """The server was told to stop and still runs."""
