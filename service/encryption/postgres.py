"""The vault in PostgreSQL: wrapped keys in the database, unwrapped ones cached in memory for a short time."""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.sensitivity import C2, C3
from service.encryption.data_keys import (
    RECHECK_SECONDS,
    DataKeys,
    KeyCache,
    KeyRow,
    KeyVersion,
    generate_key,
    make_data_keys,
    unwrap_key,
    wrap_key,
)
from service.encryption.keyring import Keyring, KeyringSource
from service.encryption.renewal import RenewedKeys
from service.encryption.vault import NO_VERSIONS, KeyUnavailable, SensitiveClass
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import Pool, PooledConnection

SELECT_KEYS = """
select subject_id, class, version, epoch, wrapped from subject_keys
where tenant_id = $1 and subject_id = any($2) order by subject_id, class, version
"""
INSERT_EPOCH = """
insert into kek_epochs (tenant_id, epoch, mark) values ($1, $2, $3) on conflict do nothing
"""
# The lock keeps the epoch from being retired meanwhile. Inserts nothing if the epoch has another key here.
INSERT_KEYS = """
with epoch as (
    select from kek_epochs
    where tenant_id = $1 and epoch = $2 and mark = $3 and state = 'current' for share
)
insert into subject_keys (tenant_id, subject_id, class, version, epoch, wrapped)
select $1, k.subject_id, k.class, $7, $2, k.wrapped
from epoch, unnest($4::uuid[], $5::smallint[], $6::bytea[]) k(subject_id, class, wrapped)
order by k.subject_id, k.class
on conflict do nothing
"""
INSERT_DESTROYED = """
insert into subject_keys (tenant_id, subject_id, class, version, destroyed_at)
select $1, s.id, c.class, 1, clock_timestamp()
from unnest($2::uuid[]) s(id), (values (2), (3)) c(class)
order by s.id, c.class
on conflict do nothing
"""
DESTROY = """
update subject_keys set wrapped = null, epoch = null, destroyed_at = clock_timestamp()
where tenant_id = $1 and subject_id = any($2) and wrapped is not null
"""
LOCK_KEYS = (
    "select from subject_keys where tenant_id = $1 and subject_id = $2 order by class, version for update"
)
DESTROY_OLDER = """
update subject_keys set wrapped = null, epoch = null, destroyed_at = clock_timestamp()
where tenant_id = $1 and subject_id = $2 and version < $3 and wrapped is not null
"""

log = logging.getLogger(__name__)

CACHED_SUBJECTS = 10_000
"""How many people's keys are cached at most."""


