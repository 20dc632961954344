"""Courage: the dread before and after each step, and the ladder that follows from it."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.experiments import ExperimentAttempt, ExperimentPlanned
from domain.vocabulary import ExperimentKind
from projections.game.state import GameState
from projections.learning_model.forecasts import DreadGap, dread_gap
from projections.learning_model.ladder import Ladder, LadderRules, RungName, build_ladder, rung_of
from projections.learning_model.parameters import Parameters


class DreadComparison(Struct, frozen=True, kw_only=True):
    """A step with its dread before and after, 0-10."""

    experiment_id: UUID
    kind: ExperimentKind
    rung: RungName | None
    on: date
    before: int
    after: int


class Courage(Struct, frozen=True, kw_only=True):
    """All rated steps by date, the mean difference between dread before and after, and the ladder of courage."""

    steps: tuple[DreadComparison, ...]
    gap: DreadGap | None
    """None below four steps."""
    ladder: Ladder


def courage_view(state: GameState, on: date, rules: LadderRules, parameters: Parameters) -> Courage:
    """The dread of the steps up to a date, and the ladder that follows from them."""
    steps = sorted((one for one in state.steps if one.happened_on <= on), key=lambda one: one.happened_on)
    taken = [(state.plans[step.experiment_id], step) for step in steps]
    felt = [dread for planned, step in taken if (dread := _dread(planned, step))]
    return Courage(
        steps=tuple(felt),
        gap=dread_gap(((one.before, one.after) for one in felt), parameters),
        ladder=build_ladder((planned for planned, _ in taken), rules),
    )


def _dread(planned: ExperimentPlanned, step: ExperimentAttempt) -> DreadComparison | None:
    if planned.dread_before is None or step.dread_after is None:
        return None
    return DreadComparison(
        experiment_id=step.experiment_id,
        kind=planned.kind,
        rung=rung_of(planned),
        on=step.happened_on,
        before=planned.dread_before,
        after=step.dread_after,
    )
