"""A keyring in a file that its owner alone may read."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from service.encryption.keyring import (
    DEVELOPMENT_KEYRING,
    Environment,
    InvalidKeyring,
    Keyring,
    KeyringSource,
    generate_keyring,
    parse_keyring,
    require_fit_for,
)

KEYRING_FILE_NAME = "keyring.json"
"""In the data folder of a private database."""

FileStamp = tuple[int, int, int]


class KeyringFile:
    """A keyring file; read again when another process has changed it."""

    def __init__(self, path: Path, environment: Environment = "development") -> None:
        self.path = path
        self._environment: Environment = environment
        self._seen: FileStamp | None = None
        self._keyring: Keyring | None = None

    def __call__(self) -> Keyring:
        try:
            found = self.path.stat()
            seen = (found.st_mtime_ns, found.st_size, found.st_ino)
            if self._keyring is None or seen != self._seen:
                self._keyring = self._read(found)
                self._seen = seen
        except OSError as error:
            raise InvalidKeyring(f"the keyring {self.path}: {error.strerror}") from None
        return self._keyring

    def create(self) -> None:
        """Make a keyring where there is none; of two processes one makes it."""
        if self.path.exists():
            return
        beside = self._written(generate_keyring())
        try:
            # A link appears whole or not at all, and never takes another's place.
            with suppress(FileExistsError):
                os.link(beside, self.path)
        finally:
            beside.unlink()
        self._synced()

    def replace(self, keyring: Keyring) -> None:
        """Put another keyring in its place: the old one, or the new one, is there at any moment."""
        self._written(keyring).replace(self.path)
        self._synced()

    def _read(self, found: os.stat_result) -> Keyring:
        if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO) and found.st_uid == os.geteuid():
            raise InvalidKeyring(f"others may read the keyring {self.path}: `chmod 600 {self.path}`")
        return require_fit_for(self._environment, parse_keyring(self.path.read_bytes(), str(self.path)))

    def _written(self, keyring: Keyring) -> Path:
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(keyring.to_json())
            file.flush()
            os.fsync(file.fileno())
        return beside

    def _synced(self) -> None:
        descriptor = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def keyring_source(
    path: str | None, text: str | None, environment: Environment = "development"
) -> KeyringSource:
    """The keyring of `SOUNDINGS_KEYRING` (a file) or `SOUNDINGS_KEYRING_JSON`; without either the one for development."""
    if path:
        file = KeyringFile(Path(path), environment)
        file()
        return file
    name = "SOUNDINGS_KEYRING_JSON"
    keyring = require_fit_for(environment, parse_keyring(text, name) if text else DEVELOPMENT_KEYRING)
    return lambda: keyring
