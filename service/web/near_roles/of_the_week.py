"""What the atlas adds to the unknown roles of a week: drawn each Monday, and the same until Sunday."""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.journey.aggregate import Journey
from domain.journey.events.roles import RolesSlice
from domain.journey.events.weeks import monday_of
from service.atlas.atlas import Atlas
from service.localization.translator import Translator
from service.web.near_roles.by_qualities import qualities_sought, roles_by_qualities
from service.web.near_roles.linked_roles import (
    chosen_roles,
    is_on_list,
    known_occupations,
    language_of,
    linked_roles,
)
from service.web.near_roles.page import NearRole, near_role, occupations_of
from service.web.profile.unknown_roles import MOST_A_WEEK, answered_of_atlas

DRAWN_FROM = 12
"""So many of the most surprising take turns from week to week."""
ONE_WEEK = timedelta(days=7)


async def draw_of_week(
    atlas: Atlas, journey: Journey, then: Journey, today: date, translator: Translator, *, places: int
) -> tuple[NearRole, ...]:
    """Those that still wait for an answer, of the few that were drawn on Monday from what was known `then`.

    What she kept or let go this week elsewhere counts, too: no more than three are asked a week, even when an atlas that is
    loaded in it draws anew.
    """
    if places <= 0 or then.start is None:
        return ()
    drawn = await _drawn_on(atlas, then, monday_of(today), translator, places)
    answered = known_occupations(journey, today)
    waiting = [
        one
        for one in drawn
        if one.occupation.occupation_id not in answered and not is_on_list(journey, one.occupation, today)
    ]
    return tuple(waiting[: max(0, places - answered_of_atlas(journey, today))])


async def _drawn_on(
    atlas: Atlas, then: Journey, monday: date, translator: Translator, places: int
) -> tuple[NearRole, ...]:
    """Drawn on a Monday: near her roles of then, and where there are too few of those, by the qualities she looked for.

    The reader's language is for words alone: what is drawn goes by the client's.
    """
    hers = chosen_roles(then)
    near = await _near(atlas, then, hers, monday, translator)
    turn = (monday - monday_of(then.started.event.happened_on)) // ONE_WEEK
    drawn = _in_turn(near, turn, places)
    if len(drawn) < places and (sought := qualities_sought(then, language_of(then))):
        without = known_occupations(then, monday) | {one.occupation.occupation_id for one in near}
        more = await roles_by_qualities(atlas, sought, hers, translator, without=without, limit=DRAWN_FROM)
        new = await _not_on_list(atlas, then, more, monday, translator)
        drawn = (*drawn, *_in_turn(new, turn, places - len(drawn)))
    return drawn


async def _near(
    atlas: Atlas, then: Journey, hers: RolesSlice, monday: date, translator: Translator
) -> Sequence[NearRole]:
    linked = linked_roles(hers)
    if not linked:
        return ()
    sources = await occupations_of(atlas, linked)
    found = await atlas.near(
        sources, translator.language, without=known_occupations(then, monday), limit=DRAWN_FROM
    )
    shown = [near_role(one, sources[one.from_id], hers, translator) for one in found]
    return await _not_on_list(atlas, then, shown, monday, translator)


async def _not_on_list(
    atlas: Atlas, then: Journey, found: Sequence[NearRole], monday: date, translator: Translator
) -> list[NearRole]:
    """Those that no role of hers is called like, in her own language."""
    occupations = {one.occupation.occupation_id: one.occupation for one in found}
    if found and language_of(then) != translator.language:
        occupations |= await atlas.occupations(occupations, language_of(then))
    listed = {key for key, one in occupations.items() if is_on_list(then, one, monday)}
    return [one for one in found if one.occupation.occupation_id not in listed]


def _in_turn(some: Sequence[NearRole], turn: int, count: int) -> tuple[NearRole, ...]:
    """So many of those whose turn it is, round and round, each once; every round begins one further.

    Where it begins does not depend on how many are asked for: fewer are the first of more.
    """
    if not some:
        return ()
    start = turn * MOST_A_WEEK
    start += start // len(some)
    return tuple(some[(start + place) % len(some)] for place in range(min(count, len(some))))
