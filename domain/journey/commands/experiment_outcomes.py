"""The outcome of an experiment: run, cancelled, refused or dropped; then its conclusion with evidence."""

from datetime import date
from typing import Annotated
from uuid import UUID

from domain.allowed_dates import on_or_after
from domain.command import ADDED_LATER, Command, CommandPart, Hours, Note, Rating, SentenceText
from domain.errors import InvalidOperation, InvalidValue
from domain.journey.aggregate import Journey
from domain.journey.commands.evidence import LearningInput, evidence_events
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentDropped,
    ExperimentOutcome,
    ExperimentRefused,
    ExperimentRun,
    NextStep,
)
from domain.vocabulary import FearOutcome


class NextStepInput(CommandPart, frozen=True, kw_only=True):
    """What comes next, and by which date."""

    what: SentenceText
    due: date | None = None


class RunExperiment(Command, frozen=True, kw_only=True, tag="RunExperiment"):
    """Record that a step took place."""

    experiment_id: UUID
    hours: Hours | None = None
    dread_after: Rating | None = None
    note: Note | None = None
    fear: Annotated[FearOutcome | None, ADDED_LATER] = None


class CancelExperiment(Command, frozen=True, kw_only=True, tag="CancelExperiment"):
    """Record that the other side cancelled or moved a step."""

    experiment_id: UUID
    dread_after: Rating | None = None
    note: Note | None = None


class RefuseExperiment(Command, frozen=True, kw_only=True, tag="RefuseExperiment"):
    """Record that the other side declined to meet."""

    experiment_id: UUID
    dread_after: Rating | None = None
    note: Note | None = None


class DropExperiment(Command, frozen=True, kw_only=True, tag="DropExperiment"):
    """Drop a planned step."""

    experiment_id: UUID
    note: Note | None = None


class ConcludeExperiment(Command, frozen=True, kw_only=True, tag="ConcludeExperiment"):
    """Conclude a step: what was learned, what it means, what comes next."""

    experiment_id: UUID
    conclusion: SentenceText
    learned: LearningInput = LearningInput()
    next_step: NextStepInput | None = None


def handle_run_experiment(journey: Journey, command: RunExperiment) -> list[JourneyEvent]:
    """Records that a planned experiment took place."""
    return _outcome_events(
        journey,
        ExperimentRun(
            happened_on=command.happened_on,
            experiment_id=command.experiment_id,
            hours=command.hours,
            dread_after=command.dread_after,
            note=command.note,
            fear=command.fear,
        ),
    )


def handle_cancel_experiment(journey: Journey, command: CancelExperiment) -> list[JourneyEvent]:
    """Records that the other side called a planned experiment off."""
    return _outcome_events(
        journey,
        ExperimentCancelled(
            happened_on=command.happened_on,
            experiment_id=command.experiment_id,
            dread_after=command.dread_after,
            note=command.note,
        ),
    )


def handle_refuse_experiment(journey: Journey, command: RefuseExperiment) -> list[JourneyEvent]:
    """Records that the other side refused a planned experiment."""
    return _outcome_events(
        journey,
        ExperimentRefused(
            happened_on=command.happened_on,
            experiment_id=command.experiment_id,
            dread_after=command.dread_after,
            note=command.note,
        ),
    )


def handle_drop_experiment(journey: Journey, command: DropExperiment) -> list[JourneyEvent]:
    """Drops a planned experiment."""
    return _outcome_events(
        journey,
        ExperimentDropped(
            happened_on=command.happened_on, experiment_id=command.experiment_id, note=command.note
        ),
    )


def _outcome_events(journey: Journey, outcome: ExperimentOutcome) -> list[JourneyEvent]:
    experiment = journey.experiment(outcome.experiment_id)
    if experiment.outcome == outcome:
        return []
    if experiment.stage != "planned":
        raise InvalidOperation(
            "The outcome of this step was recorded for %(day)s. Nothing is overwritten.",
            field="experiment_id",
            day=experiment.on,
            allowed="a planned step",
        )
    if outcome.happened_on < experiment.planned.happened_on:
        raise InvalidValue(
            "It was planned on %(day)s, so it cannot have happened before that.",
            field="happened_on",
            day=experiment.planned.happened_on,
            allowed=on_or_after(experiment.planned.happened_on),
        )
    return [outcome]


def handle_conclude_experiment(journey: Journey, command: ConcludeExperiment) -> list[JourneyEvent]:
    """Concludes an experiment that was run, cancelled or refused. Its evidence takes the date of the step."""
    experiment = journey.experiment_that_happened(command.experiment_id)
    next_step = (
        NextStep(what=command.next_step.what, due=command.next_step.due) if command.next_step else None
    )
    concluded = ExperimentConcluded(
        happened_on=command.happened_on,
        experiment_id=command.experiment_id,
        conclusion=command.conclusion,
        next_step=next_step,
    )
    if experiment.concluded and experiment.concluded != concluded:
        raise InvalidOperation(
            "This step already has a conclusion. Add what you learned later as evidence.",
            field="experiment_id",
            allowed="a step without a conclusion",
        )
    if command.happened_on < experiment.on:
        raise InvalidValue(
            "It happened on %(day)s, so the conclusion cannot be earlier.",
            field="happened_on",
            day=experiment.on,
            allowed=on_or_after(experiment.on),
        )
    learned = evidence_events(journey, command.learned, experiment.evidence_context(command.experiment_id))
    return learned if experiment.concluded else [*learned, concluded]


HANDLERS: CommandHandlers = {
    RunExperiment: handle_run_experiment,
    CancelExperiment: handle_cancel_experiment,
    RefuseExperiment: handle_refuse_experiment,
    DropExperiment: handle_drop_experiment,
    ConcludeExperiment: handle_conclude_experiment,
}
