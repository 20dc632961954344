"""Everything an archive is made of, read before its first byte is written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from domain.history import RecordedEvent
from domain.vocabulary import Language
from service.accounts.caller import AccountRole
from service.authorization.access_log import AccessLog, AccessRecord
from service.authorization.client_directory import ClientDirectory

StoredRows = dict[str, list[dict[str, Any]]]
"""Rows by table, without secrets."""


class ArchivedAccess(Struct, frozen=True, kw_only=True):
    """One reading of the journey from the access log: when, by whom, of what, and by which right."""

    at: datetime
    actor_id: UUID
    name: str | None
    """Null when it is not known any more."""
    role: AccountRole
    act: str
    why: str
    reason: str | None
    """Of who looked without having been granted it."""


class ArchiveMaterial(Struct, frozen=True, kw_only=True):
    """One journey and everything stored around it, as of one moment."""

    journey_id: UUID
    entries: tuple[RecordedEvent, ...]
    """All of them, opened, what was corrected and taken back among them."""
    looks: tuple[ArchivedAccess, ...] = ()
    """The latest first."""
    held: StoredRows = {}
    """What the accounts hold; nothing where there are none."""
    language: Language | None = None
    """The language of the readable page; that of the journey when it is None."""


async def collect_archive_material(
    access_log: AccessLog,
    clients: ClientDirectory,
    tenant_id: UUID,
    journey_id: UUID,
    entries: Sequence[RecordedEvent],
) -> ArchiveMaterial:
    """Reads everything stored about a journey and its client. The caller must be authorized already."""
    page = await access_log.all_records(tenant_id, journey_id)
    person_id = await clients.client_of(tenant_id, journey_id)
    return ArchiveMaterial(
        journey_id=journey_id,
        entries=tuple(entries),
        looks=tuple(_archived_access(look, page.names.get(look.actor_id)) for look in page.looks),
        held=await clients.stored_about(tenant_id, journey_id, person_id),
    )


def _archived_access(look: AccessRecord, name: str | None) -> ArchivedAccess:
    return ArchivedAccess(
        at=look.at,
        actor_id=look.actor_id,
        name=name,
        role=look.role,
        act=look.act,
        why=look.why,
        reason=look.reason,
    )
