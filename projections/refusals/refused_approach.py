"""An approach that came to nothing, for now: its noes, and all events about it."""

from collections.abc import Container, Mapping
from uuid import UUID

from msgspec import Struct

from domain.journey.events.answers import AnswerOrSilence, AnswerReceived
from domain.journey.events.experiments import ExperimentPlanned
from domain.vocabulary import ApproachAnswer
from projections.approaches.state import ApproachesState
from projections.approaches.threads import (
    ApproachThread,
    approach_threads,
    negative_replies,
    planned_experiments,
)

GOOD_ANSWERS: frozenset[ApproachAnswer] = frozenset({"invited", "second_round", "offer", "called_back"})
"""After one of these a refusal does not stand any more."""


class RefusedApproach(Struct, frozen=True, kw_only=True):
    """A refused or silent approach: its noes by day, and its thread."""

    noes: list[AnswerOrSilence]
    thread: ApproachThread

    @property
    def latest(self) -> AnswerOrSilence:
        """The no that stands."""
        return self.noes[-1]

    def earlier_replies(self) -> list[AnswerOrSilence]:
        """The noes before it, those to follow-ups included."""
        before = self.thread.events[: -len(self.thread.events_after(self.latest)) - 1]
        return sorted(
            (one for said in negative_replies(before).values() for one in said),
            key=lambda one: one.happened_on,
        )

    def superseding_answer(self) -> AnswerReceived | None:
        """The last good word since the no that stands."""
        since = self.thread.events_after(self.latest)
        good = [one for one in since if isinstance(one, AnswerReceived) and one.answer in GOOD_ANSWERS]
        return good[-1] if good else None


def refused_approaches(state: ApproachesState) -> list[RefusedApproach]:
    """Every refused approach, in the order of their last noes."""
    said, planned = negative_replies(state.events), planned_experiments(state)
    approaches = {key for key in said if not _comes_back(key, planned, said)}
    made = [
        RefusedApproach(noes=said[key], thread=thread)
        for key, thread in approach_threads(state, approaches).items()
    ]
    return sorted(made, key=lambda case: case.latest.happened_on)


def _comes_back(step_id: UUID, planned: Mapping[UUID, ExperimentPlanned], said: Container[UUID]) -> bool:
    """Is it a follow-up on a refused approach? A no to that is the answer to a knock, not another refusal."""
    step = planned.get(step_id)
    passed = {step_id}
    if step is None or step.kind != "follow_up":
        return False
    while step is not None and step.refers_to and step.refers_to not in passed:
        if step.refers_to in said:
            return True
        passed.add(step.refers_to)
        step = planned.get(step.refers_to)
    return False
