"""Experiments: what is stored of a step from its plan to its conclusion, and how far each one is."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event, EventPart
from domain.growing import with_entry, with_item
from domain.journey.events.evidence import EvidenceContext, Source
from domain.journey.events.network import Meeting
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, C2, PersonalText, StructuralId
from domain.vocabulary import Channel, ExperimentKind, FearOutcome, FiveTries, TestedAspect


class Forecast(EventPart, frozen=True, kw_only=True):
    """What the client expected beforehand."""

    appeal: Annotated[int | None, C1] = None
    invited: Annotated[float | None, C1] = None
    five_tries: Annotated[FiveTries | None, C1] = None


class IfThenPlan(EventPart, frozen=True, kw_only=True):
    """When and where a step takes place, and what to do if something gets in the way."""

    when: PersonalText
    where: PersonalText | None = None
    if_then: Annotated[str | None, C2] = None


class EarlierGuess(EventPart, frozen=True, kw_only=True):
    """What a plan held as a guess until it was corrected; the words of a belief stay in the entries themselves."""

    until: Annotated[date, C1]
    """The day of the correction."""
    forecast: Forecast | None = None
    dread_before: Annotated[int | None, C1] = None
    believed: Annotated[bool, C1] = False
    """Whether it had a belief to test."""


class NextStep(EventPart, frozen=True, kw_only=True):
    """What comes next, and by which date."""

    what: PersonalText
    due: Annotated[date | None, C1] = None


class ExperimentPlanned(Event, frozen=True, kw_only=True, tag="ExperimentPlanned"):
    """A step was planned."""

    label = translatable("a planned step")
    creates = ("experiment",)

    experiment_id: StructuralId
    kind: Annotated[ExperimentKind, C1]
    role_id: Annotated[UUID | None, C1] = None
    hypothesis: Annotated[str | None, C2] = None
    tests: Annotated[tuple[TestedAspect, ...], C1] = ()
    forecast: Forecast | None = None
    plan: IfThenPlan | None = None
    planned_for: Annotated[date | None, C1] = None
    dread_before: Annotated[int | None, C1] = None
    meeting: Meeting | None = None
    channel: Annotated[Channel | None, C1] = None
    employer_id: Annotated[UUID | None, C1] = None
    refers_to: Annotated[UUID | None, C1] = None
    feared: Annotated[str | None, C2] = None
    what: Annotated[str | None, C2] = None
    """What exactly, in the client's own words."""
    earlier_guesses: tuple[EarlierGuess, ...] = ()
    """What corrections replaced, in the order in which they did."""


def with_earlier_guess(plan: ExperimentPlanned, old: ExperimentPlanned, on: date) -> ExperimentPlanned:
    """A plan that corrects another on a day, and keeps what that one guessed."""
    earlier = EarlierGuess(
        until=on,
        forecast=old.forecast,
        dread_before=old.dread_before,
        believed=old.hypothesis is not None,
    )
    same = (plan.forecast, plan.dread_before, plan.hypothesis is not None) == (
        earlier.forecast,
        earlier.dread_before,
        earlier.believed,
    )
    return replace(
        plan, earlier_guesses=old.earlier_guesses if same else with_item(old.earlier_guesses, earlier)
    )


def as_guessed_on(plan: ExperimentPlanned, day: date) -> ExperimentPlanned:
    """The plan of a step of a day with the guess that stood then: what was written later is none."""
    stood: EarlierGuess | None = None
    for one in reversed(plan.earlier_guesses):
        if one.until <= day:
            break
        stood = one
    if stood is None:
        return plan
    return replace(
        plan,
        forecast=stood.forecast,
        dread_before=stood.dread_before,
        hypothesis=plan.hypothesis if stood.believed else None,
    )


def steps_followed_up(plan: ExperimentPlanned, plans: Mapping[UUID, ExperimentPlanned]) -> list[UUID]:
    """What a follow-up goes back to, over other follow-ups; nothing for a step of another kind."""
    passed = dict[UUID, None]()
    at: ExperimentPlanned | None = plan
    while at and at.kind == "follow_up" and at.refers_to and at.refers_to not in passed:
        passed[at.refers_to] = None
        at = plans.get(at.refers_to)
    return list(passed)


def role_followed_up(plan: ExperimentPlanned, plans: Mapping[UUID, ExperimentPlanned]) -> UUID | None:
    """The role of what a follow-up goes back to, over follow-ups that name none; None if it is of no role."""
    steps = (plans.get(step) for step in steps_followed_up(plan, plans))
    return next((step.role_id for step in steps if step and step.role_id), None)


