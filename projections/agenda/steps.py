"""What is open of the steps at a date, with the day it is due and the words it has."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from domain.journey.answers import REFUSED, AnswerReceived
from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from domain.messages import Sentence, sentence
from domain.vocabulary import KNOCK_DAYS, SILENCE_DAYS, Kind
from projections.agenda.index import Ledger
from projections.agenda.settlement import answer_settled, knock_settled, plan_settled, promise_settled
from projections.agenda.state import Promise
from projections.agenda.view import Due, Item

AWAITING: frozenset[Kind] = frozenset({"application", "interview"})
"""What one waits for an answer to."""

_STEPS: Mapping[Kind, Sentence] = MappingProxyType(
    {
        "conversation": sentence("conversation"),
        "application": sentence("application"),
        "job_shadow": sentence("job shadowing"),
        "interview": sentence("interview"),
        "trial": sentence("trial"),
        "desk_research": sentence("desk research"),
        "follow_up": sentence("follow-up"),
        "reflection": sentence("reflection"),
    }
)


def steps(journey: Ledger, on: date) -> Iterator[Item]:
    """Plans, next steps, days to come back, answers that stay away and doors to knock on again, in no order yet."""
    state = journey.state
    for planned in state.plans.values():
        if not plan_settled(journey, planned):
            yield _plan(journey, planned, on)
    for promise in state.promises:
        if not promise_settled(journey, promise):
            yield _promise(journey, promise, on)
    for ended in state.ended.values():
        approach = ended.outcome
        if isinstance(approach, ExperimentRun) and _awaits_answer(journey, approach):
            yield _silence(journey, approach, on)
    for answer in journey.last_words.values():
        if answer.answer in REFUSED and not knock_settled(journey, answer):
            yield _knock(journey, answer, on)


def _awaits_answer(journey: Ledger, approach: ExperimentRun) -> bool:
    kind = journey.state.plans[approach.experiment_id].kind
    return kind in AWAITING and not answer_settled(journey, approach.experiment_id)


def _plan(journey: Ledger, planned: ExperimentPlanned, on: date) -> Item:
    what = named(journey, planned)
    if plan := planned.plan:
        what = sentence("%(step)s: %(when)s, %(where)s", step=what, when=plan.when, where=plan.where)
    return about(
        journey, planned, on, kind="planned", what=what, due=planned.planned_for or planned.happened_on
    )


def _promise(journey: Ledger, promise: Promise, on: date) -> Item:
    planned = journey.state.plans[promise.experiment_id] if promise.experiment_id else None
    return Item(
        kind=promise.kind,
        item_id=promise.item_id,
        experiment_id=promise.experiment_id,
        step=planned.kind if planned else None,
        role=title(journey, planned.role_id) if planned else None,
        what=promise.what,
        due=promise.due,
        days=(promise.due - on).days,
    )


def _silence(journey: Ledger, approach: ExperimentRun, on: date) -> Item:
    planned = journey.state.plans[approach.experiment_id]
    what = sentence("%(step)s: no answer for %(days)s days", step=named(journey, planned), days=SILENCE_DAYS)
    due = approach.happened_on + timedelta(days=SILENCE_DAYS)
    return about(journey, planned, on, kind="silence", what=what, due=due)


def _knock(journey: Ledger, refusal: AnswerReceived, on: date) -> Item:
    planned = journey.state.plans[refusal.experiment_id]
    what = sentence(
        "%(step)s: knock again, %(days)s days after the refusal",
        step=named(journey, planned),
        days=KNOCK_DAYS,
    )
    due = refusal.happened_on + timedelta(days=KNOCK_DAYS)
    return about(journey, planned, on, kind="knock", what=what, due=due)


def about(journey: Ledger, planned: ExperimentPlanned, on: date, *, kind: Due, what: str, due: date) -> Item:
    """Something that is due about an experiment."""
    return Item(
        kind=kind,
        item_id=planned.experiment_id,
        experiment_id=planned.experiment_id,
        step=planned.kind,
        role=title(journey, planned.role_id),
        what=what,
        due=due,
        days=(due - on).days,
    )


def named(journey: Ledger, planned: ExperimentPlanned) -> Sentence:
    """An experiment in words: its kind, and its role if it has one."""
    role = title(journey, planned.role_id)
    step = _STEPS[planned.kind]
    return sentence("%(step)s (%(role)s)", step=step, role=role) if role else step


def title(journey: Ledger, role_id: UUID | None) -> str | None:
    """The title of a role that is known."""
    role = journey.state.roles.get(role_id) if role_id else None
    return role.title if role else None
