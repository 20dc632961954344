"""The epochs of key-encryption keys, and how many keys are wrapped under each."""

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from service.encryption.keyring import Keyring
from service.postgres.connections import translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

SELECT_EPOCHS = """
select e.epoch, array_agg(distinct e.state) as states, max(e.destroy_after) as destroy_after,
       (select count(*) from subject_keys k where k.epoch = e.epoch and k.wrapped is not null) as keys
from kek_epochs e group by e.epoch order by e.epoch
"""


class EpochStatus(Struct, frozen=True, kw_only=True):
    """One epoch of the key-encryption keys."""

    epoch: int
    state: str
    """`current`, `retired` or `destroyed` (of several organisations' the one that keeps it longest), or
    `unused`: in the keyring only.
    """
    keys: int
    """How many data keys are wrapped under it."""
    in_keyring: bool
    destroy_after: datetime | None = None
    """When its key is to be destroyed; None for one that was not turned yet, or is gone."""


async def epoch_statuses(pool: "WorkerPool", keyring: Keyring) -> list[EpochStatus]:
    """Every epoch that the database or the keyring knows."""
    with translate_driver_errors():
        rows = {row["epoch"]: row for row in await pool.fetch(SELECT_EPOCHS)}
    return [
        EpochStatus(
            epoch=epoch,
            state=_longest(rows[epoch]["states"]) if epoch in rows else "unused",
            keys=rows[epoch]["keys"] if epoch in rows else 0,
            in_keyring=epoch in keyring.keys,
            destroy_after=rows[epoch]["destroy_after"] if epoch in rows and epoch in keyring.keys else None,
        )
        for epoch in sorted(rows.keys() | keyring.keys.keys())
    ]


def _longest(states: list[str]) -> str:
    return next(state for state in ("current", "retired", "destroyed") if state in states)
