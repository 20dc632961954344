"""Seals and opens the personal data of accounts, and fingerprints addresses."""

from collections.abc import Iterable
from uuid import UUID

from domain.sensitivity import C2
from service.accounts.normalization import customer_network, normalize_email
from service.encryption.vault import KeyUnavailable, Vault


class PersonalDataSealer:
    """Seals personal data under a key per person, and opens it again."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def load_keys(self, tenant_id: UUID, people: Iterable[UUID], *, create: bool = False) -> None:
        """Loads the keys of these people; must run outside of a transaction.

        With `create`, makes missing ones.
        """
        await self._vault.load_keys(tenant_id, people, create=create)

    async def destroy_keys(self, tenant_id: UUID, person_id: UUID) -> None:
        """Destroys a person's keys, so that sealed data is unreadable, in backups too."""
        await self._vault.destroy(tenant_id, [person_id])

    def seal(self, tenant_id: UUID, person_id: UUID, field: str, text: str) -> bytes:
        """Seals a text; it opens only as this field of this person."""
        return self._vault.seal(tenant_id, person_id, C2, text.encode(), bound_to=_associated_data(field))

    def open(self, tenant_id: UUID, person_id: UUID, field: str, sealed: bytes | None) -> str | None:
        """Opens a sealed text; None if there is none or its key was destroyed."""
        if sealed is None:
            return None
        try:
            return self._vault.open(
                tenant_id, person_id, C2, sealed, bound_to=_associated_data(field)
            ).decode()
        except KeyUnavailable:
            return None

    def address_fingerprint(self, email: str) -> bytes:
        """Keyed hash of an e-mail address, by which it is found. Raises `InvalidEmail`."""
        return self._vault.fingerprint(normalize_email(email), purpose="email")

    def network_fingerprint(self, address: str) -> bytes:
        """Keyed hash of a network, by which attempts from it are counted."""
        return self._vault.fingerprint(customer_network(address), purpose="network")

    def device_fingerprint(self, cookie: str) -> bytes:
        """Keyed hash of what a device's cookie says, by which our own cookies are known."""
        return self._vault.fingerprint(cookie, purpose="device")

    def unsubscribe_fingerprint(self, ids: bytes) -> bytes:
        """Keyed hash of the ids of a subscription, by which our own addresses to end it are known."""
        return self._vault.fingerprint(ids.hex(), purpose="unsubscribe")

    def outbox_key(self, tenant_id: UUID, person_id: UUID) -> bytes:
        """A key for what a person's browser keeps; nobody without the keyring can derive it."""
        return self._vault.fingerprint(f"{tenant_id} {person_id}", purpose="outbox")


def _associated_data(field: str) -> bytes:
    return f"accounts.{field}".encode()
