"""Agenda items about steps: plans, next steps, days to come back, missing answers and knocks."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from domain.journey.events.answers import REFUSAL_ANSWERS, AnswerReceived
from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from domain.messages import Message, translatable
from domain.vocabulary import KINDS_AWAITING_ANSWER, KNOCK_DAYS, SILENCE_DAYS
from projections.agenda.index import AgendaIndex
from projections.agenda.settlement import (
    is_answer_settled,
    is_intention_settled,
    is_knock_settled,
    is_plan_settled,
    open_follow_ups,
)
from projections.agenda.state import DatedIntention
from projections.agenda.view import AgendaItem, AgendaItemKind
from projections.phrases import STEP_NOUNS, step_phrase


def step_items(journey: AgendaIndex, on: date) -> Iterator[AgendaItem]:
    """The open items about steps, unsorted."""
    state, followed_up = journey.state, open_follow_ups(journey)
    for planned in state.plans.values():
        if not is_plan_settled(journey, planned):
            yield _plan(journey, planned, on)
    for intention in state.intentions:
        if not is_intention_settled(journey, intention, on):
            yield _intention(journey, intention, on)
    for ended in state.ended.values():
        approach = ended.outcome
        if approach.experiment_id in followed_up:
            continue
        if isinstance(approach, ExperimentRun) and _awaits_answer(journey, approach):
            yield _silence(journey, approach, on)
    for answer in journey.last_words.values():
        planned_since = followed_up.get(answer.experiment_id, date.min) >= answer.happened_on
        if answer.answer in REFUSAL_ANSWERS and not planned_since and not is_knock_settled(journey, answer):
            yield _knock(journey, answer, on)


def _awaits_answer(journey: AgendaIndex, approach: ExperimentRun) -> bool:
    kind = journey.state.plans[approach.experiment_id].kind
    return kind in KINDS_AWAITING_ANSWER and not is_answer_settled(journey, approach.experiment_id)


def _plan(journey: AgendaIndex, planned: ExperimentPlanned, on: date) -> AgendaItem:
    role, what = role_title(journey, planned.role_id), STEP_NOUNS[planned.kind]
    if role:
        what = translatable("%(step)s (%(role)s)", step=what, role=role)
    if plan := planned.plan:
        what = (
            translatable("%(step)s: %(when)s, %(where)s", step=what, when=plan.when, where=plan.where)
            if plan.where
            else translatable("%(step)s: %(when)s", step=what, when=plan.when)
        )
    return experiment_item(
        journey, planned, on, kind="planned", what=what, due=planned.planned_for or planned.happened_on
    )


def _intention(journey: AgendaIndex, intention: DatedIntention, on: date) -> AgendaItem:
    planned = journey.state.plans[intention.experiment_id] if intention.experiment_id else None
    return AgendaItem(
        kind=intention.kind,
        item_id=intention.item_id,
        experiment_id=intention.experiment_id,
        step=planned.kind if planned else None,
        role=role_title(journey, planned.role_id) if planned else None,
        what=intention.what,
        due=intention.due,
        days=(intention.due - on).days,
    )


def _silence(journey: AgendaIndex, approach: ExperimentRun, on: date) -> AgendaItem:
    planned = journey.state.plans[approach.experiment_id]
    what = translatable(
        "log that %(step)s had no reply for %(days)s days",
        step=named_step(journey, planned),
        days=SILENCE_DAYS,
    )
    due = approach.happened_on + timedelta(days=SILENCE_DAYS)
    return experiment_item(journey, planned, on, kind="silence", what=what, due=due)


def _knock(journey: AgendaIndex, refusal: AnswerReceived, on: date) -> AgendaItem:
    planned = journey.state.plans[refusal.experiment_id]
    what = translatable(
        "get back in touch about %(step)s, %(days)s days after the rejection",
        step=named_step(journey, planned),
        days=KNOCK_DAYS,
    )
    due = refusal.happened_on + timedelta(days=KNOCK_DAYS)
    return experiment_item(journey, planned, on, kind="knock", what=what, due=due)


def experiment_item(
    journey: AgendaIndex, planned: ExperimentPlanned, on: date, *, kind: AgendaItemKind, what: str, due: date
) -> AgendaItem:
    """Builds an agenda item about an experiment."""
    return AgendaItem(
        kind=kind,
        item_id=planned.experiment_id,
        experiment_id=planned.experiment_id,
        step=planned.kind,
        role=role_title(journey, planned.role_id),
        what=what,
        due=due,
        days=(due - on).days,
    )


def named_step(journey: AgendaIndex, planned: ExperimentPlanned) -> Message:
    """A step within a sentence that says first what is to do: the interview for teacher."""
    return step_phrase(planned.kind, role_title(journey, planned.role_id))


def role_title(journey: AgendaIndex, role_id: UUID | None) -> str | None:
    """The title of a role; None if the role is unknown."""
    role = journey.state.roles.get(role_id) if role_id else None
    return role.title if role else None
