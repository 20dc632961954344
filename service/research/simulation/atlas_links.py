"""Which occupations of the starter atlas the roles of simulated clients are, and which others they find there."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.commands.roles import LinkRole
from service.research.simulation.randomness import RandomStream

LINKED = 0.7
"""The share of the roles that are looked up in the atlas."""


class SimulatedLink(Struct, frozen=True, kw_only=True):
    """What a role is in the atlas: an occupation, or only one of a group of ISCO-08."""

    isco_group: str
    occupation_id: str | None = None


OF_ROLES: Sequence[SimulatedLink] = (
    SimulatedLink(isco_group="3341"),
    SimulatedLink(isco_group="5321", occupation_id="87d0795a-d41f-47ee-979f-0ab7d73836e7"),
    SimulatedLink(isco_group="2511", occupation_id="d3edb8f8-3a06-47a0-8fb9-9b212c006aa2"),
    SimulatedLink(isco_group="5312", occupation_id="1f137f0b-7097-4583-9d1b-b69e57369319"),
    SimulatedLink(isco_group="2421"),
    SimulatedLink(isco_group="7411", occupation_id="75b63949-1b93-4bf2-a777-ccf978dc3e8a"),
    SimulatedLink(isco_group="4225", occupation_id="13d1b2b4-99dd-44da-9734-c9f74bae18f7"),
    SimulatedLink(isco_group="3323", occupation_id="29fa406d-de89-4515-be8d-0fe7bda993f1"),
    SimulatedLink(isco_group="6113", occupation_id="e7970c7a-7769-4002-87d3-0a8ea94fdd6f"),
    SimulatedLink(isco_group="2264", occupation_id="006cc1f9-2841-41c3-991a-dc3f2f3bd533"),
    SimulatedLink(isco_group="4321"),
    SimulatedLink(isco_group="5113"),
)
"""In the order of the roles in every language."""
FOUND_THERE: Sequence[SimulatedLink] = (
    SimulatedLink(isco_group="2421", occupation_id="60082a99-d8ef-4e84-9290-78902681b6ed"),
    SimulatedLink(isco_group="2423", occupation_id="5d0cc30d-068a-424c-8463-f42872a7149e"),
    SimulatedLink(isco_group="3351", occupation_id="5f16819d-50b9-475b-a2d8-607ee6d99a9d"),
    SimulatedLink(isco_group="4321", occupation_id="d7a9f9e0-e2f5-4804-a0e0-b21ebb1403ee"),
    SimulatedLink(isco_group="5113", occupation_id="26105840-8abb-4f91-a888-1211cb798b0b"),
    SimulatedLink(isco_group="6113", occupation_id="fa30c1cb-dbc5-409c-8124-7284592b123c"),
)
"""In the order of the occupations in every language."""


def links_of(key: str, roles: Sequence[tuple[UUID, SimulatedLink]]) -> Mapping[UUID, SimulatedLink]:
    """Those of the roles that are looked up as soon as they come up, with what each is."""
    stream = RandomStream(f"{key}/links")
    return {role_id: link for role_id, link in roles if stream.happens(LINKED)}


def link_role(on: date, role_id: UUID, link: SimulatedLink) -> LinkRole:
    """The command that says so."""
    return LinkRole(
        happened_on=on, role_id=role_id, isco_group=link.isco_group, occupation_id=link.occupation_id
    )
