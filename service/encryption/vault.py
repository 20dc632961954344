"""What the service asks of its keys; `service.encryption.postgres` keeps them, wrapped, in the database."""

from collections.abc import Iterable
from typing import Literal, Protocol
from uuid import UUID

from domain.sensitivity import Sensitivity

SensitiveClass = Literal[Sensitivity.PERSONAL, Sensitivity.SPECIAL]


class KeyUnavailable(Exception):
    """The key is lost or was destroyed: what it sealed can never be read again, or not at the moment."""


class KeyDestroyed(KeyUnavailable):
    """The key was destroyed on purpose; there will never be another."""

    def __init__(self, message: str, subject: UUID) -> None:
        super().__init__(message)
        self.subject = subject


class Vault(Protocol):
    """Seals and opens what is personal, under a key per person and class."""

    async def load_keys(self, tenant_id: UUID, subjects: Iterable[UUID], *, create: bool = False) -> None:
        """Fetch (or, for new subjects, make) the keys of these persons, so that sealing and opening need no waiting."""
        ...

    def seal(
        self, tenant_id: UUID, subject: UUID, klass: SensitiveClass, plain: bytes, *, bound_to: bytes
    ) -> bytes:
        """AES-256-GCM under the subject's key of that class; opens only with the same `bound_to`. Raises `KeyUnavailable`."""
        ...

    def open(
        self, tenant_id: UUID, subject: UUID, klass: SensitiveClass, sealed: bytes, *, bound_to: bytes
    ) -> bytes:
        """What was sealed. Raises `KeyUnavailable` when its key is gone, `ValueError` when it was tampered with or moved."""
        ...

    def fingerprint(self, text: str, *, purpose: str) -> bytes:
        """A keyed hash (HMAC-SHA256) of a text such as an e-mail address, to find it again without keeping it."""
        ...

    async def destroy(self, tenant_id: UUID, subjects: Iterable[UUID]) -> None:
        """Destroy all keys of these persons, for good: they never get new ones."""
        ...
