"""Data keys of people: AES-256-GCM under a key per person, wrapped by AES-KW (RFC 3394);
with a cache of unwrapped keys.
"""

import os
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from msgspec import Struct

from domain.sensitivity import C2, C3
from service.encryption.vault import KeyDestroyed, KeyUnavailable, SensitiveClass

KEY_BYTES = 32
"""Length of every key in bytes."""
NONCE_BYTES = 12
FORMAT_BYTE = b"\x01"
VERSION_SLICE = slice(1, 3)
BODY_OFFSET = 3 + NONCE_BYTES

CLASS_BYTES = {C2: b"\x02", C3: b"\x03"}

KeyVersion = tuple[int, int]
"""Class and version of one of a person's keys."""


class TamperedCiphertext(ValueError):
    """Raised when a ciphertext was altered, or belongs to another place than the one it is opened for."""


class DataKeys(Struct, frozen=True):
    """One person's unwrapped keys: the newest version of each class seals, every version opens."""

    tenant_id: UUID
    subject: UUID
    whose: bytes
    """Organisation and person as bytes; part of the associated data of every ciphertext."""
    keys: dict[KeyVersion, AESGCM]
    newest: dict[int, int]
    """The version that seals, by class; missing if it was destroyed or cannot be unwrapped."""
    destroyed: bool = False
    """Whether some of the keys were destroyed."""

    def seal(self, klass: SensitiveClass, plain: bytes, bound_to: bytes) -> bytes:
        """Encrypts; returns a format byte, the key's version, a fresh nonce and the AES-GCM ciphertext."""
        version = self.newest.get(klass)
        if version is None:
            raise self._missing()
        nonce = os.urandom(NONCE_BYTES)
        head = FORMAT_BYTE + version.to_bytes(2) + nonce
        bound = self._associated_data(klass, head, bound_to)
        return head + self.keys[klass, version].encrypt(nonce, plain, bound)

    def open(self, klass: SensitiveClass, sealed: bytes, bound_to: bytes) -> bytes:
        """Decrypts what `seal` returned. Raises `KeyUnavailable`, `TamperedCiphertext`."""
        if len(sealed) < BODY_OFFSET or sealed[:1] != FORMAT_BYTE:
            raise TamperedCiphertext("this was not sealed here")
        version = sealed_version(sealed)
        key = self.keys.get((klass, version))
        if key is None:
            raise self._missing()
        try:
            return key.decrypt(
                sealed[3:BODY_OFFSET], sealed[BODY_OFFSET:], self._associated_data(klass, sealed, bound_to)
            )
        except InvalidTag:
            raise TamperedCiphertext("what was sealed was altered or moved") from None

    def _missing(self) -> KeyUnavailable:
        if self.destroyed:
            return KeyDestroyed(f"the keys of {self.subject} were destroyed", self.subject)
        return KeyUnavailable(f"there is no key of {self.subject} at hand")

    def _associated_data(self, klass: SensitiveClass, sealed: bytes, bound_to: bytes) -> bytes:
        return self.whose + CLASS_BYTES[klass] + sealed[VERSION_SLICE] + bound_to


def sealed_version(sealed: bytes) -> int:
    """The version of the key that something is sealed under."""
    return int.from_bytes(sealed[VERSION_SLICE])


def make_data_keys(
    tenant_id: UUID,
    subject: UUID,
    keys: dict[KeyVersion, AESGCM],
    newest: dict[int, int],
    *,
    destroyed: bool = False,
) -> DataKeys:
    """The keys of a person, with the bytes that bind ciphertexts to them."""
    return DataKeys(tenant_id, subject, tenant_id.bytes + subject.bytes, keys, newest, destroyed)


def generate_key() -> bytes:
    """A random key."""
    return os.urandom(KEY_BYTES)


def wrap_key(wrapping_key: bytes, key: bytes) -> bytes:
    """Wraps a key by AES-KW (RFC 3394)."""
    return aes_key_wrap(wrapping_key, key)


