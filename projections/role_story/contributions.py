"""What each entry contributed to a role: its pieces of evidence, put together by where and when they came from."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from msgspec import Struct

from projections.learning_model.entry_origins import (
    Origin,
    OriginKind,
    on_the_list,
    origin_of,
    own_answers,
    start_of_role,
    took_place,
)
from projections.learning_model.reveal import BeliefReason
from projections.learning_model.state import LearningState


class Contribution(Struct):
    """An entry before its figures are known."""

    kind: OriginKind
    subject_id: UUID | None
    on: date
    evidence: list[BeliefReason]
    numbers: list[int]
    """The numbers of the evidence in the index."""


def contributions_by_role(state: LearningState, on: date) -> dict[UUID, dict[Origin, Contribution]]:
    """The entries of each role that is known on a day, in no order: steps, replies, what was published, and the start."""
    found: dict[UUID, dict[Origin, Contribution]] = {}
    for role_id, role in state.roles.items():
        if role.discovered.happened_on <= on:
            found[role_id] = {}
            _add(found[role_id], start_of_role(state, role_id))
    for role_id, origin in (*_steps(state, on), *_replies(state, on)):
        if role_id in found:
            _add(found[role_id], on_the_list(state, role_id, origin))
    evidence: tuple[BeliefReason, ...] = (*state.ratings, *state.signals)
    for number, one in enumerate(evidence):
        if one.role_id in found and one.happened_on <= on:
            origin = origin_of(state, one)
            entry = _add(found[one.role_id], origin)
            entry.evidence.append(one)
            entry.numbers.append(number)
    return found


def _add(entries: dict[Origin, Contribution], origin: Origin) -> Contribution:
    if origin not in entries:
        kind, subject_id, on = origin
        entries[origin] = Contribution(kind, subject_id, on, [], [])
    return entries[origin]


def _steps(state: LearningState, on: date) -> Iterator[tuple[UUID, Origin]]:
    """The steps about a role that were taken, whether anything was heard in them or not."""
    for step_id, step in state.steps.items():
        day = step.happened_on()
        if step.planned.role_id and day is not None and day <= on:
            yield step.planned.role_id, ("step", step_id, day)


def _replies(state: LearningState, on: date) -> Iterator[tuple[UUID, Origin]]:
    for step_id, step in state.steps.items():
        for answer in own_answers(state, step) if step.planned.role_id else ():
            if answer.happened_on <= on and step.planned.role_id:
                heard_in = took_place(state, answer.heard_in, answer.happened_on)
                kind: OriginKind = "step" if heard_in else "reply"
                yield step.planned.role_id, (kind, heard_in or step_id, answer.happened_on)
