"""A refused or unanswered approach: its refusals, and all events about it."""

from collections.abc import Container, Mapping
from uuid import UUID

from msgspec import Struct

from domain.journey.events.answers import AnswerOrSilence, AnswerReceived
from domain.journey.events.experiments import ExperimentPlanned
from projections.approaches.state import ApproachesState
from projections.approaches.threads import (
    ApproachThread,
    approach_threads,
    is_about_role,
    negative_replies,
    planned_experiments,
    superseding_answer,
)


class RefusedApproach(Struct, frozen=True, kw_only=True):
    """A refused or unanswered approach: its refusals by day, and its thread."""

    noes: list[AnswerOrSilence]
    thread: ApproachThread

    @property
    def latest(self) -> AnswerOrSilence:
        """The last refusal or silence."""
        return self.noes[-1]

    def earlier_replies(self) -> list[AnswerOrSilence]:
        """The refusals before the last, including those of follow-ups."""
        before = self.thread.events[: -len(self.thread.events_after(self.latest)) - 1]
        return sorted(
            (one for replies in negative_replies(before).values() for one in replies),
            key=lambda one: one.happened_on,
        )

    def superseding_answer(self) -> AnswerReceived | None:
        """The last positive answer since the last refusal; None if there is none."""
        return superseding_answer(self.thread, self.latest)


def refused_approaches(state: ApproachesState) -> list[RefusedApproach]:
    """Every refused approach, by the order of its last refusal."""
    replies, planned = negative_replies(state.events), planned_experiments(state)
    approaches = {key for key in replies if not _comes_back(key, planned, replies)}
    made = [
        RefusedApproach(noes=replies[key], thread=thread)
        for key, thread in approach_threads(state, approaches).items()
    ]
    return sorted(made, key=lambda case: case.latest.happened_on)


def _comes_back(step_id: UUID, planned: Mapping[UUID, ExperimentPlanned], replies: Container[UUID]) -> bool:
    """True for a follow-up on a refused approach: a no to it answers the knock and is no new refusal."""
    step = planned.get(step_id)
    passed = {step_id}
    if step is None or step.kind != "follow_up":
        return False
    role_id, earlier_id = step.role_id, step.refers_to
    while earlier_id and earlier_id not in passed:
        earlier = planned.get(earlier_id)
        if earlier is None or not is_about_role(earlier, role_id):
            return False
        if earlier_id in replies:
            return True
        passed.add(earlier_id)
        earlier_id = earlier.refers_to
    return False
