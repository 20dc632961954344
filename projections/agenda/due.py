"""What is open at a date, with the day it is due and the words it has."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from domain.journey.answers import AnswerReceived
from domain.journey.experiments import ExperimentPlanned, ExperimentRun
from domain.vocabulary import KNOCK_DAYS, SILENCE_DAYS, Answer, Kind
from projections.agenda.settled import (
    answer_settled,
    knock_settled,
    last_words,
    plan_settled,
    promise_settled,
)
from projections.agenda.state import Promise, State
from projections.agenda.view import Due, Item

AWAITING: frozenset[Kind] = frozenset({"application", "interview"})
"""What one waits for an answer to."""

REFUSALS: frozenset[Answer] = frozenset({"rejected_unseen", "rejected_after_interview"})

_STEPS: Mapping[Kind, str] = MappingProxyType(
    {
        "conversation": "conversation",
        "application": "application",
        "job_shadow": "job shadowing",
        "interview": "interview",
        "trial": "trial",
        "desk_research": "desk research",
        "follow_up": "follow-up",
        "reflection": "reflection",
    }
)


def due(state: State, on: date) -> Iterator[Item]:
    """Everything that is open, of a journey up to a date, in no order yet."""
    for planned in state.plans.values():
        if not plan_settled(state, planned):
            yield _plan(state, planned, on)
    for promise in state.promises:
        if not promise_settled(state, promise):
            yield _promise(state, promise, on)
    for ended in state.ended.values():
        approach = ended.outcome
        if isinstance(approach, ExperimentRun) and _awaits_answer(state, approach):
            yield _silence(state, approach, on)
    for answer in last_words(state).values():
        if answer.answer in REFUSALS and not knock_settled(state, answer):
            yield _knock(state, answer, on)


def _awaits_answer(state: State, approach: ExperimentRun) -> bool:
    kind = state.plans[approach.experiment_id].kind
    return kind in AWAITING and not answer_settled(state, approach.experiment_id)


def _plan(state: State, planned: ExperimentPlanned, on: date) -> Item:
    where = f": {planned.plan.when}, {planned.plan.where}" if planned.plan else ""
    what = f"{_named(state, planned)}{where}"
    return _about(
        planned, state, on, kind="planned", what=what, due_on=planned.planned_for or planned.happened_on
    )


def _promise(state: State, promise: Promise, on: date) -> Item:
    planned = state.plans[promise.experiment_id] if promise.experiment_id else None
    return Item(
        kind=promise.kind,
        item_id=promise.item_id,
        experiment_id=promise.experiment_id,
        step=planned.kind if planned else None,
        role=_title(state, planned) if planned else None,
        what=promise.what,
        due=promise.due,
        days=(promise.due - on).days,
    )


def _silence(state: State, approach: ExperimentRun, on: date) -> Item:
    planned = state.plans[approach.experiment_id]
    what = f"{_named(state, planned)}: no answer for {SILENCE_DAYS} days"
    due_on = approach.happened_on + timedelta(days=SILENCE_DAYS)
    return _about(planned, state, on, kind="silence", what=what, due_on=due_on)


def _knock(state: State, refusal: AnswerReceived, on: date) -> Item:
    planned = state.plans[refusal.experiment_id]
    what = f"{_named(state, planned)}: knock again, {KNOCK_DAYS} days after the refusal"
    due_on = refusal.happened_on + timedelta(days=KNOCK_DAYS)
    return _about(planned, state, on, kind="knock", what=what, due_on=due_on)


def _about(planned: ExperimentPlanned, state: State, on: date, *, kind: Due, what: str, due_on: date) -> Item:
    return Item(
        kind=kind,
        item_id=planned.experiment_id,
        experiment_id=planned.experiment_id,
        step=planned.kind,
        role=_title(state, planned),
        what=what,
        due=due_on,
        days=(due_on - on).days,
    )


def _named(state: State, planned: ExperimentPlanned) -> str:
    title = _title(state, planned)
    return f"{_STEPS[planned.kind]} ({title})" if title else _STEPS[planned.kind]


def _title(state: State, planned: ExperimentPlanned) -> str | None:
    role = state.roles.get(planned.role_id) if planned.role_id else None
    return role.title if role else None
