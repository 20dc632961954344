"""Reasons for breaking the glass, sealed under the client's key since they may be personal."""

from uuid import UUID

from domain.redacted import REDACTED
from domain.sensitivity import C3
from service.encryption.vault import KeyUnavailable, Vault
from service.postgres.errors import StoreUnavailable


class BreakGlassReasons:
    """Seals and opens reasons; each opens only with the access record it was sealed for."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def seal_reason(self, tenant_id: UUID, journey_id: UUID, look_id: UUID, reason: str) -> bytes:
        """Seals a reason for storage. Raises `StoreUnavailable`."""
        await self._vault.load_keys(tenant_id, [journey_id], create=True)
        try:
            return self._vault.seal(tenant_id, journey_id, C3, reason.encode(), bound_to=_place(look_id))
        except KeyUnavailable as failure:
            raise StoreUnavailable(f"what is personal cannot be sealed now: {failure}") from failure

    async def load_key(self, tenant_id: UUID, journey_id: UUID) -> None:
        """Loads the key that `open_reason` needs."""
        await self._vault.load_keys(tenant_id, [journey_id])

    def open_reason(self, tenant_id: UUID, journey_id: UUID, look_id: UUID, sealed: bytes) -> str:
        """Opens a reason; returns a replacement text if its key was destroyed."""
        try:
            plain = self._vault.open(tenant_id, journey_id, C3, sealed, bound_to=_place(look_id))
        except KeyUnavailable:
            return REDACTED
        return plain.decode()


def _place(look_id: UUID) -> bytes:
    return b"access_log.reason" + look_id.bytes
