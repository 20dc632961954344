"""Whether a keyring is the one that a database was sealed under, before anything is read or written by it."""

from typing import TYPE_CHECKING

from service.encryption.keyring import InvalidKeyring, Keyring
from service.postgres.connections import translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

IS_SEALED = "select exists (select from kek_epochs)"
SELECT_MARKS = """
select tenant_id, epoch, mark, exists (
    select from subject_keys k where (k.tenant_id, k.epoch) = (e.tenant_id, e.epoch) and k.wrapped is not null
) as in_use
from kek_epochs e where state <> 'destroyed' order by epoch, tenant_id
"""
RESTORE = "set SOUNDINGS_KEYRING to the keyring of this database, or restore it from its copy"


async def is_sealed(pool: "WorkerPool") -> bool:
    """True if the database has, or had, keys that seal what is personal."""
    with translate_driver_errors():
        found: bool = await pool.fetchval(IS_SEALED)
        return found


async def require_fitting_keyring(pool: "WorkerPool", keyring: Keyring) -> None:
    """Raises `InvalidKeyring` if the keyring lacks the key of an epoch that is in use, or has another one.

    The database keeps a check value of each key, which tells it from others without revealing it.
    """
    with translate_driver_errors():
        rows = await pool.fetch(SELECT_MARKS)
    for tenant_id, epoch, mark, in_use in rows:
        if epoch not in keyring.keys:
            if in_use:
                raise InvalidKeyring(
                    f"the keyring lacks the key of epoch {epoch}, which is in use: {RESTORE}"
                )
        elif keyring.check_value(epoch, tenant_id) != mark:
            raise InvalidKeyring(
                f"the keyring has another key of epoch {epoch} than this database was encrypted with: {RESTORE}"
            )
