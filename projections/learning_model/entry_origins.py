"""Which entry a piece of evidence came of, and on which day it is told of a role: a step, a reply to it, a session, a fact."""

from datetime import date
from typing import Literal
from uuid import UUID

from domain.journey.events.answers import SilenceElapsed
from domain.journey.events.evidence import OddsSignalHeard
from projections.learning_model.reveal import BeliefReason, Reply
from projections.learning_model.state import LearningState, StepEvents, brought_by, steps_behind

OriginKind = Literal["added", "step", "reply", "market", "session", "noted"]
"""What kind of entry it is; `added` is that with which the role came on the list."""
Origin = tuple[OriginKind, UUID | None, date]
"""What kind of entry it is, of what, and on which day."""


def origin_of(state: LearningState, one: BeliefReason) -> Origin:
    """The entry by which a piece of evidence is told of its role."""
    return on_the_list(state, one.role_id, _origin(state, one))


def start_of_role(state: LearningState, role_id: UUID) -> Origin:
    """The entry with which a role came on the list."""
    brought = brought_by(state, role_id)
    step_id = brought if brought in state.steps else None
    return "added", step_id, state.roles[role_id].discovered.happened_on


def on_the_list(state: LearningState, role_id: UUID, origin: Origin) -> Origin:
    """What came with the role itself is told with its start; nothing is told before it."""
    kind, subject_id, on = origin
    start = start_of_role(state, role_id)
    _, brought, first = start
    comes_with_it = kind == "noted" or (kind == "step" and subject_id == brought)
    return start if comes_with_it and on <= first else (kind, subject_id, max(on, first))


def own_answers(state: LearningState, step: StepEvents) -> list[Reply]:
    """The replies to a step, but for those of a call that told again what was known of an earlier approach."""
    return [
        one for one in step.answers if isinstance(one, SilenceElapsed) or one not in state.counted.by_call
    ]


def took_place(state: LearningState, step_id: UUID | None, on: date) -> UUID | None:
    """A step, if it took place on a day: then what was heard in it is told with it."""
    step = state.steps.get(step_id) if step_id else None
    return step_id if step and step.happened_on() == on else None


def _origin(state: LearningState, one: BeliefReason) -> Origin:
    source, on = one.source, one.happened_on
    if source.kind == "market":
        return "market", source.id, on
    if isinstance(one, OddsSignalHeard) and one.answer_to:
        heard_in = [step_id for step_id in steps_behind(state, one) if step_id != one.answer_to]
        call = next((key for key in reversed(heard_in) if took_place(state, key, on)), None)
        return ("step", call, on) if call else ("reply", one.answer_to, on)
    if source.id in state.steps:
        return "step", source.id, on
    return ("session", source.id, on) if source.kind == "check_in" else ("noted", None, on)
