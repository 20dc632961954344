"""What settles what was due: "later" is by day, and of one day by the order of telling.

- A plan is settled when it was run, cancelled, refused or dropped.
- A next step of an experiment is settled by a later step that refers to that experiment, or by one about the same
  role on a later day; a step that the other side called off counts, for the client did theirs. So does laying the
  role aside, that day or later. A next step of a check-in is settled by a check-in on a later day, for then client
  and coach spoke of it.
- A day to come back is settled by a follow-up to that experiment that was run later.
- An application or interview waits until an answer came, or its silence was noted.
- A refusal that is the last word asks for a knock, until a follow-up to it was run on a later day, or a later day to
  come back was set. What refers to the step in which the refusal was heard, or to a follow-up, is about it too.
"""

from collections.abc import Iterator
from uuid import UUID

from domain.journey.answers import AnswerReceived
from domain.journey.experiments import ExperimentDropped, ExperimentPlanned, ExperimentRun
from projections.agenda.state import Ended, Promise, State


def plan_settled(state: State, planned: ExperimentPlanned) -> bool:
    """Is there nothing left to do about a plan?"""
    return planned.experiment_id in state.ended


def promise_settled(state: State, promise: Promise) -> bool:
    """Was done what was to follow, or did something take its place?"""
    if promise.experiment_id is None:
        return any(day > promise.on for day in state.check_ins)
    referring = (
        (planned, ended)
        for planned, ended in _taken(state)
        if planned.refers_to == promise.experiment_id and _later(ended, promise)
    )
    if promise.kind == "follow_up":
        return any(_is_follow_up(planned, ended) for planned, ended in referring)
    return any(True for _ in referring) or _role_moved_on(state, promise)


def _role_moved_on(state: State, promise: Promise) -> bool:
    """Was another step about the role taken on a later day, or the role laid aside?"""
    role_id = state.plans[promise.experiment_id].role_id if promise.experiment_id else None
    if role_id is None:
        return False
    return any(
        planned.role_id == role_id and ended.outcome.happened_on > promise.on
        for planned, ended in _taken(state)
    ) or any(one.role_id == role_id and one.happened_on >= promise.on for one in state.aside)


def answer_settled(state: State, experiment_id: UUID) -> bool:
    """Did an answer come, or was the silence noted?"""
    return any(one.experiment_id == experiment_id for one in state.answers)


def knock_settled(state: State, refusal: AnswerReceived) -> bool:
    """Was the door knocked on again, or a day set for it?"""
    on = refusal.happened_on
    about = {refusal.experiment_id, refusal.heard_in}
    return any(
        one.kind == "follow_up" and one.due > on and not about.isdisjoint(_thread(state, one.experiment_id))
        for one in state.promises
    ) or any(
        _is_follow_up(planned, ended)
        and ended.outcome.happened_on > on
        and not about.isdisjoint(_thread(state, planned.refers_to))
        for planned, ended in _taken(state)
    )


def last_words(state: State) -> dict[UUID, AnswerReceived]:
    """The last answer to each approach, unless silence was the last."""
    latest = {one.experiment_id: one for one in sorted(state.answers, key=lambda one: one.happened_on)}
    return {key: one for key, one in latest.items() if isinstance(one, AnswerReceived)}


def _taken(state: State) -> Iterator[tuple[ExperimentPlanned, Ended]]:
    """The steps that were taken: run, or called off by the other side."""
    for experiment_id, ended in state.ended.items():
        if not isinstance(ended.outcome, ExperimentDropped):
            yield state.plans[experiment_id], ended


def _is_follow_up(planned: ExperimentPlanned, ended: Ended) -> bool:
    return planned.kind == "follow_up" and isinstance(ended.outcome, ExperimentRun)


def _later(ended: Ended, promise: Promise) -> bool:
    return (ended.outcome.happened_on, ended.number) > (promise.on, promise.number)


def _thread(state: State, experiment_id: UUID | None) -> set[UUID]:
    """A step and what it refers to, one after the other, back to the first."""
    thread = set[UUID]()
    while experiment_id and experiment_id not in thread:
        thread.add(experiment_id)
        planned = state.plans.get(experiment_id)
        experiment_id = planned.refers_to if planned else None
    return thread
