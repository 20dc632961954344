"""Links the roles of a journey that go by a name of the atlas, letter for letter: imported ones are asked nothing."""

from uuid import UUID, uuid5

from domain.aggregate import CommandBatch
from domain.errors import DomainError
from domain.journey.commands.roles import LinkRole
from service.application.aggregates import stream_id
from service.application.journeys import Journeys
from service.atlas.atlas import Atlas
from service.localization.locales import parse_language


async def link_named_roles(
    journeys: Journeys, atlas: Atlas, journey_id: UUID, *, tenant_id: UUID, actor_id: UUID
) -> int:
    """Links those of its roles that have no link and are named as in the atlas, in the journey's language. Returns how many."""
    journey = await journeys.get(journey_id, tenant_id=tenant_id)
    language = parse_language(journey.started.event.locale)
    unlinked = {role_id: role for role_id, role in journey.roles.items() if role.link is None}
    if language is None or not unlinked:
        return 0
    named = await atlas.named({role.title for role in unlinked.values()}, language)
    batches = [
        CommandBatch.of(
            uuid5(journey_id, f"atlas/{role_id}"),
            (
                LinkRole(
                    happened_on=role.discovered_on,
                    role_id=role_id,
                    isco_group=known.isco_group,
                    occupation_id=known.occupation_id,
                ),
            ),
        )
        for role_id, role in unlinked.items()
        if (known := named.get(role.title))
    ]
    if not batches:
        return 0
    try:
        executed = await journeys.commands.execute(stream_id(tenant_id, journey_id), batches, actor_id)
    except DomainError:
        # The journey is whole without links, and its client may give them.
        return 0
    return executed.new
