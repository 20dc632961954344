"""The steps of a week: those it was meant for, and those that were taken."""

from collections.abc import Sequence
from datetime import date

from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentDropped,
    ExperimentPlanned,
    ExperimentRun,
    Outcome,
)
from domain.journey.weeks import WeekPlanned
from projections.weeks.state import State
from projections.weeks.titles import Titles
from projections.weeks.view import Ended, NextStep, Plan, PlannedStep, StepTaken


def plan_of(
    state: State, titles: Titles, week: WeekPlanned | None, meant: Sequence[ExperimentPlanned], on: date
) -> Plan:
    """What a week was for, and what became of the steps meant for it."""
    return Plan(
        made=week is not None,
        intention=week.intention if week else None,
        steps=tuple(_planned(state, titles, one, on) for one in meant),
    )


def _planned(state: State, titles: Titles, planned: ExperimentPlanned, on: date) -> PlannedStep:
    outcome = state.outcomes.get(planned.experiment_id)
    return PlannedStep(
        experiment_id=planned.experiment_id,
        kind=planned.kind,
        role=titles.role(planned.role_id),
        planned_for=planned.planned_for,
        when=planned.plan.when if planned.plan else None,
        where=planned.plan.where if planned.plan else None,
        ended=ended(outcome) if outcome and outcome.happened_on <= on else None,
    )


def taken(state: State, titles: Titles, outcomes: Sequence[Outcome], on: date) -> tuple[StepTaken, ...]:
    """What became of the week's steps, with their conclusions as far as they are told."""
    known = state.learning.steps
    return tuple(
        _taken(titles, one, step.planned, _told(step.concluded, on))
        for one in outcomes
        if (step := known.get(one.experiment_id))
    )


def _told(concluded: ExperimentConcluded | None, on: date) -> ExperimentConcluded | None:
    return concluded if concluded and concluded.happened_on <= on else None


def _taken(
    titles: Titles, outcome: Outcome, planned: ExperimentPlanned, concluded: ExperimentConcluded | None
) -> StepTaken:
    following = concluded.next_step if concluded else None
    return StepTaken(
        experiment_id=planned.experiment_id,
        kind=planned.kind,
        role_id=planned.role_id,
        role=titles.role(planned.role_id),
        on=outcome.happened_on,
        ended=ended(outcome),
        conclusion=concluded.conclusion if concluded else None,
        next_step=NextStep(what=following.what, due=following.due) if following else None,
        concluded=concluded is not None,
    )


def ended(outcome: Outcome) -> Ended:
    """What became of a plan, in a word."""
    match outcome:
        case ExperimentRun():
            return "run"
        case ExperimentCancelled():
            return "cancelled"
        case ExperimentDropped():
            return "dropped"
        case _:
            return "refused"