class ExperimentRun(Event, frozen=True, kw_only=True, tag="ExperimentRun"):
    """A step took place."""

    label = translatable("that a step took place")
    creates = ("happened",)
    part_of = ("experiment",)

    experiment_id: StructuralId
    hours: Annotated[float | None, C1] = None
    dread_after: Annotated[int | None, C1] = None
    note: Annotated[str | None, C2] = None
    fear: Annotated[FearOutcome | None, C1] = None


class ExperimentCancelled(Event, frozen=True, kw_only=True, tag="ExperimentCancelled"):
    """The other side cancelled or moved a step."""

    label = translatable("that a step was cancelled")
    creates = ("happened",)
    part_of = ("experiment",)

    experiment_id: StructuralId
    dread_after: Annotated[int | None, C1] = None
    note: Annotated[str | None, C2] = None


class ExperimentRefused(Event, frozen=True, kw_only=True, tag="ExperimentRefused"):
    """The other side declined to meet."""

    label = translatable("that a step was declined")
    creates = ("happened",)
    part_of = ("experiment",)

    experiment_id: StructuralId
    dread_after: Annotated[int | None, C1] = None
    note: Annotated[str | None, C2] = None


class ExperimentDropped(Event, frozen=True, kw_only=True, tag="ExperimentDropped"):
    """The client dropped a planned step."""

    label = translatable("that a step was dropped")
    part_of = ("experiment",)

    experiment_id: StructuralId
    note: Annotated[str | None, C2] = None


class ExperimentConcluded(Event, frozen=True, kw_only=True, tag="ExperimentConcluded"):
    """The client concluded what a step means, and what comes next."""

    label = translatable("the conclusion of a step")
    part_of = ("happened",)

    experiment_id: StructuralId
    conclusion: PersonalText
    next_step: NextStep | None = None


ExperimentStage = Literal["planned", "run", "cancelled", "refused", "dropped"]


class Experiment(Struct, frozen=True):
    """An experiment: its plan, how far it is, its outcome and conclusion."""

    planned: ExperimentPlanned
    stage: ExperimentStage = "planned"
    on: date = date.min
    """The date it took place, was called off, refused or dropped; `date.min` while it is planned."""
    outcome: ExperimentRun | ExperimentCancelled | ExperimentRefused | ExperimentDropped | None = None
    concluded: ExperimentConcluded | None = None

    @property
    def lacks_conclusion(self) -> bool:
        """Whether it took place without a conclusion; an application is only sent, and asks for none."""
        return self.stage == "run" and self.planned.kind != "application" and self.concluded is None

    def evidence_context(self, experiment_id: UUID) -> EvidenceContext:
        """What evidence of this experiment takes over from it."""
        meeting = self.planned.meeting
        return EvidenceContext(
            source=Source(kind="experiment", id=experiment_id),
            on=self.on,
            took_place=self.stage == "run",
            role_id=self.planned.role_id,
            contact_id=meeting.contact_id if meeting else None,
        )


ExperimentsSlice = dict[UUID, Experiment]
ExperimentOutcome = ExperimentRun | ExperimentCancelled | ExperimentRefused | ExperimentDropped
ExperimentAttempt = ExperimentRun | ExperimentCancelled | ExperimentRefused
"""What the client did: that the other side called it off or refused takes nothing away."""


ExperimentEvent = ExperimentPlanned | ExperimentOutcome | ExperimentConcluded


def evolve(experiments: ExperimentsSlice, event: ExperimentEvent) -> ExperimentsSlice:
    """Adds a planned experiment, or moves one on to its outcome or conclusion."""
    match event:
        case ExperimentPlanned():
            experiment = Experiment(planned=event)
        case ExperimentConcluded():
            experiment = replace(experiments[event.experiment_id], concluded=event)
        case _:
            experiment = replace(
                experiments[event.experiment_id], stage=_stage(event), on=event.happened_on, outcome=event
            )
            if isinstance(event, ExperimentAttempt):
                experiment = replace(experiment, planned=as_guessed_on(experiment.planned, event.happened_on))
    return with_entry(experiments, event.experiment_id, experiment)


def _stage(event: ExperimentOutcome) -> ExperimentStage:
    match event:
        case ExperimentRun():
            return "run"
        case ExperimentCancelled():
            return "cancelled"
        case ExperimentRefused():
            return "refused"
        case ExperimentDropped():
            return "dropped"


EVOLVERS = slice_evolvers("experiments", evolve)
