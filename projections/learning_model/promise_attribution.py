"""Fast attribution of promise changes for many experiments at many dates.

It says what `attribution` says of the promises, and leaves out the criteria:
an experiment can move only the roles that its own evidence is about, so only those are asked.
"""

import math
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.answers import AnswerReceived
from domain.vocabulary import ExperimentKind
from projections.learning_model.evidence_index import EvidenceIndex
from projections.learning_model.potential_order import printed_change
from projections.learning_model.state import LearningState, StepEvents

_SAME = 1e-9
"""Below this, a difference is rounding and not a move."""


class PromiseMove(Struct, frozen=True, kw_only=True):
    """A role's potential without the step and with it, 0-100; `before` is null for a role that the step discovered."""

    role_id: UUID
    title: str
    promise_before: float | None
    promise: float

    def change(self) -> float:
        """The change in points, up or down; 0 for a role it discovered."""
        return 0.0 if self.promise_before is None else self.promise - self.promise_before

    @property
    def points(self) -> int:
        """The change as it is printed: by how much the two printed figures differ; 0 for a role it discovered."""
        return 0 if self.promise_before is None else printed_change(self.promise_before, self.promise)


class PromiseAttribution(Struct, frozen=True, kw_only=True):
    """What one step changed; `size` is the sum of the changes, in points, over roles known without it."""

    experiment_id: UUID
    kind: ExperimentKind
    role: str | None
    """The title of the role it was about."""
    on: date
    size: float
    roles: tuple[PromiseMove, ...]
    """The most moved first; a role that it discovered reads as new and comes last."""
    replied_on: date | None = None
    """The day after the step on which a reply to it came that is part of the move; the last of more."""


def period_attributions(
    state: LearningState, index: EvidenceIndex, first: date, last: date
) -> tuple[PromiseAttribution, ...]:
    """What was learned from experiments from one day to another moved, both included, as seen on the last.

    A reply counts on its own day, however long ago its application was.
    """
    experiments = (one for one in index.experiments_with_evidence(first, last) if one in state.steps)
    return promise_attributions(state, index, experiments, last, since=first)


def promise_attributions(
    state: LearningState,
    index: EvidenceIndex,
    experiments: Iterable[UUID],
    on: date,
    *,
    since: date = date.min,
) -> tuple[PromiseAttribution, ...]:
    """What each of these experiments moved by what was learned from it since a day, as seen on another, the largest first.

    No move is left out. `index` is that of the same journey.
    """
    now: dict[UUID, float] = {}
    moves = ((one, tuple(_moved(index, one, on, since, now))) for one in experiments)
    attributions = (
        _step_move(state, one, roles, on, _replied_on(state.steps[one], index, since, on))
        for one, roles in moves
        if roles
    )
    return tuple(sorted(attributions, key=lambda one: (-one.size, one.on, str(one.experiment_id))))


def _moved(
    index: EvidenceIndex, experiment_id: UUID, on: date, since: date, now: dict[UUID, float]
) -> Iterator[PromiseMove]:
    for role_id in index.roles.get(experiment_id, ()):
        page = index.pages[role_id]
        discovered = page.events.discovered
        if discovered.happened_on > on:
            continue
        if role_id not in now:
            now[role_id] = index.promise_on(role_id, on)
        before = None
        if page.brought_by != experiment_id or discovered.happened_on < since:
            before = index.promise_on(role_id, on, index.evidence_since(experiment_id, since))
        if before is None or abs(now[role_id] - before) >= _SAME:
            yield PromiseMove(
                role_id=role_id, title=discovered.title, promise_before=before, promise=now[role_id]
            )


def _step_move(
    state: LearningState,
    experiment_id: UUID,
    roles: Iterable[PromiseMove],
    on: date,
    replied_on: date | None,
) -> PromiseAttribution:
    step = state.steps[experiment_id]
    about = state.roles.get(step.planned.role_id) if step.planned.role_id else None
    known = about is not None and about.discovered.happened_on <= on
    ordered = sorted(
        roles, key=lambda one: (one.promise_before is None, -abs(one.change()), str(one.role_id))
    )
    return PromiseAttribution(
        experiment_id=experiment_id,
        kind=step.planned.kind,
        role=about.discovered.title if about and known else None,
        on=step.happened_on() or step.planned.happened_on,
        size=math.fsum(abs(one.change()) for one in ordered),
        roles=tuple(ordered),
        replied_on=replied_on,
    )


def _replied_on(step: StepEvents, index: EvidenceIndex, since: date, on: date) -> date | None:
    """The day of the last reply after the step from which something was learned in time; a silence is none."""
    taken_on = step.happened_on() or step.planned.happened_on
    learned = {index.days[number] for number in index.evidence_since(step.planned.experiment_id, since)}
    replies = (one.happened_on for one in step.answers if isinstance(one, AnswerReceived))
    return max((day for day in replies if taken_on < day <= on and day in learned), default=None)
