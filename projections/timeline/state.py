"""State of the timeline: the events in the order of recording."""

from datetime import date

from msgspec import Struct

from domain.event_catalogue import AnyEvent
from domain.growing import with_item
from domain.history import RecordedEvent
from domain.journey.events.answers import AnswerReceived, SilenceElapsed
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.evidence import AppealRated
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentDropped,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.events.network import ContactAdded
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.weeks import RestDeclared, WeekReviewed


class TimelineState(Struct, frozen=True):
    """The events in the order of recording, and the last day on which anything happened."""

    events: tuple[AnyEvent, ...] = ()
    last_on: date = date.min


_KINDS = (
    ContactAdded,
    RoleDiscovered,
    WeekReviewed,
    RestDeclared,
    CheckInHeld,
    ExperimentPlanned,
    ExperimentRun,
    ExperimentCancelled,
    ExperimentRefused,
    ExperimentDropped,
    ExperimentConcluded,
    AppealRated,
    AnswerReceived,
    SilenceElapsed,
)

INITIAL = TimelineState()


def evolve(state: TimelineState, entry: RecordedEvent) -> TimelineState:
    """Adds one event to the state."""
    event = entry.event
    events = with_item(state.events, event) if isinstance(event, _KINDS) else state.events
    return TimelineState(events=events, last_on=max(state.last_on, event.happened_on))
