"""Roles the client had not thought of that were tested, and talks about roles outside the sector."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from domain.journey.events.evidence import SourceKind
from domain.journey.events.roles import RoleDiscovered, RoleJudged
from domain.vocabulary import Distance
from projections.game.history import GameHistory
from projections.learning_model.tried_roles import first_tried

OWN_LIST_SOURCES: frozenset[SourceKind] = frozenset({"own", "intake"})
OUTSIDE_DISTANCES: frozenset[Distance] = frozenset({"far", "licence"})


def new_role_test_days(trail: GameHistory) -> Iterator[date]:
    """Yields the day each role that is not from the client's own list was first tested by a step that ran."""
    runs = ((step.planned.role_id, step.happened_on) for step in trail.steps if step.was_run())
    found = trail.events_of(RoleDiscovered)
    tried = first_tried(found, runs)
    for role in found:
        if role.source.kind not in OWN_LIST_SOURCES and role.role_id in tried:
            yield tried[role.role_id]


def outside_talk_days(trail: GameHistory) -> Iterator[date]:
    """Yields the days of talks about roles whose distance was `far` or `licence` on that day."""
    judged: defaultdict[UUID, list[RoleDiscovered | RoleJudged]] = defaultdict(list)
    for one in trail.events:
        if isinstance(one, RoleDiscovered | RoleJudged):
            judged[one.role_id].append(one)
    for step in trail.steps:
        role_id = step.planned.role_id
        if step.was_run("conversation") and role_id and role_id in judged:
            first, *later = judged[role_id]
            latest = [first, *(one for one in later if one.happened_on <= step.happened_on)][-1]
            if latest.distance in OUTSIDE_DISTANCES:
                yield max(step.happened_on, first.happened_on)
