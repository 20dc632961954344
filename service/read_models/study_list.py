"""The table of studies: which there are in an organisation, and how far each is."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from domain.history import RecordedEvent
from domain.study.events import (
    StudyApproved,
    StudyClosed,
    StudyDrafted,
    StudyReturned,
    StudyRevised,
    StudySubmitted,
)
from domain.vocabulary import StudyState
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import AnyConnection, Pool

StudyKey = tuple[UUID, UUID]
"""Tenant and study."""

INSERT_ROW = """
insert into studies (tenant_id, study_id, drafted_on, state) values ($1, $2, $3, 'draft') on conflict do nothing
"""
UPDATE_ROW = "update studies set state = $3 where tenant_id = $1 and study_id = $2"
DELETE_ROW = "delete from studies where tenant_id = $1 and study_id = $2"
SELECT_ALL = "select study_id, state from studies where tenant_id = $1 order by drafted_on desc, study_id"

STATES: dict[type, StudyState] = {
    StudyRevised: "draft",
    StudySubmitted: "submitted",
    StudyReturned: "returned",
    StudyApproved: "approved",
    StudyClosed: "closed",
}


class StudyLine(Struct, frozen=True):
    """A study in the list, and how far it is."""

    study_id: UUID
    state: StudyState


class StudyList:
    """Reads the list of studies, the newest first."""

    def __init__(self, pool: "Pool") -> None:
        self._pool = pool

    async def all(self, *, tenant_id: UUID) -> list[StudyLine]:
        """Every study of an organisation."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(SELECT_ALL, tenant_id)
        return [StudyLine(row["study_id"], row["state"]) for row in rows]


async def apply_study_events(
    connection: "AnyConnection", keyed: Iterable[tuple[StudyKey, RecordedEvent]]
) -> None:
    """Applies the events of a batch to the table."""
    for (tenant_id, study_id), entry in keyed:
        match entry.event:
            case StudyDrafted():
                await connection.execute(INSERT_ROW, tenant_id, study_id, entry.event.happened_on)
            case _ if type(entry.event) in STATES:
                await connection.execute(UPDATE_ROW, tenant_id, study_id, STATES[type(entry.event)])
            case _:
                continue


async def delete_study(connection: "AnyConnection", key: StudyKey) -> None:
    """Deletes a row, before it is made anew."""
    await connection.execute(DELETE_ROW, *key)
