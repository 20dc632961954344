"""The keys of one subject while they are exchanged: the old ones open, the new ones seal."""

from uuid import UUID

from msgspec import Struct

from service.encryption.data_keys import DataKeys
from service.encryption.vault import SensitiveClass


class RenewedKeys(Struct, frozen=True):
    """All keys of a subject, within the transaction that exchanges them."""

    keys: DataKeys
    version: int
    """The version of the new ones."""

    def seal(
        self, tenant_id: UUID, subject: UUID, klass: SensitiveClass, plain: bytes, *, bound_to: bytes
    ) -> bytes:
        """Encrypts under the new key of a class."""
        self._check(tenant_id, subject)
        return self.keys.seal(klass, plain, bound_to)

    def open(
        self, tenant_id: UUID, subject: UUID, klass: SensitiveClass, sealed: bytes, *, bound_to: bytes
    ) -> bytes:
        """Decrypts with whatever key it was sealed under."""
        self._check(tenant_id, subject)
        return self.keys.open(klass, sealed, bound_to)

    def _check(self, tenant_id: UUID, subject: UUID) -> None:
        if (tenant_id, subject) != (self.keys.tenant_id, self.keys.subject):
            raise AssertionError("these are the keys of somebody else")
