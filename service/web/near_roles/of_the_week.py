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
    linked_roles,
    roles_known_before,
)
from service.web.near_roles.page import NearRole, near_role, occupations_of

DRAWN_FROM = 12
"""So many of the most surprising take turns from week to week."""
ONE_WEEK = timedelta(days=7)


async def draw_of_week(
    atlas: Atlas, journey: Journey, today: date, translator: Translator, *, places: int
) -> tuple[NearRole, ...]:
    """Those that still wait for an answer, of the few that were drawn on Monday from what was known then."""
    monday = monday_of(today)
    if places <= 0:
        return ()
    drawn = await _drawn_on(atlas, journey, monday, translator, places)
    answered = known_occupations(journey.roles, today)
    return tuple(
        one
        for one in drawn
        if one.occupation.occupation_id not in answered
        and not is_on_list(journey.roles, one.occupation, today)
    )


async def _drawn_on(
    atlas: Atlas, journey: Journey, monday: date, translator: Translator, places: int
) -> tuple[NearRole, ...]:
    """Drawn on a Monday: near her roles of then, and where there are too few of those, by the qualities she looked for."""
    roles = roles_known_before(journey, monday)
    hers = chosen_roles(journey, roles, before=monday)
    near = await _near(atlas, roles, hers, monday, translator)
    turn = (monday - monday_of(journey.started.event.happened_on)) // ONE_WEEK
    drawn = _in_turn(near, turn * places, places)
    if len(drawn) < places and (sought := qualities_sought(journey, translator.language, before=monday)):
        without = known_occupations(roles, monday) | {one.occupation.occupation_id for one in near}
        more = await roles_by_qualities(atlas, sought, hers, translator, without=without, limit=DRAWN_FROM)
        new = [one for one in more if not is_on_list(roles, one.occupation, monday)]
        drawn = (*drawn, *_in_turn(new, turn * places, places - len(drawn)))
    return drawn


async def _near(
    atlas: Atlas, roles: RolesSlice, hers: RolesSlice, monday: date, translator: Translator
) -> Sequence[NearRole]:
    linked = linked_roles(hers)
    if not linked:
        return ()
    sources = await occupations_of(atlas, linked, translator)
    found = await atlas.near(
        sources, translator.language, without=known_occupations(roles, monday), limit=DRAWN_FROM
    )
    return [
        near_role(one, sources[one.from_id], hers, translator)
        for one in found
        if not is_on_list(roles, one.occupation, monday)
    ]


def _in_turn(some: Sequence[NearRole], start: int, count: int) -> tuple[NearRole, ...]:
    """So many from a place on, round and round, each once."""
    return tuple(some[(start + place) % len(some)] for place in range(min(count, len(some))))
