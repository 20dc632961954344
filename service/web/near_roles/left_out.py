"""What is suggested nowhere: what is nearly the same as a role that a limit of hers rules out."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from service.atlas.atlas import Atlas
from service.web.near_roles.linked_roles import LinkedRole, known_occupations, ruled_out_roles


class LeftOut(Struct, frozen=True, kw_only=True):
    """Occupations that are nearly the same as roles that are ruled out, and which roles these are."""

    occupations: frozenset[str] = frozenset()
    roles: tuple[tuple[UUID, str], ...] = ()
    """Each with its title, in the order they came."""

    @property
    def count(self) -> int:
        """How many are left out."""
        return len(self.occupations)


async def find_left_out(atlas: Atlas, journey: Journey, today: date) -> LeftOut:
    """What is nearly the same as what she ruled out, without what she knows anyway."""
    ruled_out = ruled_out_roles(journey)
    if not ruled_out:
        return LeftOut()
    found = await atlas.nearly_same(
        {one.occupation_id for one in ruled_out if one.occupation_id},
        {one.isco_group for one in ruled_out},
    )
    known = known_occupations(journey, today)
    new = {key: like for key, like in found.items() if key not in known}
    alike = frozenset[str]().union(*new.values())
    return LeftOut(
        occupations=frozenset(new),
        roles=tuple((one.role_id, one.title) for one in ruled_out if alike & _names(one)),
    )


def _names(role: LinkedRole) -> frozenset[str]:
    return frozenset(one for one in (role.occupation_id, role.isco_group) if one)
