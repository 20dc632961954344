"""Kinds of work near the client's: the view model, with why each is near, what it needs, and how different it may be."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.vocabulary import Distance, Language
from service.atlas.atlas import Atlas
from service.atlas.views import Edition, LocalText, NearOccupation, Occupation
from service.localization.translator import Translator
from service.web.near_roles.left_out import LeftOut, find_left_out
from service.web.near_roles.linked_roles import (
    LinkedRole,
    chosen_roles,
    is_on_list,
    known_occupations,
    linked_roles,
    unlinked_roles,
)
from service.web.near_roles.proposals import OwnWork, own_work, proposed_distance, what_to_ask

SHOWN = 10
SPARE = 10
"""So many more are asked for: some may be on the list under words of her own."""
OF_A_GROUP = 5
"""So many occupations stand for a role of which only the group is known."""


class NearRole(Struct, frozen=True, kw_only=True):
    """An occupation to keep or to let go, and why it is shown."""

    occupation: Occupation
    distance: Distance | None
    """Proposed; None while none of the work she knows is in the atlas."""
    question: str
    """What to ask in a first conversation."""
    from_title: str = ""
    """The role of hers that it is near to; empty if it came by a quality."""
    shared: tuple[LocalText, ...] = ()
    shared_count: int = 0
    missing: tuple[LocalText, ...] = ()
    qualities: tuple[str, ...] = ()
    """The names of the qualities that it shares with what she looks for."""


class NearRolesPage(Struct, frozen=True, kw_only=True):
    """The page."""

    roles: tuple[NearRole, ...]
    linked: tuple[LinkedRole, ...]
    """Those that can be looked from."""
    chosen: UUID | None
    """The one that is looked from; None for all."""
    unlinked: tuple[tuple[UUID, str], ...]
    left_out: LeftOut
    empty_atlas: bool
    editions: tuple[Edition, ...]


async def load_near_roles(
    atlas: Atlas, journey: Journey, today: date, chosen: str, translator: Translator
) -> NearRolesPage:
    """What lies near her roles, or near one of them, the most surprising first."""
    hers = chosen_roles(journey)
    linked = linked_roles(hers)
    one = next((each for each in linked if str(each.role_id) == chosen), None)
    sources = await occupations_of(atlas, [one] if one else linked)
    left_out = await find_left_out(atlas, journey, today)
    new = await new_near(atlas, journey, today, sources, translator, left_out=left_out)
    own = await own_work(atlas, hers, {each.occupation.occupation_id for each in new})
    editions = await atlas.editions()
    return NearRolesPage(
        roles=tuple(near_role(each, sources[each.from_id], own, translator) for each in new),
        linked=linked,
        chosen=one.role_id if one else None,
        unlinked=unlinked_roles(hers),
        left_out=left_out,
        empty_atlas=not new and not editions,
        editions=editions,
    )


async def new_near(
    atlas: Atlas,
    journey: Journey,
    today: date,
    sources: Collection[str],
    translator: Translator,
    *,
    left_out: LeftOut,
) -> list[NearOccupation]:
    """What lies near these occupations and is not on her list, the most surprising first."""
    without = known_occupations(journey, today) | left_out.occupations
    found = await atlas.near(sources, translator.language, without=without, limit=SHOWN + SPARE)
    return [one for one in found if not is_on_list(journey, one.occupation, today)][:SHOWN]


async def occupations_of(atlas: Atlas, roles: Collection[LinkedRole]) -> Mapping[str, LinkedRole]:
    """The occupations that her roles are, each with its role; of a role known by its group only, some of the group."""
    sources = {one.occupation_id: one for one in roles if one.occupation_id}
    by_group = [one for one in roles if one.occupation_id is None]
    some = await atlas.in_groups([one.isco_group for one in by_group], OF_A_GROUP) if by_group else {}
    for one in by_group:
        for occupation_id in some.get(one.isco_group, ()):
            sources.setdefault(occupation_id, one)
    return sources


def near_role(near: NearOccupation, source: LinkedRole, own: OwnWork, translator: Translator) -> NearRole:
    """A near occupation, as it is shown."""
    return NearRole(
        occupation=near.occupation,
        from_title=source.title,
        shared=near.shared,
        shared_count=near.shared_count,
        missing=near.missing,
        distance=proposed_distance(near.occupation, own),
        question=what_to_ask(texts(near.shared, translator.language), translator),
    )


def texts(local: Sequence[LocalText], language: Language) -> tuple[str, ...]:
    """Those that are in this language: what goes into a sentence of hers is in no other."""
    return tuple(one.text for one in local if one.language == language)
