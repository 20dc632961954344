"""Attribution of changes to experiments: the profile at a date with and without what one experiment taught."""

from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct

from domain.vocabulary import ExperimentKind
from projections.learning_model.evidence_index import build_evidence_index
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from projections.learning_model.role_beliefs import RoleBelief, role_beliefs
from projections.learning_model.state import LearningState, without_experiment
from projections.learning_model.weighted_criteria import weighted_criteria

_ONE_DAY = timedelta(days=1)
_SAME = 1e-9
"""Below this, a difference is rounding and not a move."""


class RoleMove(Struct, frozen=True, kw_only=True):
    """A role's numbers without the step and with it; `before` is null for a role that the step discovered."""

    role_id: UUID
    title: str
    appeal_before: float | None
    appeal: float
    reach_before: float | None
    reach: float
    promise_before: float | None
    promise: float


class CriterionMove(Struct, frozen=True, kw_only=True):
    """The weight of a priority without the step and with it.

    `before` is null for a priority that the step brought up.
    """

    criterion_id: UUID
    wording: str
    weight_before: float | None
    weight: float


class ExperimentMove(Struct, frozen=True, kw_only=True):
    """Everything that one step changed.

    `size` is the sum of the changes in potential, in points, over the roles known without it.
    """

    experiment_id: UUID
    kind: ExperimentKind
    on: date
    size: float
    roles: tuple[RoleMove, ...]
    criteria: tuple[CriterionMove, ...]


def experiment_move(
    state: LearningState,
    experiment_id: UUID,
    on: date,
    parameters: Parameters = DEFAULT_PARAMETERS,
    *,
    since: date = date.min,
) -> ExperimentMove:
    """What one experiment moved by what was learned from it since a day, as seen on another. Raises KeyError for an unknown one."""
    step = state.steps[experiment_id]
    bare = without_experiment(state, experiment_id, since)
    roles = _role_moves(role_beliefs(bare, on, parameters), role_beliefs(state, on, parameters))
    return ExperimentMove(
        experiment_id=experiment_id,
        kind=step.planned.kind,
        on=step.happened_on() or step.planned.happened_on,
        size=sum(abs(one.promise - one.promise_before) for one in roles if one.promise_before is not None),
        roles=roles,
        criteria=criterion_moves(state, bare, on, parameters),
    )


def largest_moves(
    state: LearningState, since: date, until: date, parameters: Parameters = DEFAULT_PARAMETERS
) -> tuple[ExperimentMove, ...]:
    """The experiments that were taken, or from which something was learned, after `since` up to `until`.

    The largest move as seen on `until` comes first.
    """
    after = min(since, date.max - _ONE_DAY) + _ONE_DAY
    heard = build_evidence_index(state, parameters).experiments_with_evidence(after, until)
    between = [
        key
        for key, step in state.steps.items()
        if key in heard or ((day := step.happened_on()) is not None and since < day <= until)
    ]
    moved = (experiment_move(state, key, until, parameters, since=after) for key in between)
    return tuple(sorted(moved, key=lambda one: (-one.size, one.on, str(one.experiment_id))))


def _role_moves(before: dict[UUID, RoleBelief], after: dict[UUID, RoleBelief]) -> tuple[RoleMove, ...]:
    moves = (_role_move(before.get(key), one) for key, one in after.items())
    return tuple(one for one in moves if one is not None)


def _role_move(before: RoleBelief | None, after: RoleBelief) -> RoleMove | None:
    if before and abs(before.appeal.mean - after.appeal.mean) + abs(before.reach - after.reach) < _SAME:
        return None
    return RoleMove(
        role_id=after.role_id,
        title=after.events.discovered.title,
        appeal_before=before.appeal.mean if before else None,
        appeal=after.appeal.mean,
        reach_before=before.reach if before else None,
        reach=after.reach,
        promise_before=before.promise if before else None,
        promise=after.promise,
    )


def criterion_moves(
    state: LearningState, bare: LearningState, on: date, parameters: Parameters
) -> tuple[CriterionMove, ...]:
    """The weights that differ between a state and one that lacks something of it."""
    if len(state.tradeoffs) == len(bare.tradeoffs) and len(state.criteria) == len(bare.criteria):
        return ()
    before = {one.named.criterion_id: one.weight for one in weighted_criteria(bare, on, parameters)}
    return tuple(
        CriterionMove(
            criterion_id=one.named.criterion_id,
            wording=one.named.wording,
            weight_before=before.get(one.named.criterion_id),
            weight=one.weight,
        )
        for one in weighted_criteria(state, on, parameters)
        if abs(one.weight - before.get(one.named.criterion_id, -1.0)) >= _SAME
    )
