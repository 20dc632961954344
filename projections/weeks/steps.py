"""The steps of a week: those planned for it, and those taken in it."""

from collections.abc import Sequence
from datetime import date

from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentDropped,
    ExperimentOutcome,
    ExperimentPlanned,
    ExperimentRun,
)
from domain.journey.events.weeks import WeekPlanned
from projections.weeks.state import WeeksState
from projections.weeks.titles import TitleLookup
from projections.weeks.view import OutcomeKind, PlannedStep, WeekNextStep, WeekPlan, WeekStep


def week_plan(
    state: WeeksState,
    titles: TitleLookup,
    week: WeekPlanned | None,
    planned: Sequence[ExperimentPlanned],
    on: date,
) -> WeekPlan:
    """The plan of a week, and what became of its steps."""
    return WeekPlan(
        made=week is not None,
        intention=week.intention if week else None,
        steps=tuple(_planned(state, titles, one, on) for one in planned),
    )


def _planned(state: WeeksState, titles: TitleLookup, planned: ExperimentPlanned, on: date) -> PlannedStep:
    outcome = state.outcomes.get(planned.experiment_id)
    return PlannedStep(
        experiment_id=planned.experiment_id,
        kind=planned.kind,
        role=titles.role(planned.role_id),
        planned_for=planned.planned_for,
        when=planned.plan.when if planned.plan else None,
        where=planned.plan.where if planned.plan else None,
        ended=outcome_kind(outcome) if outcome and outcome.happened_on <= on else None,
    )


def week_steps(
    state: WeeksState, titles: TitleLookup, outcomes: Sequence[ExperimentOutcome], on: date
) -> tuple[WeekStep, ...]:
    """The steps taken in a week, with their conclusions as far as known."""
    known = state.learning.steps
    return tuple(
        _taken(titles, one, step.planned, _until(step.concluded, on))
        for one in outcomes
        if (step := known.get(one.experiment_id))
    )


def _until(concluded: ExperimentConcluded | None, on: date) -> ExperimentConcluded | None:
    return concluded if concluded and concluded.happened_on <= on else None


def _taken(
    titles: TitleLookup,
    outcome: ExperimentOutcome,
    planned: ExperimentPlanned,
    concluded: ExperimentConcluded | None,
) -> WeekStep:
    following = concluded.next_step if concluded else None
    return WeekStep(
        experiment_id=planned.experiment_id,
        kind=planned.kind,
        role_id=planned.role_id,
        role=titles.role(planned.role_id),
        on=outcome.happened_on,
        ended=outcome_kind(outcome),
        conclusion=concluded.conclusion if concluded else None,
        next_step=WeekNextStep(what=following.what, due=following.due) if following else None,
        concluded=concluded is not None,
    )


def outcome_kind(outcome: ExperimentOutcome) -> OutcomeKind:
    """The code for how a plan ended."""
    match outcome:
        case ExperimentRun():
            return "run"
        case ExperimentCancelled():
            return "cancelled"
        case ExperimentDropped():
            return "dropped"
        case _:
            return "refused"


def asks_conclusion(step: WeekStep) -> bool:
    """Whether it took place and is no application, which is only sent."""
    return step.ended == "run" and step.kind != "application"
