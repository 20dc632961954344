"""What the atlas knows round a client's roles: what lies near, and which kinds of work she never came near."""

from collections.abc import Collection, Mapping
from datetime import date

from msgspec import Struct

from domain.journey.aggregate import Journey
from service.atlas.atlas import Atlas
from service.atlas.views import LocalText, NearOccupation
from service.localization.translator import Translator
from service.web.near_roles.left_out import LeftOut, find_left_out
from service.web.near_roles.linked_roles import (
    LinkedRole,
    chosen_roles,
    known_occupations,
    linked_roles,
)
from service.web.near_roles.page import new_near, occupations_of

MAJOR_GROUPS = tuple("1234567890")
"""Of ISCO-08; the armed forces last."""


class NearOnMap(Struct, frozen=True, kw_only=True):
    """An occupation at the horizon, and the role of hers that it is near to."""

    near: NearOccupation
    source: LinkedRole


class Surroundings(Struct, frozen=True, kw_only=True):
    """What lies round the roles of a list."""

    near: tuple[NearOnMap, ...] = ()
    near_groups: frozenset[str] = frozenset()
    """The major groups of all that lies near, drawn or not."""
    left_out: LeftOut = LeftOut()
    groups: Mapping[str, LocalText] = {}
    """Titles of the major groups by their codes; none in an empty atlas."""


async def load_surroundings(
    atlas: Atlas, journey: Journey, today: date, translator: Translator
) -> Surroundings:
    """What the page of near roles shows, and the names of all kinds of work."""
    sources = await occupations_of(atlas, linked_roles(chosen_roles(journey)))
    left_out = await find_left_out(atlas, journey, today)
    shown = await new_near(atlas, journey, today, sources, translator, left_out=left_out)
    without = known_occupations(journey, today) | left_out.occupations
    others = await atlas.near_all(sources, translator.language, without=without)
    return Surroundings(
        near=tuple(NearOnMap(near=one, source=sources[one.from_id]) for one in shown),
        near_groups=frozenset(one.occupation.isco_group[:1] for one in (*shown, *others)),
        left_out=left_out,
        groups=await atlas.group_titles(MAJOR_GROUPS, translator.language),
    )


def unknown_groups(surroundings: Surroundings, known: Collection[str]) -> tuple[LocalText, ...]:
    """The major groups of which neither a role on the list is, nor anything near."""
    met = {code[:1] for code in known} | surroundings.near_groups
    return tuple(
        surroundings.groups[code] for code in MAJOR_GROUPS if code in surroundings.groups and code not in met
    )
