"""Taking everything out: what an archive is made of, gathered from the log, the access log and the accounts."""

from collections.abc import Sequence
from uuid import UUID

from domain.history import RecordedEvent
from service.authorization.access_log import AccessLog, AccessRecord
from service.authorization.client_directory import ClientDirectory
from service.personal_data.archive.material import ArchivedAccess, ArchiveMaterial


async def collect_archive_material(
    access_log: AccessLog,
    clients: ClientDirectory,
    tenant_id: UUID,
    journey_id: UUID,
    entries: Sequence[RecordedEvent],
) -> ArchiveMaterial:
    """Everything that is kept about a journey and its client; whether it may be asked is decided before."""
    page = await access_log.all_records(tenant_id, journey_id)
    person_id = await clients.client_of(tenant_id, journey_id)
    return ArchiveMaterial(
        journey_id=journey_id,
        entries=tuple(entries),
        looks=tuple(_told(look, page.names.get(look.actor_id)) for look in page.looks),
        held=await clients.stored_about(tenant_id, journey_id, person_id),
    )


def _told(look: AccessRecord, name: str | None) -> ArchivedAccess:
    return ArchivedAccess(
        at=look.at,
        actor_id=look.actor_id,
        name=name,
        role=look.role,
        act=look.act,
        why=look.why,
        reason=look.reason,
    )
