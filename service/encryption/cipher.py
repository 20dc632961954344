"""How bytes are sealed: AES-256-GCM under a data key, which AES-KW wraps under a key-encryption key (RFC 3394)."""

import os
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
