"""The projection of the timeline."""

from datetime import date
from uuid import UUID

from msgspec.structs import replace

from domain.event_catalogue import AnyEvent
from domain.journey.events.answers import AnswerReceived, SilenceElapsed
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.evidence import AppealRated
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentDropped,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.events.network import ContactAdded
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.weeks import RestDeclared, WeekReviewed
from domain.redacted import is_readable
from domain.vocabulary import ApproachAnswer
from projections.counted_answers import without_repeats
from projections.fold import Projection
from projections.learning_model.parameters import Parameters
from projections.timeline.state import INITIAL, TimelineState, evolve
from projections.timeline.view import Timeline, TimelineAnswer, TimelineStep


def view(state: TimelineState, on: date, _parameters: Parameters) -> Timeline:
    """The timeline at a date, in the order of recording. Events after that date are ignored."""
    builder = _TimelineBuilder()
    for event in without_repeats(state.events):
        if event.happened_on <= on:
            builder.apply(event)
    return builder.build()


class _TimelineBuilder:
    """Builds a timeline, event by event."""

    def __init__(self) -> None:
        self.steps: dict[UUID, TimelineStep] = {}
        self.contacts: dict[UUID, str] = {}
        self.roles: dict[UUID, str] = {}
        self.conclusions: dict[date, str] = {}
        self.rests: set[date] = set()
        self.check_ins: list[CheckInHeld] = []

    def build(self) -> Timeline:
        return Timeline(
            steps=self.steps,
            contacts=self.contacts,
            roles=self.roles,
            conclusions=self.conclusions,
            rests=frozenset(self.rests),
            check_ins=tuple(self.check_ins),
        )

    def apply(self, event: AnyEvent) -> None:
        match event:
            case ContactAdded():
                if is_readable(event.name):
                    self.contacts[event.contact_id] = event.name
            case RoleDiscovered():
                self.roles[event.role_id] = event.title
            case WeekReviewed():
                self.conclusions[event.monday] = event.conclusion
            case RestDeclared():
                self.rests.add(event.monday)
            case CheckInHeld():
                self.check_ins.append(event)
            case ExperimentPlanned():
                step = TimelineStep(planned=event, on=event.planned_for or event.happened_on)
                self.steps[event.experiment_id] = step
            case _:
                self._apply_to_step(event)

    def _apply_to_step(self, event: AnyEvent) -> None:
        match event:
            case ExperimentRun():
                self._change(
                    event.experiment_id, stage="run", on=event.happened_on, dread_after=event.dread_after
                )
            case ExperimentCancelled():
                self._change(event.experiment_id, stage="cancelled", on=event.happened_on)
            case ExperimentRefused():
                self._change(event.experiment_id, stage="refused", on=event.happened_on)
            case ExperimentDropped():
                self._change(event.experiment_id, stage="dropped", on=event.happened_on)
            case ExperimentConcluded():
                self._change(event.experiment_id, concluded=event)
            case AppealRated():
                self._rate(event)
            case AnswerReceived():
                self._answer(event, event.answer)
            case SilenceElapsed():
                self._answer(event, None)
            case _:
                pass

    def _rate(self, event: AppealRated) -> None:
        step = self.steps.get(event.source.id) if event.source.id else None
        if step and step.planned.role_id == event.role_id:
            self._change(step.planned.experiment_id, rating=event.rating)

    def _answer(self, event: AnswerReceived | SilenceElapsed, answer: ApproachAnswer | None) -> None:
        if step := self.steps.get(event.experiment_id):
            answers = (*step.answers, TimelineAnswer(on=event.happened_on, answer=answer))
            self._change(event.experiment_id, answers=answers)

    def _change(self, experiment_id: UUID, **changes: object) -> None:
        # A correction may one day be dated before its plan; a page is no place to fall over it.
        if step := self.steps.get(experiment_id):
            self.steps[experiment_id] = replace(step, **changes)


TIMELINE: Projection[TimelineState, Timeline] = Projection(
    name="timeline", version=3, initial=INITIAL, evolve=evolve, view=view
)
