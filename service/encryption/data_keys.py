"""The keys of persons: what they seal and open, and those that were unwrapped lately, in memory for a moment.

AES-256-GCM under a data key, which AES-KW wraps under a key-encryption key (RFC 3394).
"""

import os
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from msgspec import Struct

from domain.sensitivity import C2, C3
from service.encryption.vault import KeyDestroyed, KeyUnavailable, SensitiveClass

KEY_BYTES = 32
"""Bytes of every key."""
NONCE_BYTES = 12
FORMAT_BYTE = b"\x01"
VERSION_SLICE = slice(1, 3)
BODY_OFFSET = 3 + NONCE_BYTES

CLASS_BYTES = {C2: b"\x02", C3: b"\x03"}

KeyVersion = tuple[int, int]
"""Which of a person's keys: its class and version."""


class TamperedCiphertext(ValueError):
    """What was sealed was altered, or stands in another place than it was sealed for."""


class DataKeys(Struct, frozen=True):
    """One person's keys, unwrapped; of each class the newest version seals and every version opens."""

    tenant_id: UUID
    subject: UUID
    whose: bytes
    """Both as bytes: what is sealed is bound to them."""
    keys: dict[KeyVersion, AESGCM]
    newest: dict[int, int]
    """The version that seals, by class; none where it was destroyed or cannot be unwrapped."""
    destroyed: bool = False
    """Whether some of them were destroyed."""

    def seal(self, klass: SensitiveClass, plain: bytes, bound_to: bytes) -> bytes:
        """One format byte, the key's version, a fresh nonce, and what AES-GCM makes of it."""
        version = self.newest.get(klass)
        if version is None:
            raise self._missing()
        nonce = os.urandom(NONCE_BYTES)
        head = FORMAT_BYTE + version.to_bytes(2) + nonce
        bound = self._bound(klass, head, bound_to)
        return head + self.keys[klass, version].encrypt(nonce, plain, bound)

    def open(self, klass: SensitiveClass, sealed: bytes, bound_to: bytes) -> bytes:
        if len(sealed) < BODY_OFFSET or sealed[:1] != FORMAT_BYTE:
            raise TamperedCiphertext("this was not sealed here")
        version = int.from_bytes(sealed[VERSION_SLICE])
        key = self.keys.get((klass, version))
        if key is None:
            raise self._missing()
        try:
            return key.decrypt(
                sealed[3:BODY_OFFSET], sealed[BODY_OFFSET:], self._bound(klass, sealed, bound_to)
            )
        except InvalidTag:
            raise TamperedCiphertext("what was sealed was altered or moved") from None

    def _missing(self) -> KeyUnavailable:
        if self.destroyed:
            return KeyDestroyed(f"the keys of {self.subject} were destroyed", self.subject)
        return KeyUnavailable(f"there is no key of {self.subject} at hand")

    def _bound(self, klass: SensitiveClass, sealed: bytes, bound_to: bytes) -> bytes:
        return self.whose + CLASS_BYTES[klass] + sealed[VERSION_SLICE] + bound_to


def make_data_keys(
    tenant_id: UUID,
    subject: UUID,
    keys: dict[KeyVersion, AESGCM],
    newest: dict[int, int],
    *,
    destroyed: bool = False,
) -> DataKeys:
    return DataKeys(tenant_id, subject, tenant_id.bytes + subject.bytes, keys, newest, destroyed)


def generate_key() -> bytes:
    return os.urandom(KEY_BYTES)


def wrap_key(wrapping_key: bytes, key: bytes) -> bytes:
    return aes_key_wrap(wrapping_key, key)


def unwrap_key(wrapping_key: bytes, key: bytes) -> bytes:
    """Raises `KeyUnavailable` when the wrapping key is another one."""
    try:
        return aes_key_unwrap(wrapping_key, key)
    except InvalidUnwrap:
        raise KeyUnavailable("a key is wrapped under another key than the one at hand") from None


MAX_AGE_SECONDS = 60.0
"""Seconds after which an unwrapped key is good for nothing: so long does a destroyed key-encryption key work on at most."""

REFRESH_AGE_SECONDS = 50.0
"""Seconds after which a key is unwrapped anew: what is made ready stays so for the ten that are left."""

RECHECK_SECONDS = 1.0
"""Seconds after which the database is asked whether a key is still as it was: so long does a destroyed one work on."""

KeyOwner = tuple[UUID, UUID]
"""An organisation and a person."""


class CachedKeys(Struct, frozen=True):
    """A person's keys, the rows they were unwrapped from, and when; times in seconds of a steady clock."""

    keys: DataKeys
    rows: Collection[tuple[object, ...]]
    unwrapped_at: float
    looked_at: float


class KeyCache:
    """The keys used last, up to a number of persons."""

    def __init__(self, limit: int, ticks: Callable[[], float], look_again: float = RECHECK_SECONDS) -> None:
        self._limit = limit
        self._ticks = ticks
        self._look_again = look_again
        self._held: OrderedDict[KeyOwner, CachedKeys] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    def stale_subjects(self, tenant_id: UUID, subjects: Iterable[UUID], *, whole: bool) -> list[UUID]:
        """Whom to ask the database about; with `whole`, also who is known to have no keys yet."""
        asked: list[UUID] = []
        for subject in dict.fromkeys(subjects):
            held = self._held.get((tenant_id, subject))
            if held is None or not self._is_good(held) or (whole and not held.rows):
                asked.append(subject)
            else:
                self._held.move_to_end((tenant_id, subject))
        return asked

    def _is_good(self, held: CachedKeys) -> bool:
        now = self._ticks()
        return held.looked_at > now - self._look_again and held.unwrapped_at > now - REFRESH_AGE_SECONDS

    def refresh_if_unchanged(self, whose: KeyOwner, rows: Collection[tuple[object, ...]]) -> bool:
        """Are these the rows the held keys came from, unwrapped lately enough? Then they are good for another while."""
        held, now = self._held.get(whose), self._ticks()
        if held is None or held.rows != rows or held.unwrapped_at <= now - REFRESH_AGE_SECONDS:
            return False
        self._held[whose] = CachedKeys(held.keys, held.rows, held.unwrapped_at, now)
        self._held.move_to_end(whose)
        return True

    def put(self, keys: DataKeys, rows: Collection[tuple[object, ...]]) -> None:
        now, whose = self._ticks(), (keys.tenant_id, keys.subject)
        self._held[whose] = CachedKeys(keys, rows, now, now)
        self._held.move_to_end(whose)

    def evict(self, tenant_id: UUID, subjects: Iterable[UUID]) -> None:
        for subject in subjects:
            self._held.pop((tenant_id, subject), None)

    def trim(self, wanted: int) -> None:
        """Let go of the oldest, but of none that are wanted at this moment."""
        while len(self._held) > max(self._limit, wanted):
            self._held.popitem(last=False)

    def get(self, tenant_id: UUID, subject: UUID) -> DataKeys:
        """Raises `KeyUnavailable` when they were not made ready lately."""
        held = self._held.get((tenant_id, subject))
        if held is None or held.unwrapped_at <= self._ticks() - MAX_AGE_SECONDS:
            raise KeyUnavailable(f"the keys of {subject} are not at hand")
        return held.keys
