"""What a week is compared with: what was believed on its Monday morning; of a role that is new since, where it came from."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from msgspec.structs import replace

from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from projections.learning_model.role_beliefs import RoleBelief, role_beliefs
from projections.learning_model.state import LearningState, brought_by

_ONE_DAY = timedelta(days=1)


def week_start_beliefs(
    state: LearningState, monday: date, parameters: Parameters = DEFAULT_PARAMETERS
) -> dict[UUID, RoleBelief]:
    """The roles as on a Monday morning; in the week in which the journey began, those it began with, before any step."""
    began = state.started.happened_on if state.started else monday
    if began < monday:
        return role_beliefs(state, monday - _ONE_DAY, parameters)
    return {
        key: one
        for key, one in role_beliefs(_before_any_step(state), began, parameters).items()
        if brought_by(state, key) not in state.steps
    }


def starting_beliefs(
    state: LearningState, role_ids: Collection[UUID], parameters: Parameters = DEFAULT_PARAMETERS
) -> dict[UUID, RoleBelief]:
    """These roles on the day they came on the list, before any step about them."""
    bare = _before_any_step(state)
    return {key: _starting(bare, key, parameters) for key in role_ids}


def _starting(bare: LearningState, role_id: UUID, parameters: Parameters) -> RoleBelief:
    alone = replace(bare, roles={role_id: bare.roles[role_id]})
    return role_beliefs(alone, bare.roles[role_id].discovered.happened_on, parameters)[role_id]


def _before_any_step(state: LearningState) -> LearningState:
    return replace(
        state,
        steps={},
        attempts=(),
        ratings=tuple(one for one in state.ratings if one.source.kind != "experiment"),
        signals=tuple(one for one in state.signals if one.source.kind != "experiment"),
    )
