"""A vault in memory, for tests and trials."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.sensitivity import C2, C3
from service.encryption.data_keys import DataKeys, KeyVersion, generate_key, make_data_keys
from service.encryption.keyring import Keyring, generate_keyring
from service.encryption.renewal import RenewedKeys
from service.encryption.vault import NO_VERSIONS, KeyUnavailable, SensitiveClass

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection


class MemoryVault:
    """A vault without a database."""

    def __init__(self, keyring: Keyring | None = None) -> None:
        self._keyring = keyring or generate_keyring()
        self._kept: dict[tuple[UUID, UUID], DataKeys] = {}
        self._ready: set[tuple[UUID, UUID]] = set()

    async def load_keys(
        self,
        tenant_id: UUID,
        subjects: Iterable[UUID],
        *,
        create: bool = False,
        versions: Mapping[UUID, int] = NO_VERSIONS,
    ) -> None:
        del versions  # whatever exists is kept here
        for subject in subjects:
            self._ready.add((tenant_id, subject))
            if create and (tenant_id, subject) not in self._kept:
                keys: dict[KeyVersion, AESGCM] = {(klass, 1): AESGCM(generate_key()) for klass in (C2, C3)}
                self._kept[tenant_id, subject] = make_data_keys(tenant_id, subject, keys, {C2: 1, C3: 1})

    def seal(
        self, tenant_id: UUID, subject: UUID, klass: SensitiveClass, plain: bytes, *, bound_to: bytes
    ) -> bytes:
        return self._keys(tenant_id, subject).seal(klass, plain, bound_to)

    def open(
        self, tenant_id: UUID, subject: UUID, klass: SensitiveClass, sealed: bytes, *, bound_to: bytes
    ) -> bytes:
        return self._keys(tenant_id, subject).open(klass, sealed, bound_to)

    def fingerprint(self, text: str, *, purpose: str) -> bytes:
        return self._keyring.fingerprint(text, purpose)

    async def destroy(self, tenant_id: UUID, subjects: Iterable[UUID]) -> None:
        for subject in subjects:
            self._kept[tenant_id, subject] = make_data_keys(tenant_id, subject, {}, {}, destroyed=True)

    async def renew(self, connection: "PooledConnection", tenant_id: UUID, subject: UUID) -> RenewedKeys:
        del connection
        before = self._keys(tenant_id, subject)
        if not before.newest:
            raise KeyUnavailable(f"there are no keys of {subject} to exchange")
        version = 1 + max(before.newest.values())
        new: dict[KeyVersion, AESGCM] = {(klass, version): AESGCM(generate_key()) for klass in (C2, C3)}
        newest = {int(klass): version for klass in (C2, C3)}
        self._kept[tenant_id, subject] = make_data_keys(tenant_id, subject, new, newest)
        return RenewedKeys(make_data_keys(tenant_id, subject, before.keys | new, newest), version)

    def drop_cached(self) -> None:
        """Nothing is cached."""

    def _keys(self, tenant_id: UUID, subject: UUID) -> DataKeys:
        # As with a database, keys have to be loaded before they are used.
        kept = self._kept.get(whose := (tenant_id, subject))
        if kept is None or whose not in self._ready:
            raise KeyUnavailable(f"there is no key of {subject}")
        return kept
