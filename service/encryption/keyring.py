"""The keyring, which is kept outside the database: a key-encryption key per epoch,
and a secret for fingerprints.
"""

import base64
import binascii
import hmac
import os
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Literal, NoReturn
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Struct

from service.encryption.data_keys import KEY_BYTES, generate_key
from service.encryption.vault import KeyUnavailable
from service.outside_json import decode_json

SECRET_NAME = "secret"  # noqa: S105 - the name of a field
CHECK_VALUE_BYTES = 8

KeyringSource = Callable[[], "Keyring"]
"""Returns the present keyring: a command may have changed its file."""

Environment = Literal["development", "production"]


class InvalidKeyring(Exception):
    """Raised when a keyring is missing, damaged, or not allowed in this environment."""


class Keyring(Struct, frozen=True):
    """Key-encryption keys by epoch. A separate key per organisation is derived from each."""

    secret: bytes
    """The key of all fingerprints; it stays when epochs are destroyed."""
    keys: Mapping[int, bytes]

    @property
    def newest_epoch(self) -> int:
        """The epoch under which new keys are wrapped."""
        return max(self.keys)

    def wrapping_key(self, epoch: int, tenant_id: UUID) -> bytes:
        """The key that wraps an organisation's data keys in an epoch.

        Raises `KeyUnavailable` if the epoch's key is gone.
        """
        return self._derive(epoch, b"wrap" + tenant_id.bytes)

    def check_value(self, epoch: int, tenant_id: UUID) -> bytes:
        """Identifies an epoch's key without revealing it, to notice another key under the same number."""
        return self._derive(epoch, b"mark" + tenant_id.bytes)[:CHECK_VALUE_BYTES]

    def fingerprint(self, text: str, purpose: str) -> bytes:
        """HMAC-SHA256 of a text; fingerprints for two purposes cannot be compared."""
        return hmac.digest(derive_key(self.secret, b"fingerprint" + purpose.encode()), text.encode(), sha256)

    def study_key(self, tenant_id: UUID, study_id: UUID) -> bytes:
        """The key of a study's pseudonyms. It stays when epochs are destroyed."""
        return derive_key(self.secret, b"study" + tenant_id.bytes + study_id.bytes)

    def with_new_epoch(self) -> "Keyring":
        """The keyring with one more epoch and a random key."""
        return Keyring(self.secret, {**self.keys, self.newest_epoch + 1: generate_key()})

    def without_epoch(self, epoch: int) -> "Keyring":
        """The keyring without the key of an epoch."""
        return Keyring(self.secret, {number: key for number, key in self.keys.items() if number != epoch})

    def to_json(self) -> bytes:
        """The keyring as JSON: each epoch's number and `secret`, with the bytes in base64."""
        named = {SECRET_NAME: self.secret, **{str(epoch): key for epoch, key in sorted(self.keys.items())}}
        return msgspec.json.format(msgspec.json.encode(named)) + b"\n"

    def _derive(self, epoch: int, purpose: bytes) -> bytes:
        if epoch not in self.keys:
            raise KeyUnavailable(f"the keyring has no key of epoch {epoch}")
        return derive_key(self.keys[epoch], purpose)


def derive_key(key: bytes, purpose: bytes) -> bytes:
    """Derives a key for one purpose (HKDF-SHA256)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"soundings " + purpose).derive(key)


def generate_keyring() -> Keyring:
    """A keyring with one epoch and random keys."""
    return Keyring(generate_key(), {1: generate_key()})


DEVELOPMENT_KEYRING = Keyring(
    sha256(b"soundings development secret").digest(), {1: sha256(b"soundings development").digest()}
)
"""A public keyring for tests and the demo's invented people, never for real data."""


def parse_keyring(text: str | bytes, name: str) -> Keyring:
    """Parses a keyring from JSON; `name` identifies it in error messages. Raises `InvalidKeyring`."""
    try:
        named = decode_json(text.encode() if isinstance(text, str) else text, dict[str, str])
        keys = {key: base64.b64decode(value, validate=True) for key, value in named.items()}
        secret = keys.pop(SECRET_NAME)
        keyring = Keyring(secret, {int(epoch): key for epoch, key in keys.items()})
    except (msgspec.DecodeError, binascii.Error, KeyError, ValueError):
        # The text is secret, so the error neither quotes nor chains it.
        raise InvalidKeyring(
            f'{name} is not a keyring: expected JSON such as {{"secret": base64, "1": base64}}'
        ) from None
    if any(len(key) != KEY_BYTES for key in (secret, *keyring.keys.values())):
        raise InvalidKeyring(f"{name}: every key of a keyring has {KEY_BYTES} bytes")
    if not keyring.keys or min(keyring.keys) < 1:
        raise InvalidKeyring(
            f"{name}: a keyring has the key of at least one epoch; epochs are numbered from 1"
        )
    return keyring


def require_fit_for(environment: Environment, keyring: Keyring) -> Keyring:
    """Returns the keyring. Raises `InvalidKeyring` for the public one in production."""
    known = {DEVELOPMENT_KEYRING.secret, *DEVELOPMENT_KEYRING.keys.values()}
    if environment == "production" and known & {keyring.secret, *keyring.keys.values()}:
        raise InvalidKeyring("the development keyring is public; set SOUNDINGS_KEYRING to one of your own")
    return keyring


FileStamp = tuple[int, int, int]


class KeyringFile:
    """A keyring file, read again after another process has changed it."""

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
        """Creates the file unless it exists; safe if two processes do so at once."""
        if self.path.exists():
            return
        beside = self._write_temporary(generate_keyring())
        try:
            # A hard link is atomic, and never replaces an existing file.
            with suppress(FileExistsError):
                os.link(beside, self.path)
        finally:
            beside.unlink()
        self._sync_folder()

    def replace(self, keyring: Keyring) -> None:
        """Replaces the keyring atomically: readers find the old one or the new one."""
        self._write_temporary(keyring).replace(self.path)
        self._sync_folder()

    def _read(self, found: os.stat_result) -> Keyring:
        if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO) and found.st_uid == os.geteuid():
            raise InvalidKeyring(f"others can read the keyring {self.path}: run `chmod 600 {self.path}`")
        return require_fit_for(self._environment, parse_keyring(self.path.read_bytes(), str(self.path)))

    def _write_temporary(self, keyring: Keyring) -> Path:
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(keyring.to_json())
            file.flush()
            os.fsync(file.fileno())
        return beside

    def _sync_folder(self) -> None:
        descriptor = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def keyring_source(
    path: str | None, text: str | None, environment: Environment = "development"
) -> KeyringSource:
    """The keyring of `SOUNDINGS_KEYRING` (a file) or `SOUNDINGS_KEYRING_JSON`;
    without either one that raises `InvalidKeyring` when it is first needed.
    """
    if path:
        file = KeyringFile(Path(path), environment)
        file()
        return file
    if not text:
        return _missing_keyring
    keyring = require_fit_for(environment, parse_keyring(text, "SOUNDINGS_KEYRING_JSON"))
    return lambda: keyring


def _missing_keyring() -> NoReturn:
    raise InvalidKeyring(
        "SOUNDINGS_KEYRING is missing: set it to the file with the keys that encrypt personal data; "
        "if there is none yet, `soundings keys make` creates it"
    )
