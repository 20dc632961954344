"""An approach that came to nothing, for now: its noes, and all that was told of it."""

from collections.abc import Container, Mapping
from uuid import UUID

from msgspec import Struct

from domain.journey.answers import AnswerReceived
from domain.journey.events.experiments import ExperimentPlanned
from domain.vocabulary import Answer
from projections.approaches.state import State
from projections.approaches.threads import SaidNo, Thread, noes, plans, threads

GOOD: frozenset[Answer] = frozenset({"invited", "second_round", "offer", "called_back"})
"""After one of these a refusal does not stand any more."""


class Case(Struct, frozen=True, kw_only=True):
    """A refused or silent approach: its noes by day, and its thread."""

    noes: list[SaidNo]
    thread: Thread

    @property
    def last(self) -> SaidNo:
        """The no that stands."""
        return self.noes[-1]

    def earlier(self) -> list[SaidNo]:
        """The noes before it, those to follow-ups included."""
        before = self.thread.told[: -len(self.thread.after(self.last)) - 1]
        return sorted(
            (one for said in noes(before).values() for one in said), key=lambda one: one.happened_on
        )

    def overtaken(self) -> AnswerReceived | None:
        """The last good word since the no that stands."""
        since = self.thread.after(self.last)
        good = [one for one in since if isinstance(one, AnswerReceived) and one.answer in GOOD]
        return good[-1] if good else None


def cases(state: State) -> list[Case]:
    """Every refused approach, in the order of their last noes."""
    said, planned = noes(state.told), plans(state)
    approaches = {key for key in said if not _comes_back(key, planned, said)}
    made = [Case(noes=said[key], thread=thread) for key, thread in threads(state, approaches).items()]
    return sorted(made, key=lambda case: case.last.happened_on)


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
