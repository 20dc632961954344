"""What was done, week by week: each experiment from its plan to its answers, as it was known on a date."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.events import Logged
from domain.history import Entry
from domain.journey.answers import AnswerReceived, SilenceElapsed
from domain.journey.coaching import CheckInHeld
from domain.journey.contacts import ContactAdded
from domain.journey.evidence import AppealRated
from domain.journey.experiments import (
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentDropped,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
    Stage,
)
from domain.journey.roles import RoleDiscovered
from domain.journey.weeks import RestDeclared, WeekReviewed
from domain.vocabulary import Answer


class Answered(Struct, frozen=True, kw_only=True):
    """An answer to an approach, or that none came; None stands for silence."""

    on: date
    answer: Answer | None


class Step(Struct, frozen=True, kw_only=True):
    """One experiment as far as it was told."""

    planned: ExperimentPlanned
    stage: Stage = "planned"
    on: date
    """The day it took place, was called off or refused; before that the day it is meant for."""
    dread_after: int | None = None
    rating: int | None = None
    """How much the client would like the work, 0-10, asked right after."""
    concluded: ExperimentConcluded | None = None
    answers: tuple[Answered, ...] = ()


class Told(Struct, frozen=True, kw_only=True):
    """The facts of a journey up to a date, as the pages need them."""

    steps: dict[UUID, Step] = {}
    contacts: dict[UUID, str] = {}
    roles: dict[UUID, str] = {}
    conclusions: dict[date, str] = {}
    """Of reviewed weeks, by their Monday."""
    rests: frozenset[date] = frozenset()
    """The Mondays of the weeks taken off."""
    check_ins: tuple[CheckInHeld, ...] = ()


def told(entries: Iterable[Entry], on: date) -> Told:
    """What had happened by a date, in the order it was recorded."""
    facts = Told()
    for entry in entries:
        if entry.event.happened_on <= on:
            facts = _after(facts, entry.event)
    return facts


def last_told(entries: Iterable[Entry]) -> date:
    """The latest day on which anything happened."""
    return max(entry.event.happened_on for entry in entries)


def _after(facts: Told, event: Logged) -> Told:
    match event:
        case ContactAdded():
            return replace(facts, contacts={**facts.contacts, event.contact_id: event.name})
        case RoleDiscovered():
            return replace(facts, roles={**facts.roles, event.role_id: event.title})
        case WeekReviewed():
            return replace(facts, conclusions={**facts.conclusions, event.monday: event.conclusion})
        case RestDeclared():
            return replace(facts, rests=facts.rests | {event.monday})
        case CheckInHeld():
            return replace(facts, check_ins=(*facts.check_ins, event))
        case ExperimentPlanned():
            step = Step(planned=event, on=event.planned_for or event.happened_on)
            return replace(facts, steps={**facts.steps, event.experiment_id: step})
        case _:
            return _step_after(facts, event)


def _step_after(facts: Told, event: Logged) -> Told:
    match event:
        case ExperimentRun():
            return _changed(
                facts, event.experiment_id, stage="run", on=event.happened_on, dread_after=event.dread_after
            )
        case ExperimentCancelled():
            return _changed(facts, event.experiment_id, stage="cancelled", on=event.happened_on)
        case ExperimentRefused():
            return _changed(facts, event.experiment_id, stage="refused", on=event.happened_on)
        case ExperimentDropped():
            return _changed(facts, event.experiment_id, stage="dropped", on=event.happened_on)
        case ExperimentConcluded():
            return _changed(facts, event.experiment_id, concluded=event)
        case AppealRated():
            return _rated(facts, event)
        case AnswerReceived():
            return _answered(facts, event, event.answer)
        case SilenceElapsed():
            return _answered(facts, event, None)
        case _:
            return facts


def _rated(facts: Told, event: AppealRated) -> Told:
    step = facts.steps.get(event.source.id) if event.source.id else None
    if step is None or step.planned.role_id != event.role_id:
        return facts
    return _changed(facts, step.planned.experiment_id, rating=event.rating)


def _answered(facts: Told, event: AnswerReceived | SilenceElapsed, answer: Answer | None) -> Told:
    step = facts.steps.get(event.experiment_id)
    if step is None:
        return facts
    answers = (*step.answers, Answered(on=event.happened_on, answer=answer))
    return _changed(facts, event.experiment_id, answers=answers)


def _changed(facts: Told, experiment_id: UUID, **changes: object) -> Told:
    step = facts.steps.get(experiment_id)
    # A correction may one day be dated before its plan; a page is no place to fall over it.
    if step is None:
        return facts
    return replace(facts, steps={**facts.steps, experiment_id: replace(step, **changes)})
