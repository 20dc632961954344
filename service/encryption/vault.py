"""The interface of the vault, which seals and opens personal data under keys per person."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, Protocol
from uuid import UUID

from domain.sensitivity import Sensitivity

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

SensitiveClass = Literal[Sensitivity.PERSONAL, Sensitivity.SPECIAL]


class KeyUnavailable(Exception):
    """Raised when a key was destroyed, is lost, or cannot be used at the moment."""


class KeyDestroyed(KeyUnavailable):
    """Raised when a person's keys were destroyed on purpose; new ones are never made."""

    def __init__(self, message: str, subject: UUID) -> None:
        super().__init__(message)
        self.subject = subject


NO_VERSIONS: Mapping[UUID, int] = {}


class Seals(Protocol):
    """Seals and opens texts."""

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


class Renewal(Seals, Protocol):
    """The keys of a subject while they are exchanged."""

    @property
    def version(self) -> int: ...


class Vault(Seals, Protocol):
    """Seals and opens personal data, under a key per person and class."""

    async def load_keys(
        self,
        tenant_id: UUID,
        subjects: Iterable[UUID],
        *,
        create: bool = False,
        versions: Mapping[UUID, int] = NO_VERSIONS,
    ) -> None:
        """Loads the keys of these people, so that sealing and opening need not wait;
        with `create`, makes missing ones. `versions` are those that are known to exist.
        """
        ...

    async def renew(self, connection: "PooledConnection", tenant_id: UUID, subject: UUID) -> Renewal:
        """Exchanges a subject's keys in the caller's transaction, which has to seal everything anew.

        Raises `KeyUnavailable`.
        """
        ...

    def drop_cached(self) -> None:
        """Lets go of all keys at hand, so that they are loaded again."""
        ...

    def fingerprint(self, text: str, *, purpose: str) -> bytes:
        """HMAC-SHA256 of a text such as an e-mail address, by which it is found without being stored."""
        ...

    async def destroy(self, tenant_id: UUID, subjects: Iterable[UUID]) -> None:
        """Destroys all keys of these people for good: they never get new ones."""
        ...
