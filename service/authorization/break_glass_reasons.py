"""The reason somebody gave for breaking the glass, sealed under the client's key: it may tell what is nobody else's business."""

from uuid import UUID

from domain.redacted import REDACTED
from domain.sensitivity import C3
from service.encryption.vault import KeyUnavailable, Vault
from service.postgres.errors import StoreUnavailable


class BreakGlassReasons:
    """Seals reasons, and opens them; each opens only as the reason of its own look."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def seal_reason(self, tenant_id: UUID, journey_id: UUID, look_id: UUID, reason: str) -> bytes:
        """A reason as it is stored. Raises `StoreUnavailable`."""
        await self._vault.load_keys(tenant_id, [journey_id], create=True)
        try:
            return self._vault.seal(tenant_id, journey_id, C3, reason.encode(), bound_to=_place(look_id))
        except KeyUnavailable as failure:
            raise StoreUnavailable(f"what is personal cannot be sealed now: {failure}") from failure

    async def load_key(self, tenant_id: UUID, journey_id: UUID) -> None:
        """Have the key at hand that `opened` needs."""
        await self._vault.load_keys(tenant_id, [journey_id])

    def open_reason(self, tenant_id: UUID, journey_id: UUID, look_id: UUID, sealed: bytes) -> str:
        """The reason; where its key is gone, something that says so."""
        try:
            plain = self._vault.open(tenant_id, journey_id, C3, sealed, bound_to=_place(look_id))
        except KeyUnavailable:
            return REDACTED
        return plain.decode()


def _place(look_id: UUID) -> bytes:
    return b"access_log.reason" + look_id.bytes
