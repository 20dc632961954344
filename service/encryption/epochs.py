"""Rotation of key-encryption keys: a new epoch, all data keys wrapped again under it,
and the old one destroyed.

The bytes of a deleted data key stay in the database's files, its write-ahead log and its backups for a while.
Without the key-encryption key of their epoch they are useless.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from service.encryption.data_keys import unwrap_key, wrap_key
from service.encryption.keyring import InvalidKeyring, Keyring, KeyringFile, KeyringSource
from service.postgres.connections import translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection, WorkerPool

SELECT_TENANTS = "select distinct tenant_id from kek_epochs order by tenant_id"
RETIRE = """
update kek_epochs set state = 'retired', destroy_after = clock_timestamp() + $3::interval
where tenant_id = $1 and epoch < $2 and state = 'current'
"""
BEGIN = """
insert into kek_epochs (tenant_id, epoch, mark) values ($1, $2, $3) on conflict do nothing
"""
SELECT_MARK = "select mark, state from kek_epochs where tenant_id = $1 and epoch = $2 for share"
SELECT_BATCH = """
select subject_id, class, version, epoch, wrapped from subject_keys
where tenant_id = $1 and epoch < $2 and wrapped is not null
order by epoch, subject_id, class, version limit $3 for update
"""
REWRAP = """
update subject_keys k set wrapped = n.wrapped, epoch = $2
from unnest($3::uuid[], $4::smallint[], $5::smallint[], $6::bytea[]) n (subject_id, class, version, wrapped)
where k.tenant_id = $1 and (k.subject_id, k.class, k.version) = (n.subject_id, n.class, n.version)
"""
COUNT_LEFT = """
select count(*) from subject_keys where tenant_id = $1 and epoch < $2 and wrapped is not null
"""
LOCK_EPOCH = "select tenant_id, state from kek_epochs where epoch = $1 order by tenant_id for update"
COUNT_UNDER = "select count(*) from subject_keys where epoch = $1 and wrapped is not null"
DESTROY = """
update kek_epochs set state = 'destroyed', destroyed_at = clock_timestamp()
where epoch = $1 and state <> 'destroyed'
"""
SELECT_DUE = """
select epoch from kek_epochs group by epoch
having bool_and(state = 'retired' and destroy_after <= clock_timestamp()) order by epoch
"""
SEES_ALL = (
    "select pg_has_role(current_user, 'soundings_worker', 'usage') or not row_security_active('subject_keys')"
)

BATCH_SIZE = 1000

GRACE_PERIOD = timedelta(days=35)
"""How long the key of an epoch is kept after its turn, so that backups from before can be read."""

RewrapProgress = Callable[[int, int], None]
"""Called with the number of keys wrapped so far, and of those left."""


class RewrapResult(Struct, frozen=True):
    """The result of a run: the epoch, and the number of keys that were wrapped again."""

    epoch: int
    keys: int


class EpochInUse(Exception):
    """Raised when an epoch still has wrapped keys, which would be destroyed with it."""


def add_epoch(file: KeyringFile) -> int:
    """Adds a key-encryption key to the keyring; new data keys are wrapped under it from now on."""
    keyring = file().with_new_epoch()
    file.replace(keyring)
    return keyring.newest_epoch


async def rewrap_keys(
    pool: "WorkerPool",
    keyrings: KeyringSource,
    *,
    grace: timedelta = GRACE_PERIOD,
    batch: int = BATCH_SIZE,
    progress: RewrapProgress = lambda _done, _left: None,
) -> RewrapResult:
    """Wraps all data keys under the newest epoch, in batches; an interrupted run can be repeated.

    The keys of older epochs are to be destroyed after the grace period.
    """
    keyring, done = keyrings(), 0
    with translate_driver_errors():
        tenants: list[UUID] = [row[0] for row in await pool.fetch(SELECT_TENANTS)]
        for tenant_id in tenants:
            async with pool.acquire() as connection, connection.transaction():
                await _begin(connection, keyring, tenant_id, grace)
            while some := await _rewrap_some(pool, keyring, tenant_id, batch):
                done += some
                progress(done, await pool.fetchval(COUNT_LEFT, tenant_id, keyring.newest_epoch))
    return RewrapResult(keyring.newest_epoch, done)


async def destroy_epoch(pool: "WorkerPool", keyrings: KeyringSource, epoch: int) -> None:
    """Destroys an epoch's key-encryption key, also in the keyring if that is a file. Raises `EpochInUse`.

    It is marked in the database first, so that an interrupted run can be repeated.
    """
    if epoch == keyrings().newest_epoch:
        raise EpochInUse(f"epoch {epoch} is the newest; run `soundings keys rotate` first")
    with translate_driver_errors():
        async with pool.acquire() as connection, connection.transaction():
            await _destroy(connection, epoch)
    if isinstance(keyrings, KeyringFile):
        keyrings.replace(keyrings().without_epoch(epoch))
    elif epoch in keyrings().keys:
        raise InvalidKeyring(
            f"no data key needs epoch {epoch} any more; remove it from SOUNDINGS_KEYRING_JSON and start again"
        )


async def destroy_due_epochs(pool: "WorkerPool", keyrings: KeyringSource) -> list[int]:
    """Destroys the keys of those epochs whose grace period has passed; returns their numbers.

    Raises what `destroy_epoch` raises.
    """
    with translate_driver_errors():
        due: list[int] = [row[0] for row in await pool.fetch(SELECT_DUE)]
    for epoch in due:
        await destroy_epoch(pool, keyrings, epoch)
    return due


async def _begin(connection: "PooledConnection", keyring: Keyring, tenant_id: UUID, grace: timedelta) -> None:
    """Stops new keys from being wrapped under older epochs."""
    mark = keyring.check_value(keyring.newest_epoch, tenant_id)
    await connection.execute(BEGIN, tenant_id, keyring.newest_epoch, mark)
    found = await connection.fetchrow(SELECT_MARK, tenant_id, keyring.newest_epoch)
    if found is None or (found["mark"], found["state"]) != (mark, "current"):
        raise InvalidKeyring(
            f"this keyring has another key of epoch {keyring.newest_epoch} than the database was encrypted with"
        )
    await connection.execute(RETIRE, tenant_id, keyring.newest_epoch, grace)


async def _rewrap_some(pool: "WorkerPool", keyring: Keyring, tenant_id: UUID, batch: int) -> int:
    async with pool.acquire() as connection, connection.transaction():
        rows = await connection.fetch(SELECT_BATCH, tenant_id, keyring.newest_epoch, batch)
        if not rows:
            return 0
        wrapping = {epoch: keyring.wrapping_key(epoch, tenant_id) for epoch in {row["epoch"] for row in rows}}
        newest = keyring.wrapping_key(keyring.newest_epoch, tenant_id)
        anew = [wrap_key(newest, unwrap_key(wrapping[row["epoch"]], row["wrapped"])) for row in rows]
        columns = [[row[name] for row in rows] for name in ("subject_id", "class", "version")]
        await connection.execute(REWRAP, tenant_id, keyring.newest_epoch, *columns, anew)
        return len(rows)


async def _destroy(connection: "PooledConnection", epoch: int) -> None:
    # A role that sees one organisation only would find no keys of the others, and destroy them.
    if not await connection.fetchval(SEES_ALL):
        raise EpochInUse("only a worker sees whether an epoch is still in use")
    states = {row["state"] for row in await connection.fetch(LOCK_EPOCH, epoch)}
    left = await connection.fetchval(COUNT_UNDER, epoch)
    if left or "current" in states:
        raise EpochInUse(f"epoch {epoch} still encrypts {left} data keys; run `soundings keys rotate` first")
    await connection.execute(DESTROY, epoch)