class PostgresVault:
    """A vault for any number of processes; each notices within a second that another one destroyed a key."""

    def __init__(
        self,
        pool: "Pool",
        keyrings: KeyringSource,
        *,
        held: int = CACHED_SUBJECTS,
        look_again: float = RECHECK_SECONDS,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pool = pool
        self._keyrings = keyrings
        self._held = KeyCache(held, ticks, look_again)

    async def load_keys(
        self,
        tenant_id: UUID,
        subjects: Iterable[UUID],
        *,
        create: bool = False,
        versions: Mapping[UUID, int] = NO_VERSIONS,
    ) -> None:
        wanted = frozenset(subjects)
        asked = self._held.stale_subjects(tenant_id, wanted, versions, whole=create)
        if not asked:
            return
        async with tenant_tx(self._pool, tenant_id) as connection:
            found = await _rows(connection, tenant_id, asked)
            if create and (new := [subject for subject in asked if subject not in found]):
                await self._make(connection, tenant_id, new)
                found |= await _rows(connection, tenant_id, new)
        keyring = self._keyrings()
        for subject in asked:
            rows = found.get(subject, ())
            if not self._held.refresh_if_unchanged((tenant_id, subject), rows):
                self._held.put(_unwrap(keyring, tenant_id, subject, rows), rows)
        self._held.trim(len(wanted))

    def seal(
        self, tenant_id: UUID, subject: UUID, klass: SensitiveClass, plain: bytes, *, bound_to: bytes
    ) -> bytes:
        return self._held.get(tenant_id, subject).seal(klass, plain, bound_to)

    def open(
        self, tenant_id: UUID, subject: UUID, klass: SensitiveClass, sealed: bytes, *, bound_to: bytes
    ) -> bytes:
        return self._held.get(tenant_id, subject).open(klass, sealed, bound_to)

    def fingerprint(self, text: str, *, purpose: str) -> bytes:
        return self._keyrings().fingerprint(text, purpose)

    async def destroy(self, tenant_id: UUID, subjects: Iterable[UUID]) -> None:
        """Destroys all keys of these people.

        Backups become unreadable once the key of the epoch is destroyed too.
        """
        whom = sorted(subjects)
        async with tenant_tx(self._pool, tenant_id) as connection:
            await connection.execute(INSERT_DESTROYED, tenant_id, whom)
            await connection.execute(DESTROY, tenant_id, whom)
        self._held.evict(tenant_id, whom)

    async def renew(self, connection: "PooledConnection", tenant_id: UUID, subject: UUID) -> RenewedKeys:
        # Whoever exchanges them, too, waits here for the other to be done.
        await connection.execute(LOCK_KEYS, tenant_id, subject)
        rows = (await _rows(connection, tenant_id, [subject])).get(subject, ())
        before = _unwrap(self._keyrings(), tenant_id, subject, rows)
        if not before.newest:
            raise KeyUnavailable(f"there are no keys of {subject} to exchange")
        version = 1 + max(row[1] for row in rows)
        await self._make(connection, tenant_id, [subject], version)
        await connection.execute(DESTROY_OLDER, tenant_id, subject, version)
        after = (await _rows(connection, tenant_id, [subject]))[subject]
        new = _unwrap(self._keyrings(), tenant_id, subject, after)
        return RenewedKeys(make_data_keys(tenant_id, subject, before.keys | new.keys, new.newest), version)

    def drop_cached(self) -> None:
        self._held.clear()

    async def _make(
        self, connection: "PooledConnection", tenant_id: UUID, subjects: Sequence[UUID], version: int = 1
    ) -> None:
        keyring = self._keyrings()
        epoch = keyring.newest_epoch
        mark, wrapping = keyring.check_value(epoch, tenant_id), keyring.wrapping_key(epoch, tenant_id)
        each = [
            (subject, klass, wrap_key(wrapping, generate_key())) for subject in subjects for klass in (C2, C3)
        ]
        await connection.execute(INSERT_EPOCH, tenant_id, epoch, mark)
        columns = map(list, zip(*each, strict=True))
        await connection.execute(INSERT_KEYS, tenant_id, epoch, mark, *columns, version)


async def _rows(
    connection: "PooledConnection", tenant_id: UUID, subjects: Collection[UUID]
) -> dict[UUID, tuple[KeyRow, ...]]:
    found: dict[UUID, list[KeyRow]] = {}
    for row in await connection.fetch(SELECT_KEYS, tenant_id, subjects):
        found.setdefault(row[0], []).append((row[1], row[2], row[3], row[4]))
    return {subject: tuple(rows) for subject, rows in found.items()}


def _unwrap(keyring: Keyring, tenant_id: UUID, subject: UUID, rows: Iterable[KeyRow]) -> DataKeys:
    """The keys that can be unwrapped; a class whose newest key cannot be unwrapped cannot seal."""
    keys: dict[KeyVersion, AESGCM] = {}
    newest: dict[int, int] = {}
    destroyed = False
    for klass, version, epoch, secret in rows:
        newest.pop(klass, None)
        if epoch is None or secret is None:
            destroyed = True
            continue
        try:
            plain = unwrap_key(keyring.wrapping_key(epoch, tenant_id), secret)
        except KeyUnavailable as failure:
            log.warning("keys: %s", failure)
            continue
        keys[klass, version] = AESGCM(plain)
        newest[klass] = version
    return make_data_keys(tenant_id, subject, keys, newest, destroyed=destroyed)
