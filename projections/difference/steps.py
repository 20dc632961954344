"""The steps between two dates, the dread of them, and those that moved most."""

import math
from collections.abc import Iterable
from datetime import date, timedelta

from domain.journey.events.experiments import ExperimentAttempt, ExperimentCancelled, ExperimentRun
from projections.difference.view import AttemptKind, DreadChange, EasedStep, PeriodStep
from projections.learning_model.evidence_index import build_evidence_index
from projections.learning_model.parameters import Parameters
from projections.learning_model.promise_attribution import PromiseAttribution, period_attributions
from projections.learning_model.state import LearningState, StepEvents

_ONE_DAY = timedelta(days=1)
_LAST = 5
_MOVERS = 3


def steps_between(learning: LearningState, since: date, until: date) -> list[StepEvents]:
    """The steps taken after `since` up to `until`, by day."""
    taken = (
        (day, one)
        for one in learning.steps.values()
        if (day := one.happened_on()) is not None and since < day <= until
    )
    return [one for _, one in sorted(taken, key=lambda dated: dated[0])]


def period_steps(learning: LearningState, taken: Iterable[StepEvents]) -> tuple[PeriodStep, ...]:
    """The views of the given steps."""
    return tuple(
        PeriodStep(
            experiment_id=one.planned.experiment_id,
            kind=one.planned.kind,
            role_id=one.planned.role_id,
            role=_title(learning, one),
            on=one.happened.happened_on,
            ended=attempt_kind(one.happened),
        )
        for one in taken
        if one.happened
    )


def _title(learning: LearningState, step: StepEvents) -> str | None:
    role = learning.roles.get(step.planned.role_id) if step.planned.role_id else None
    return role.discovered.title if role else None


def attempt_kind(happened: ExperimentAttempt) -> AttemptKind:
    """How a step ended."""
    match happened:
        case ExperimentRun():
            return "run"
        case ExperimentCancelled():
            return "cancelled"
        case _:
            return "refused"


def top_attributions(
    learning: LearningState, since: date, until: date, parameters: Parameters
) -> tuple[PromiseAttribution, ...]:
    """The three experiments whose findings after `since` moved promises most, as seen on `until`."""
    index = build_evidence_index(learning, parameters)
    return period_attributions(learning, index, since + _ONE_DAY, until)[:_MOVERS]


def dread_change(
    learning: LearningState, taken: Iterable[StepEvents], since: date, until: date
) -> DreadChange:
    """The mean dread at both dates, and the step that was most feared too much."""
    eased = [one for step in taken if (one := _eased(learning, step))]
    return DreadChange(
        before=_dreaded(learning, since),
        after=_dreaded(learning, until),
        most_eased=max(eased, key=lambda one: one.dread_before - one.dread_after, default=None),
    )


def _dreaded(learning: LearningState, on: date) -> float | None:
    rated = [
        (day, one.planned.dread_before)
        for one in learning.steps.values()
        if (day := one.happened_on()) is not None and day <= on and one.planned.dread_before is not None
    ]
    last = [dreaded for _, dreaded in sorted(rated, key=lambda one: one[0])[-_LAST:]]
    return math.fsum(last) / len(last) if last else None


def _eased(learning: LearningState, step: StepEvents) -> EasedStep | None:
    before, happened = step.planned.dread_before, step.happened
    if before is None or happened is None or happened.dread_after is None or happened.dread_after >= before:
        return None
    return EasedStep(
        experiment_id=step.planned.experiment_id,
        kind=step.planned.kind,
        role=_title(learning, step),
        on=happened.happened_on,
        dread_before=before,
        dread_after=happened.dread_after,
    )
