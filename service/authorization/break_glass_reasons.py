"""Reasons for breaking the glass, sealed under the client's key since they may be personal."""

from typing import TYPE_CHECKING
from uuid import UUID

from domain.redacted import REDACTED
from domain.sensitivity import C3
from service.encryption.vault import KeyUnavailable, Renewal, Vault
from service.postgres.errors import StoreUnavailable

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

SELECT_REASONS = """
select at, look_id, sealed_reason from access_log
where tenant_id = $1 and journey_id = $2 and sealed_reason is not null
"""
UPDATE_REASON = """
update access_log set sealed_reason = $5 where tenant_id = $1 and journey_id = $2 and at = $3 and look_id = $4
"""


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


async def reseal_reasons(
    connection: "PooledConnection", tenant_id: UUID, journey_id: UUID, keys: Renewal
) -> None:
    """Seals all reasons of a journey under its client's new keys, in the transaction that exchanges them."""
    for at, look_id, sealed in await connection.fetch(SELECT_REASONS, tenant_id, journey_id):
        plain = keys.open(tenant_id, journey_id, C3, sealed, bound_to=_place(look_id))
        anew = keys.seal(tenant_id, journey_id, C3, plain, bound_to=_place(look_id))
        await connection.execute(UPDATE_REASON, tenant_id, journey_id, at, look_id, anew)


def _place(look_id: UUID) -> bytes:
    return b"access_log.reason" + look_id.bytes
