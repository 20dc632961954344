"""The interface of the vault, which seals and opens personal data under keys per person."""

from collections.abc import Iterable
from typing import Literal, Protocol
from uuid import UUID

from domain.sensitivity import Sensitivity

SensitiveClass = Literal[Sensitivity.PERSONAL, Sensitivity.SPECIAL]


class KeyUnavailable(Exception):
    """Raised when a key was destroyed, is lost, or cannot be used at the moment."""


class KeyDestroyed(KeyUnavailable):
    """Raised when a person's keys were destroyed on purpose; new ones are never made."""

    def __init__(self, message: str, subject: UUID) -> None:
        super().__init__(message)
        self.subject = subject


class Vault(Protocol):
    """Seals and opens personal data, under a key per person and class."""

    async def load_keys(self, tenant_id: UUID, subjects: Iterable[UUID], *, create: bool = False) -> None:
        """Loads the keys of these people, so that sealing and opening need not wait;
        with `create`, makes missing ones.
        """
        ...

    def seal(
        self, tenant_id: UUID, subject: UUID, klass: SensitiveClass, plain: bytes, *, bound_to: bytes
    ) -> bytes:
        """Encrypts by AES-256-GCM under the person's key of a class. Raises `KeyUnavailable`.

        Opens only with the same `bound_to`.
        """
        ...

    def open(
        self, tenant_id: UUID, subject: UUID, klass: SensitiveClass, sealed: bytes, *, bound_to: bytes
    ) -> bytes:
        """Decrypts.

        Raises `KeyUnavailable` if the key is gone, `ValueError` if the ciphertext was altered or moved.
        """
        ...

    def fingerprint(self, text: str, *, purpose: str) -> bytes:
        """HMAC-SHA256 of a text such as an e-mail address, by which it is found without being stored."""
        ...

    async def destroy(self, tenant_id: UUID, subjects: Iterable[UUID]) -> None:
        """Destroys all keys of these people for good: they never get new ones."""
        ...
