"""State of the approaches: dated events about them, in the order of recording."""

from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.growing import with_entry, with_item
from domain.history import RecordedEvent
from domain.journey.events.answers import (
    REFUSAL_ANSWERS,
    AnswerReceived,
    FollowUpPlanned,
    SilenceElapsed,
)
from domain.journey.events.counted_answers import CountedAnswers
from domain.journey.events.course import TimeZoneChanged
from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentDropped,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.events.feedback import FeedbackReceived, FeedbackRequested
from domain.journey.events.insights import InsightNamed
from domain.journey.events.network import ContactAdded, EmployerNamed
from domain.journey.events.refusals import FeedbackAgreed, KeptOnFile, RefusalConcluded, RefusalPaused
from domain.journey.events.roles import (
    RoleBlocked,
    RoleDiscovered,
    RoleParked,
    RoleReopened,
    RoleStandingEvent,
)
from domain.journey.events.start import JourneyStarted
from domain.time_zones import day_in
from domain.vocabulary import OddsSignal
from projections.counted_answers import count_event, without_repeats

ApproachEvent = (
    ExperimentPlanned
    | ExperimentRun
    | ExperimentCancelled
    | ExperimentRefused
    | ExperimentDropped
    | AnswerReceived
    | SilenceElapsed
    | FollowUpPlanned
    | FeedbackAgreed
    | FeedbackRequested
    | FeedbackReceived
    | RefusalPaused
    | RefusalConcluded
    | KeptOnFile
)
"""Events about one experiment."""

OPEN_DOOR_SIGNALS: frozenset[OddsSignal] = frozenset({"resource_bank", "asked_for_cv", "referral"})


class RecordedNo(Struct, frozen=True):
    """A no to an approach, and the day on which it was recorded, in the client's time zone."""

    experiment_id: UUID
    happened_on: date
    recorded_on: date


class ApproachesState(Struct, frozen=True, kw_only=True):
    """Every dated event that can belong to an approach."""

    time_zone: str = "UTC"
    roles: dict[UUID, RoleDiscovered] = {}
    contacts: dict[UUID, ContactAdded] = {}
    employers: dict[UUID, EmployerNamed] = {}
    events: tuple[ApproachEvent, ...] = ()
    aside: tuple[RoleStandingEvent, ...] = ()
    signals: tuple[OddsSignalHeard, ...] = ()
    """What was promised: the papers are kept, or asked for, or there is somebody to go to."""
    told_again: tuple[AnswerReceived, ...] = ()
    """Answers that settle a follow-up and are no second ones; found by `counted_approaches`."""
    insights: tuple[InsightNamed, ...] = ()
    noes: tuple[RecordedNo, ...] = ()
    counted: CountedAnswers = CountedAnswers()


INITIAL = ApproachesState()


def evolve(state: ApproachesState, entry: RecordedEvent) -> ApproachesState:
    """Adds one event to the state, if it can belong to an approach."""
    counted, event = count_event(state.counted, entry.event)
    if counted is not state.counted:
        state = replace(state, counted=counted)
    match event:
        case RoleDiscovered():
            return replace(state, roles=with_entry(state.roles, event.role_id, event))
        case ContactAdded():
            return replace(state, contacts=with_entry(state.contacts, event.contact_id, event))
        case EmployerNamed():
            return replace(state, employers=with_entry(state.employers, event.employer_id, event))
        case RoleBlocked() | RoleParked() | RoleReopened():
            return replace(state, aside=with_item(state.aside, event))
        case OddsSignalHeard() if event.signal in OPEN_DOOR_SIGNALS:
            return replace(state, signals=with_item(state.signals, event))
        case InsightNamed():
            return replace(state, insights=with_item(state.insights, event))
        case JourneyStarted() | TimeZoneChanged():
            return replace(state, time_zone=event.time_zone)
        case AnswerReceived() if event.answer in REFUSAL_ANSWERS:
            recorded_on = day_in(state.time_zone, entry.recorded_at)
            no = RecordedNo(event.experiment_id, event.happened_on, recorded_on)
            return replace(state, events=with_item(state.events, event), noes=with_item(state.noes, no))
        case _ if isinstance(event, ApproachEvent):
            return replace(state, events=with_item(state.events, event))
        case _:
            return state


def counted_approaches(state: ApproachesState) -> ApproachesState:
    """Copies a state with each answer once; those told again through calls stand apart."""
    by_call, events = state.counted.by_call, without_repeats(state.events)
    told_again = tuple(one for one in events if isinstance(one, AnswerReceived) and one in by_call)
    others = tuple(one for one in events if not isinstance(one, AnswerReceived) or one not in by_call)
    return replace(state, events=others, told_again=told_again)
