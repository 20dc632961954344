"""What became of an experiment: run, cancelled, refused or dropped, and then concluded with evidence."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from domain.allowed_dates import or_later
from domain.errors import IllegalStep, InvalidValue
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentDropped,
    ExperimentRefused,
    ExperimentRun,
    NextStep,
    Outcome,
)
from domain.journey.forms import Fact, Given, Hours, Note, Rating, Sentence, Wish
from domain.journey.learning import Learned, gathered

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class NextStepGiven(Given, frozen=True, kw_only=True):
    """What follows, and by which day."""

    what: Sentence
    due: date | None = None


class RunExperiment(Wish, frozen=True, kw_only=True, tag="RunExperiment"):
    """It took place."""

    experiment_id: UUID
    hours: Hours | None = None
    dread_after: Rating | None = None
    note: Note | None = None


class CancelExperiment(Wish, frozen=True, kw_only=True, tag="CancelExperiment"):
    """The other side called it off or moved it."""

    experiment_id: UUID
    dread_after: Rating | None = None
    note: Note | None = None


class RefuseExperiment(Wish, frozen=True, kw_only=True, tag="RefuseExperiment"):
    """The other side would not meet."""

    experiment_id: UUID
    dread_after: Rating | None = None
    note: Note | None = None


class DropExperiment(Wish, frozen=True, kw_only=True, tag="DropExperiment"):
    """Take the plan back."""

    experiment_id: UUID
    note: Note | None = None


class ConcludeExperiment(Wish, frozen=True, kw_only=True, tag="ConcludeExperiment"):
    """Conclude: what was learned, what it means, what comes next."""

    experiment_id: UUID
    conclusion: Sentence
    learned: Learned = Learned()
    next_step: NextStepGiven | None = None


def run(journey: "Journey", wish: RunExperiment) -> list[Fact]:
    """Run what was planned."""
    return _settle(
        journey,
        ExperimentRun(
            happened_on=wish.happened_on,
            experiment_id=wish.experiment_id,
            hours=wish.hours,
            dread_after=wish.dread_after,
            note=wish.note,
        ),
    )


def cancel(journey: "Journey", wish: CancelExperiment) -> list[Fact]:
    """Note that the other side called it off."""
    return _settle(
        journey,
        ExperimentCancelled(
            happened_on=wish.happened_on,
            experiment_id=wish.experiment_id,
            dread_after=wish.dread_after,
            note=wish.note,
        ),
    )


def refuse(journey: "Journey", wish: RefuseExperiment) -> list[Fact]:
    """Note that the other side would not meet."""
    return _settle(
        journey,
        ExperimentRefused(
            happened_on=wish.happened_on,
            experiment_id=wish.experiment_id,
            dread_after=wish.dread_after,
            note=wish.note,
        ),
    )


def drop(journey: "Journey", wish: DropExperiment) -> list[Fact]:
    """Take a plan back."""
    return _settle(
        journey,
        ExperimentDropped(happened_on=wish.happened_on, experiment_id=wish.experiment_id, note=wish.note),
    )


def _settle(journey: "Journey", outcome: Outcome) -> list[Fact]:
    experiment = journey.experiment(outcome.experiment_id)
    if experiment.outcome == outcome:
        return []
    if experiment.stage != "planned":
        raise IllegalStep(
            "What became of this experiment was told of %(day)s; nothing is overwritten.",
            field="experiment_id",
            day=experiment.on,
            allowed="a planned experiment",
        )
    if outcome.happened_on < experiment.planned.happened_on:
        raise InvalidValue(
            "The plan was made on %(day)s; it cannot have happened before.",
            field="happened_on",
            day=experiment.planned.happened_on,
            allowed=or_later(experiment.planned.happened_on),
        )
    return [outcome]


def conclude(journey: "Journey", wish: ConcludeExperiment) -> list[Fact]:
    """Conclude what happened; evidence is dated by the day of the step, whenever the conclusion is written."""
    experiment = journey.happened(wish.experiment_id)
    following = NextStep(what=wish.next_step.what, due=wish.next_step.due) if wish.next_step else None
    concluded = ExperimentConcluded(
        happened_on=wish.happened_on,
        experiment_id=wish.experiment_id,
        conclusion=wish.conclusion,
        next_step=following,
    )
    if experiment.concluded and experiment.concluded != concluded:
        raise IllegalStep(
            "This experiment is concluded; add what you learned later as evidence.",
            field="experiment_id",
            allowed="an experiment that is not concluded",
        )
    if wish.happened_on < experiment.on:
        raise InvalidValue(
            "It happened on %(day)s; it cannot be concluded before.",
            field="happened_on",
            day=experiment.on,
            allowed=or_later(experiment.on),
        )
    learned = gathered(journey, wish.learned, experiment.context(wish.experiment_id))
    return learned if experiment.concluded else [*learned, concluded]
