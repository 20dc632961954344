"""What every part of the accounts stands on: the database, the seals and the time."""

from collections.abc import Iterable
from uuid import UUID

from domain.sensitivity import C2
from service.accounts.normalization import customer_network, normalize_email
from service.encryption.vault import KeyUnavailable, Vault


class PersonalDataSealer:
    """Seals what tells who somebody is under a key of their own, and opens it again."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def load_keys(self, tenant_id: UUID, people: Iterable[UUID], *, create: bool = False) -> None:
        """Fetch these people's keys; to be done outside of a transaction."""
        await self._vault.load_keys(tenant_id, people, create=create)

    async def destroy_keys(self, tenant_id: UUID, person_id: UUID) -> None:
        """Make all that was ever sealed for somebody unreadable, in backups too."""
        await self._vault.destroy(tenant_id, [person_id])

    def seal(self, tenant_id: UUID, person_id: UUID, field: str, text: str) -> bytes:
        """A text that opens only as this field of this person."""
        return self._vault.seal(tenant_id, person_id, C2, text.encode(), bound_to=_bound(field))

    def open(self, tenant_id: UUID, person_id: UUID, field: str, sealed: bytes | None) -> str | None:
        """What was sealed; None when there was nothing, or its key is gone."""
        if sealed is None:
            return None
        try:
            return self._vault.open(tenant_id, person_id, C2, sealed, bound_to=_bound(field)).decode()
        except KeyUnavailable:
            return None

    def address_fingerprint(self, email: str) -> bytes:
        """By what an e-mail address is found. Raises `InvalidEmail`."""
        return self._vault.fingerprint(normalize_email(email), purpose="email")

    def network_fingerprint(self, address: str) -> bytes:
        """By what attempts from a network are counted."""
        return self._vault.fingerprint(customer_network(address), purpose="network")


def _bound(field: str) -> bytes:
    return f"accounts.{field}".encode()
