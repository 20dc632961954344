"""What the network keeps of a journey: dated facts, so that any date can be viewed."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.history import Entry
from domain.journey.answers import AnswerReceived, SilenceElapsed
from domain.journey.contacts import ContactAdded, EmployerNamed
from domain.journey.experiments import (
    ExperimentCancelled,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.feedback import FeedbackReceived, FeedbackRequested
from domain.journey.forms import Fact

Taken = ExperimentRun | ExperimentCancelled | ExperimentRefused
Word = AnswerReceived | SilenceElapsed

F = TypeVar("F", bound=Fact)


class State(Struct, frozen=True, kw_only=True):
    """Everything dated that the network is made of; by id, but for the steps and the answers."""

    contacts: dict[UUID, ContactAdded] = {}
    employers: dict[UUID, EmployerNamed] = {}
    plans: dict[UUID, ExperimentPlanned] = {}
    steps: tuple[Taken, ...] = ()
    """What was run, cancelled or refused, in the order it was logged."""
    words: tuple[Word, ...] = ()
    """Answers and silences, in the order they were logged."""
    asked: dict[UUID, FeedbackRequested] = {}
    heard: dict[UUID, FeedbackReceived] = {}

    def by_day(self) -> list[Taken]:
        """The steps by day; of one day in the order they were logged."""
        return sorted(self.steps, key=lambda step: step.happened_on)


INITIAL = State()


def evolve(state: State, entry: Entry) -> State:
    """Keep what the network needs of one more entry."""
    event = entry.event
    match event:
        case ExperimentPlanned():
            return replace(state, plans={**state.plans, event.experiment_id: event})
        case ExperimentRun() | ExperimentCancelled() | ExperimentRefused():
            return replace(state, steps=(*state.steps, event))
        case AnswerReceived() | SilenceElapsed():
            return replace(state, words=(*state.words, event))
        case ContactAdded():
            return replace(state, contacts={**state.contacts, event.contact_id: event})
        case EmployerNamed():
            return replace(state, employers={**state.employers, event.employer_id: event})
        case FeedbackRequested():
            return replace(state, asked={**state.asked, event.experiment_id: event})
        case FeedbackReceived():
            return replace(state, heard={**state.heard, event.experiment_id: event})
        case _:
            return state


def up_to(state: State, on: date) -> State:
    """The journey as if nothing after a date had been told."""
    return State(
        contacts=_dated(state.contacts, on),
        employers=_dated(state.employers, on),
        plans=_dated(state.plans, on),
        steps=tuple(one for one in state.steps if one.happened_on <= on),
        words=tuple(one for one in state.words if one.happened_on <= on),
        asked=_dated(state.asked, on),
        heard=_dated(state.heard, on),
    )


def _dated(facts: dict[UUID, F], on: date) -> dict[UUID, F]:
    return {key: fact for key, fact in facts.items() if fact.happened_on <= on}
