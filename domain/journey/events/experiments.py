"""Experiments: what is stored of a step from its plan to its conclusion, and how far each one is."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.journey.contacts import Meeting
from domain.journey.events.evidence import Source
from domain.journey.forms import Fact, Part
from domain.journey.learning import Context
from domain.sensitivity import C1, C2, Id, Words
from domain.vocabulary import Channel, Kind, Tested


class Forecast(Part, frozen=True, kw_only=True):
    """The numbers expected beforehand."""

    appeal: Annotated[int | None, C1] = None
    invited: Annotated[float | None, C1] = None


class WhenWhereIf(Part, frozen=True, kw_only=True):
    """A plan that carries itself out: when, where, and what if."""

    when: Words
    where: Words
    if_then: Annotated[str | None, C2] = None


class NextStep(Part, frozen=True, kw_only=True):
    """What follows, and by which day."""

    what: Words
    due: Annotated[date | None, C1] = None


class ExperimentPlanned(Fact, frozen=True, kw_only=True, tag="ExperimentPlanned"):
    """A market experiment was planned."""

    experiment_id: Id
    kind: Annotated[Kind, C1]
    role_id: Annotated[UUID | None, C1] = None
    hypothesis: Annotated[str | None, C2] = None
    tests: Annotated[tuple[Tested, ...], C1] = ()
    forecast: Forecast | None = None
    plan: WhenWhereIf | None = None
    planned_for: Annotated[date | None, C1] = None
    dread_before: Annotated[int | None, C1] = None
    meeting: Meeting | None = None
    channel: Annotated[Channel | None, C1] = None
    employer_id: Annotated[UUID | None, C1] = None
    refers_to: Annotated[UUID | None, C1] = None


class ExperimentRun(Fact, frozen=True, kw_only=True, tag="ExperimentRun"):
    """It took place."""

    experiment_id: Id
    hours: Annotated[float | None, C1] = None
    dread_after: Annotated[int | None, C1] = None
    note: Annotated[str | None, C2] = None


class ExperimentCancelled(Fact, frozen=True, kw_only=True, tag="ExperimentCancelled"):
    """The other side called it off or moved it."""

    experiment_id: Id
    dread_after: Annotated[int | None, C1] = None
    note: Annotated[str | None, C2] = None


class ExperimentRefused(Fact, frozen=True, kw_only=True, tag="ExperimentRefused"):
    """The other side would not meet."""

    experiment_id: Id
    dread_after: Annotated[int | None, C1] = None
    note: Annotated[str | None, C2] = None


class ExperimentDropped(Fact, frozen=True, kw_only=True, tag="ExperimentDropped"):
    """The client took the plan back."""

    experiment_id: Id
    note: Annotated[str | None, C2] = None


class ExperimentConcluded(Fact, frozen=True, kw_only=True, tag="ExperimentConcluded"):
    """What the step means, and what comes next."""

    experiment_id: Id
    conclusion: Words
    next_step: NextStep | None = None


Stage = Literal["planned", "run", "cancelled", "refused", "dropped"]


class Experiment(Struct, frozen=True):
    """What later decisions need of an experiment."""

    planned: ExperimentPlanned
    stage: Stage = "planned"
    on: date = date.min
    """The day it took place, was called off or refused."""
    outcome: ExperimentRun | ExperimentCancelled | ExperimentRefused | ExperimentDropped | None = None
    concluded: ExperimentConcluded | None = None

    def context(self, experiment_id: UUID) -> Context:
        """What evidence of this experiment inherits."""
        meeting = self.planned.meeting
        return Context(
            source=Source(kind="experiment", id=experiment_id),
            on=self.on,
            took_place=self.stage == "run",
            role_id=self.planned.role_id,
            contact_id=meeting.contact_id if meeting else None,
        )


Experiments = dict[UUID, Experiment]
Outcome = ExperimentRun | ExperimentCancelled | ExperimentRefused | ExperimentDropped


def evolve(experiments: Experiments, fact: ExperimentPlanned | Outcome | ExperimentConcluded) -> Experiments:
    """Follow each experiment from plan to conclusion."""
    match fact:
        case ExperimentPlanned():
            experiment = Experiment(planned=fact)
        case ExperimentConcluded():
            experiment = replace(experiments[fact.experiment_id], concluded=fact)
        case _:
            experiment = replace(
                experiments[fact.experiment_id], stage=_stage(fact), on=fact.happened_on, outcome=fact
            )
    return {**experiments, fact.experiment_id: experiment}


def _stage(fact: Outcome) -> Stage:
    match fact:
        case ExperimentRun():
            return "run"
        case ExperimentCancelled():
            return "cancelled"
        case ExperimentRefused():
            return "refused"
        case ExperimentDropped():
            return "dropped"
