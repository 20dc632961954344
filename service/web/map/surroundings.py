"""What the atlas knows round a client's roles: what lies near, and which kinds of work she never came near."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import chain, zip_longest

from msgspec import Struct

from domain.journey.aggregate import Journey
from service.atlas.atlas import Atlas
from service.atlas.views import LocalText, NearOccupation
from service.localization.translator import Translator
from service.web.near_roles.linked_roles import (
    LinkedRole,
    chosen_roles,
    is_on_list,
    known_occupations,
    linked_roles,
)
from service.web.near_roles.page import occupations_of

MOST_NEAR = 8
"""So many are drawn at the horizon."""
MAJOR_GROUPS = tuple("1234567890")
"""Of ISCO-08; the armed forces last."""


class NearOnMap(Struct, frozen=True, kw_only=True):
    """An occupation at the horizon, and the role of hers that it is near to."""

    near: NearOccupation
    source: LinkedRole


class Surroundings(Struct, frozen=True, kw_only=True):
    """What lies round the roles of a list."""

    near: tuple[NearOnMap, ...] = ()
    groups: Mapping[str, LocalText] = {}
    """Titles of the major groups by their codes; none in an empty atlas."""


async def load_surroundings(
    atlas: Atlas, journey: Journey, today: date, translator: Translator
) -> Surroundings:
    """What lies near each role in turn, the most surprising of each first, and the names of all kinds of work."""
    sources = await occupations_of(atlas, linked_roles(chosen_roles(journey)))
    found = await atlas.near_all(
        sources, translator.language, without=known_occupations(journey.roles, today)
    )
    new = [one for one in found if not is_on_list(journey.roles, one.occupation, today)]
    return Surroundings(
        near=tuple(NearOnMap(near=one, source=sources[one.from_id]) for one in _in_turn(new)[:MOST_NEAR]),
        groups=await atlas.group_titles(MAJOR_GROUPS, translator.language),
    )


def unknown_groups(surroundings: Surroundings, known: Collection[str]) -> tuple[LocalText, ...]:
    """The major groups of which neither a role on the list is, nor anything near."""
    met = {code[:1] for code in known} | {one.near.occupation.isco_group[:1] for one in surroundings.near}
    return tuple(
        surroundings.groups[code] for code in MAJOR_GROUPS if code in surroundings.groups and code not in met
    )


def _in_turn(found: Sequence[NearOccupation]) -> list[NearOccupation]:
    """The first near each role, then the second of each, and so on."""
    of_each: dict[str, list[NearOccupation]] = {}
    for one in found:
        of_each.setdefault(one.from_id, []).append(one)
    return [one for one in chain.from_iterable(zip_longest(*of_each.values())) if one]
