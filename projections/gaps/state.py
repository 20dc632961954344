"""State of the gaps: dated findings, decisions, signals and feedback, in the order of recording."""

from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.growing import with_entry, with_item
from domain.history import RecordedEvent
from domain.journey.events.counted_answers import CountedAnswers
from domain.journey.events.evidence import GapFound, OddsSignalHeard
from domain.journey.events.experiments import ExperimentPlanned
from domain.journey.events.feedback import FeedbackReceived
from domain.journey.events.gaps import GapClosed, GapDecided
from domain.journey.events.roles import RoleDiscovered
from domain.vocabulary import OddsSignal
from projections.counted_answers import count_event

REQUIREMENT_SIGNALS: frozenset[OddsSignal] = frozenset({"requirement_met", "requirement_missing"})


class GapsState(Struct, frozen=True, kw_only=True):
    """Every dated event about gaps and requirements."""

    roles: dict[UUID, RoleDiscovered] = {}
    plans: dict[UUID, ExperimentPlanned] = {}
    found: tuple[GapFound, ...] = ()
    handled: tuple[GapDecided | GapClosed, ...] = ()
    heard: tuple[OddsSignalHeard, ...] = ()
    feedback: tuple[FeedbackReceived, ...] = ()
    counted: CountedAnswers = CountedAnswers()


INITIAL = GapsState()


def evolve(state: GapsState, entry: RecordedEvent) -> GapsState:
    """Adds one event to the state, if it is about gaps."""
    counted, event = count_event(state.counted, entry.event)
    if counted is not state.counted:
        state = replace(state, counted=counted)
    match event:
        case GapFound():
            return replace(state, found=with_item(state.found, event))
        case GapDecided() | GapClosed():
            return replace(state, handled=with_item(state.handled, event))
        case OddsSignalHeard() if event.signal in REQUIREMENT_SIGNALS:
            return replace(state, heard=with_item(state.heard, event))
        case FeedbackReceived():
            return replace(state, feedback=with_item(state.feedback, event))
        case ExperimentPlanned():
            return replace(state, plans=with_entry(state.plans, event.experiment_id, event))
        case RoleDiscovered():
            return replace(state, roles=with_entry(state.roles, event.role_id, event))
        case _:
            return state
