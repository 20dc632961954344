"""State of the news: the learning model's events, and the events that may bring news, each at its place in the log."""

from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.growing import with_item
from domain.history import RecordedEvent
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.beliefs import BeliefJudged
from domain.journey.events.coaches import CoachAssigned
from domain.journey.events.endings import AfterCareSettled, EndingRecorded
from domain.journey.events.evidence import AppealRated, OddsSignalHeard
from domain.journey.events.experiments import (
    ExperimentAttempt,
    ExperimentCancelled,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.events.pulses import EnergyRated, TrustRated
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.weeks import WeekReviewed
from projections.counted_answers import is_news
from projections.learning_model import state as learning_state

NewsEvent = (
    ExperimentAttempt
    | BeliefJudged
    | EnergyRated
    | TrustRated
    | EndingRecorded
    | AfterCareSettled
    | WeekReviewed
    | AnswerReceived
    | RoleDiscovered
    | AppealRated
    | OddsSignalHeard
)


class NewsEntry(Struct, frozen=True):
    """An event that may bring news, and the place of the entry that recorded it."""

    event: NewsEvent
    number: int
    position: int


class AssignedCoach(Struct, frozen=True):
    """The present coach, and the number of the entry since which they are."""

    coach_id: UUID
    number: int


class NewsState(Struct, frozen=True, kw_only=True):
    """Every dated event that news is made of, in the order of recording."""

    learning: learning_state.LearningState = learning_state.INITIAL
    entries: tuple[NewsEntry, ...] = ()
    coach: AssignedCoach | None = None


INITIAL = NewsState()


def evolve(state: NewsState, entry: RecordedEvent) -> NewsState:
    """Adds one event to the state, if it may bring news or moves what is believed."""
    event = entry.event
    if isinstance(event, CoachAssigned):
        if state.coach and state.coach.coach_id == event.coach_id:
            return state
        return replace(state, coach=AssignedCoach(event.coach_id, entry.number))
    before = state.learning
    counts = isinstance(event, AnswerReceived) and is_news(before.counted, event)
    signals = len(before.signals)
    role_id: UUID | None = getattr(event, "role_id", None)
    new = role_id is not None and role_id not in before.roles
    learning = learning_state.evolve(before, entry)
    if learning is not before:
        state = replace(state, learning=learning)
    if new and role_id and role_id in learning.roles:
        state = _with(state, entry, learning.roles[role_id].discovered)
    match event:
        case OddsSignalHeard():
            # As it counts: one that only says again what was heard is left out.
            return _with(state, entry, learning.signals[-1]) if len(learning.signals) > signals else state
        case AnswerReceived():
            return _with(state, entry, event) if counts else state
        case ExperimentRun() | ExperimentCancelled() | ExperimentRefused() | BeliefJudged() | WeekReviewed():
            return _with(state, entry, event)
        case AppealRated() | EnergyRated() | TrustRated() | EndingRecorded() | AfterCareSettled():
            return _with(state, entry, event)
        case _:
            return state


def _with(state: NewsState, entry: RecordedEvent, event: NewsEvent) -> NewsState:
    return replace(
        state,
        entries=with_item(state.entries, NewsEntry(event, number=entry.number, position=entry.position)),
    )