def unwrap_key(wrapping_key: bytes, key: bytes) -> bytes:
    """Unwraps a key. Raises `KeyUnavailable` if it was wrapped under another key."""
    try:
        return aes_key_unwrap(wrapping_key, key)
    except InvalidUnwrap:
        raise KeyUnavailable("a key is wrapped under another key than the one at hand") from None


MAX_AGE_SECONDS = 60.0
"""Seconds that an unwrapped key may be used: the longest
that a destroyed key-encryption key still has an effect.
"""

REFRESH_AGE_SECONDS = 50.0
"""Seconds after which a key is unwrapped again, so that a key that was just loaded lasts ten more."""

RECHECK_SECONDS = 1.0
"""Seconds after which the database is asked whether a key has changed:
the longest that a destroyed key still works.
"""

KeyRow = tuple[int, int, int | None, bytes | None]
"""Class, version, epoch and wrapped key."""

KeyOwner = tuple[UUID, UUID]
"""An organisation and a person."""


class CachedKeys(Struct, frozen=True):
    """A person's keys and the rows they were unwrapped from; times in seconds of a monotonic clock."""

    keys: DataKeys
    rows: Collection[KeyRow]
    unwrapped_at: float
    looked_at: float
    version: int
    """The newest version there was, destroyed or not."""


class KeyCache:
    """A cache of unwrapped keys, limited to a number of people."""

    def __init__(self, limit: int, ticks: Callable[[], float], look_again: float = RECHECK_SECONDS) -> None:
        self._limit = limit
        self._ticks = ticks
        self._look_again = look_again
        self._held: OrderedDict[KeyOwner, CachedKeys] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    def stale_subjects(
        self, tenant_id: UUID, subjects: Iterable[UUID], versions: Mapping[UUID, int], *, whole: bool
    ) -> list[UUID]:
        """The people whose keys have to be read from the database again: also those of whom a newer version
        is known than the cached one, and with `whole`, those cached as having none.
        """
        asked: list[UUID] = []
        for subject in dict.fromkeys(subjects):
            held = self._held.get((tenant_id, subject))
            if (
                held is None
                or not self._is_good(held)
                or (whole and not held.rows)
                or held.version < versions.get(subject, 0)
            ):
                asked.append(subject)
            else:
                self._held.move_to_end((tenant_id, subject))
        return asked

    def _is_good(self, held: CachedKeys) -> bool:
        now = self._ticks()
        return held.looked_at > now - self._look_again and held.unwrapped_at > now - REFRESH_AGE_SECONDS

    def refresh_if_unchanged(self, whose: KeyOwner, rows: Collection[KeyRow]) -> bool:
        """Extends the cached keys if they came from these rows and were unwrapped recently;
        returns whether they did.
        """
        held, now = self._held.get(whose), self._ticks()
        if held is None or held.rows != rows or held.unwrapped_at <= now - REFRESH_AGE_SECONDS:
            return False
        self._held[whose] = CachedKeys(held.keys, held.rows, held.unwrapped_at, now, held.version)
        self._held.move_to_end(whose)
        return True

    def put(self, keys: DataKeys, rows: Collection[KeyRow]) -> None:
        now, whose = self._ticks(), (keys.tenant_id, keys.subject)
        self._held[whose] = CachedKeys(keys, rows, now, now, max((row[1] for row in rows), default=0))
        self._held.move_to_end(whose)

    def evict(self, tenant_id: UUID, subjects: Iterable[UUID]) -> None:
        for subject in subjects:
            self._held.pop((tenant_id, subject), None)

    def clear(self) -> None:
        self._held.clear()

    def trim(self, wanted: int) -> None:
        """Evicts the oldest keys beyond the limit, but none of the last `wanted`."""
        while len(self._held) > max(self._limit, wanted):
            self._held.popitem(last=False)

    def get(self, tenant_id: UUID, subject: UUID) -> DataKeys:
        """The cached keys of a person. Raises `KeyUnavailable` if they were not loaded recently."""
        held = self._held.get((tenant_id, subject))
        if held is None or held.unwrapped_at <= self._ticks() - MAX_AGE_SECONDS:
            raise KeyUnavailable(f"the keys of {subject} are not at hand")
        return held.keys
