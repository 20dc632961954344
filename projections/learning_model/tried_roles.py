"""Which roles were tried: a step about them took place, and they are not the client's own work. The profile, the week, the difference and the quests count the same."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from domain.journey.events.experiments import ExperimentRun
from domain.journey.events.roles import RoleDiscovered
from projections.learning_model.role_beliefs import distance_on
from projections.learning_model.state import LearningState


def first_tried(
    roles: Iterable[RoleDiscovered], runs: Iterable[tuple[UUID | None, date]]
) -> Mapping[UUID, date]:
    """The day from which each role counts as tried: that of the first step about it, once it is on the list."""
    tested: dict[UUID, date] = {}
    for role_id, day in runs:
        if role_id:
            tested[role_id] = min(day, tested.get(role_id, day))
    return {one.role_id: max(one.happened_on, tested[one.role_id]) for one in roles if one.role_id in tested}


def tried_roles(state: LearningState, on: date) -> Mapping[UUID, date]:
    """The roles that were tried up to a day, without the work that the client knows."""
    runs = (
        (one.planned.role_id, one.happened.happened_on)
        for one in state.steps.values()
        if isinstance(one.happened, ExperimentRun) and one.happened.happened_on <= on
    )
    roles = (
        one.discovered
        for one in state.roles.values()
        if one.discovered.happened_on <= on and distance_on(one, on) != "same"
    )
    return first_tried(roles, runs)
