"""Taking everything out: what an archive is made of, gathered from the log, the access log and the accounts."""

from collections.abc import Sequence
from uuid import UUID

from domain.history import Entry
from service.authorization.access_log import AccessLog, Look
from service.authorization.client_directory import Clients
from service.personal_data.archive.material import LookTold, Material


async def gathered(
    access_log: AccessLog, clients: Clients, tenant_id: UUID, journey_id: UUID, entries: Sequence[Entry]
) -> Material:
    """Everything that is kept about a journey and its client; whether it may be asked is decided before."""
    page = await access_log.whole(tenant_id, journey_id)
    person_id = await clients.client_of(tenant_id, journey_id)
    return Material(
        journey_id=journey_id,
        entries=tuple(entries),
        looks=tuple(_told(look, page.names.get(look.actor_id)) for look in page.looks),
        held=await clients.held_about(tenant_id, journey_id, person_id),
    )


def _told(look: Look, name: str | None) -> LookTold:
    return LookTold(
        at=look.at,
        actor_id=look.actor_id,
        name=name,
        role=look.role,
        act=look.act,
        why=look.why,
        reason=look.reason,
    )
