"""State of one journey's contribution: dated events."""

from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.growing import with_entry, with_item
from domain.history import RecordedEvent
from domain.journey.events.alerts import AlertClosed, AlertOpened
from domain.journey.events.answers import AnswerReceived, SilenceElapsed
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.course import TrackSet
from domain.journey.events.endings import EndingRecorded
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.events.feedback import FeedbackReceived, FeedbackRequested
from domain.journey.events.network import EmployerNamed
from domain.journey.events.start import JourneyStarted
from domain.vocabulary import KINDS_AWAITING_ANSWER


class TotalsState(Struct, frozen=True, kw_only=True):
    """Every dated event that totals use."""

    started: JourneyStarted | None = None
    tracks: tuple[TrackSet, ...] = ()
    plans: dict[UUID, ExperimentPlanned] = {}
    steps: tuple[ExperimentRun | ExperimentCancelled | ExperimentRefused, ...] = ()
    answers: tuple[AnswerReceived | SilenceElapsed, ...] = ()
    requested: tuple[FeedbackRequested, ...] = ()
    received: tuple[FeedbackReceived, ...] = ()
    employers: dict[UUID, str] = {}
    alerts: tuple[AlertOpened | AlertClosed, ...] = ()
    contacts: tuple[date, ...] = ()
    endings: tuple[EndingRecorded, ...] = ()


INITIAL = TotalsState()


def evolve(state: TotalsState, entry: RecordedEvent) -> TotalsState:
    """Adds one event to the state, if totals need it."""
    event = entry.event
    match event:
        case JourneyStarted():
            return replace(state, started=event)
        case TrackSet():
            return replace(state, tracks=with_item(state.tracks, event))
        case ExperimentPlanned() if event.kind in KINDS_AWAITING_ANSWER:
            return replace(state, plans=with_entry(state.plans, event.experiment_id, event))
        case ExperimentRun() | ExperimentCancelled() | ExperimentRefused():
            return replace(state, steps=with_item(state.steps, event))
        case AnswerReceived() | SilenceElapsed():
            return replace(state, answers=with_item(state.answers, event))
        case FeedbackRequested():
            return replace(state, requested=with_item(state.requested, event))
        case FeedbackReceived():
            return replace(state, received=with_item(state.received, event))
        case EmployerNamed():
            return replace(state, employers=with_entry(state.employers, event.employer_id, event.name))
        case AlertOpened() | AlertClosed():
            return replace(state, alerts=with_item(state.alerts, event))
        case CheckInHeld():
            return replace(state, contacts=with_item(state.contacts, event.happened_on))
        case EndingRecorded():
            return replace(state, endings=with_item(state.endings, event))
        case _:
            return state
