"""What the atlas adds to the unknown roles of a week: drawn each Monday, and the same until Sunday."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from domain.event import AuthoredEvent
from domain.history import RecordedEvent
from domain.journey.aggregate import Journey
from domain.journey.events.roles import RoleKept, RoleLinked, RolesSlice
from domain.journey.events.weeks import monday_of
from service.application.aggregates import JOURNEY_AGGREGATE
from service.atlas.atlas import Atlas
from service.localization.translator import Translator
from service.web.near_roles.by_qualities import qualities_sought, roles_by_qualities
from service.web.near_roles.left_out import LeftOut, find_left_out
from service.web.near_roles.linked_roles import (
    chosen_roles,
    is_on_list,
    known_occupations,
    language_of,
    linked_roles,
    ruled_out_roles,
)
from service.web.near_roles.page import NearRole, near_role, occupations_of
from service.web.near_roles.proposals import own_work
from service.web.profile.unknown_roles import MOST_A_WEEK, answered_of_atlas

DRAWN_FROM = 12
"""So many of the most surprising take turns from week to week."""
ONE_WEEK = timedelta(days=7)


def drawn_from(journey: Journey, entries: Sequence[RecordedEvent], then: Journey) -> Journey:
    """What the week is drawn from: the journey as it was known `then`, on Monday.

    While nothing was linked and no dream told on Monday, it is drawn when her first role is linked, from what was known at that moment. A link
    that was taken back or replaced since is none. `entries` are all that the journey has.
    """
    if linked_roles(chosen_roles(then)) or (then.start and qualities_sought(then, language_of(then))):
        return then
    known = JOURNEY_AGGREGATE.initial
    for entry in entries:
        known = JOURNEY_AGGREGATE.evolve(known, [AuthoredEvent(entry.event, entry.actor_id)])
        if isinstance(entry.event, RoleLinked | RoleKept) and _has_lasting_link(known, journey):
            return known
    return then


def _has_lasting_link(known: Journey, journey: Journey) -> bool:
    """Whether a role that was linked by then is still linked to the same."""
    now = {
        one.role_id: (one.occupation_id, one.isco_group) for one in linked_roles(journey.roles, aside=True)
    }
    hers = linked_roles(chosen_roles(known))
    return any(now.get(one.role_id) == (one.occupation_id, one.isco_group) for one in hers)


async def draw_of_week(
    atlas: Atlas,
    journey: Journey,
    then: Journey,
    today: date,
    translator: Translator,
    *,
    places: int,
    left_out: LeftOut,
) -> tuple[NearRole, ...]:
    """Those that still wait for an answer, of the few that were drawn from what was known `then`.

    What she kept or let go this week elsewhere counts, too: no more than three are asked a week, even when an atlas that is
    loaded in it draws anew. What is proposed with each goes by what is known now.
    """
    if places <= 0 or then.start is None:
        return ()
    same_limits = ruled_out_roles(then) == ruled_out_roles(journey)
    left_out_then = left_out if same_limits else await find_left_out(atlas, then, today)
    drawn = await _Draw(atlas, then, journey, monday_of(today), translator, left_out_then).of(places)
    answered = known_occupations(journey, today) | left_out.occupations
    waiting = [
        one
        for one in drawn
        if one.occupation.occupation_id not in answered and not is_on_list(journey, one.occupation, today)
    ]
    return tuple(waiting[: max(0, places - answered_of_atlas(journey, today))])


class _Draw(Struct, frozen=True):
    """A draw of a Monday.

    The reader's language is for words alone: what is drawn goes by the client's.
    """

    atlas: Atlas
    then: Journey
    now: Journey
    monday: date
    translator: Translator
    left_out: LeftOut

    async def of(self, places: int) -> tuple[NearRole, ...]:
        """So many near her roles of then, and where there are too few of those, by the qualities she looked for."""
        near = await self._near()
        turn = (self.monday - monday_of(self.then.started.event.happened_on)) // ONE_WEEK
        drawn = _in_turn(near, turn, places)
        if len(drawn) < places and (sought := qualities_sought(self.then, language_of(self.then))):
            without = self._without | {one.occupation.occupation_id for one in near}
            more = await roles_by_qualities(
                self.atlas, sought, self._hers_now, self.translator, without=without, limit=DRAWN_FROM
            )
            new = await _not_on_list(self.atlas, self.then, more, self.monday, self.translator)
            drawn = (*drawn, *_in_turn(new, turn, places - len(drawn)))
        return drawn

    @property
    def _hers_now(self) -> RolesSlice:
        return chosen_roles(self.now)

    @property
    def _without(self) -> frozenset[str]:
        return known_occupations(self.then, self.monday) | self.left_out.occupations

    async def _near(self) -> Sequence[NearRole]:
        linked = linked_roles(chosen_roles(self.then))
        if not linked:
            return ()
        sources = await occupations_of(self.atlas, linked)
        found = await self.atlas.near(
            sources, self.translator.language, without=self._without, limit=DRAWN_FROM
        )
        own = await own_work(self.atlas, self._hers_now, {one.occupation.occupation_id for one in found})
        shown = [near_role(one, sources[one.from_id], own, self.translator) for one in found]
        return await _not_on_list(self.atlas, self.then, shown, self.monday, self.translator)


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
