"""State of papers and pitch: the versions, what was heard, where they were tried and sent, and the replies."""

from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.growing import with_entry, with_item
from domain.history import RecordedEvent
from domain.journey.events.answers import AnswerOrSilence, AnswerReceived, SilenceElapsed
from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from domain.journey.events.feedback import FeedbackReceived
from domain.journey.events.pitches import ApplicationSent, PitchRevised, PitchTried


class PitchesState(Struct, frozen=True, kw_only=True):
    """Every dated event that the view of pitches uses; plans and runs by experiment."""

    plans: dict[UUID, ExperimentPlanned] = {}
    runs: dict[UUID, ExperimentRun] = {}
    words: tuple[PitchRevised | FeedbackReceived, ...] = ()
    """Versions of the pitch, and the feedback between them, in the order of recording."""
    tried: tuple[PitchTried, ...] = ()
    sent: tuple[ApplicationSent, ...] = ()
    replies: tuple[AnswerOrSilence, ...] = ()


INITIAL = PitchesState()


def evolve(state: PitchesState, entry: RecordedEvent) -> PitchesState:
    """Adds one event to the state, if the view needs it."""
    event = entry.event
    match event:
        case ExperimentPlanned():
            return replace(state, plans=with_entry(state.plans, event.experiment_id, event))
        case ExperimentRun():
            return replace(state, runs=with_entry(state.runs, event.experiment_id, event))
        case PitchRevised() | FeedbackReceived():
            return replace(state, words=with_item(state.words, event))
        case PitchTried():
            return replace(state, tried=with_item(state.tried, event))
        case ApplicationSent():
            return replace(state, sent=with_item(state.sent, event))
        case AnswerReceived() | SilenceElapsed():
            return replace(state, replies=with_item(state.replies, event))
        case _:
            return state
