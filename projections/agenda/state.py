"""State of the agenda: dated events in the order of recording, so that any date can be viewed."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.growing import with_entry, with_item
from domain.history import RecordedEvent
from domain.journey.events.agreements import (
    ChallengeAnswered,
    ChallengeSet,
    CommitmentMade,
    CommitmentSettled,
)
from domain.journey.events.answers import (
    REFUSAL_ANSWERS,
    AnswerReceived,
    FollowUpPlanned,
    SilenceElapsed,
)
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.endings import AfterCarePlanned, AfterCareSettled, EndingRecorded
from domain.journey.events.evidence import GapFound
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentDropped,
    ExperimentOutcome,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
    NextStep,
)
from domain.journey.events.feedback import FeedbackRequested
from domain.journey.events.gaps import GapClosed, GapDecided
from domain.journey.events.offers import OfferDeclined
from domain.journey.events.refusals import FeedbackAgreed, KeptOnFile, RefusalConcluded
from domain.journey.events.roles import RoleBlocked, RoleDiscovered, RoleParked
from domain.journey.events.stories import GoalReached, GoalSet
from domain.journey.events.weeks import RestDeclared, WeekPlanned, WeekReviewed

AgendaEvent = (
    AfterCarePlanned
    | AfterCareSettled
    | ChallengeAnswered
    | ChallengeSet
    | CommitmentMade
    | CommitmentSettled
    | EndingRecorded
    | FeedbackAgreed
    | FeedbackRequested
    | GapClosed
    | GapDecided
    | GapFound
    | GoalReached
    | GoalSet
    | KeptOnFile
    | RefusalConcluded
    | RestDeclared
    | WeekPlanned
    | WeekReviewed
)
"""Events that are kept as they are."""


class NumberedOutcome(Struct, frozen=True, kw_only=True):
    """How a plan ended, and its number in the order of recording."""

    number: int
    outcome: ExperimentOutcome

    @property
    def happened_on(self) -> date:
        """The day of the outcome."""
        return self.outcome.happened_on


class NumberedDecline(Struct, frozen=True, kw_only=True):
    """That an offer was declined, and the number of it in the order of recording."""

    number: int
    event: OfferDeclined

    @property
    def happened_on(self) -> date:
        """The day of it."""
        return self.event.happened_on


class DatedIntention(Struct, frozen=True, kw_only=True):
    """A next step, or a day to come back: the day it was set and the day it is for."""

    kind: Literal["next_step", "follow_up"]
    item_id: UUID
    experiment_id: UUID | None
    """None when it was agreed in a check-in."""
    happened_on: date
    number: int
    what: str
    due: date


class PlannedFrom(Struct, frozen=True, kw_only=True):
    """That a step was planned because of another one, and the number of the plan in the order of recording."""

    experiment_id: UUID
    happened_on: date
    number: int


class MomentOfNo(Struct, frozen=True, kw_only=True):
    """When a no came, and when it was recorded."""

    happened_on: date
    recorded_at: datetime


class AgendaState(Struct, frozen=True, kw_only=True):
    """Every dated event that can be due or can settle something that is due."""

    roles: dict[UUID, RoleDiscovered] = {}
    aside: tuple[RoleParked | RoleBlocked, ...] = ()
    plans: dict[UUID, ExperimentPlanned] = {}
    planned_from: tuple[PlannedFrom, ...] = ()
    ended: dict[UUID, NumberedOutcome] = {}
    intentions: tuple[DatedIntention, ...] = ()
    answers: tuple[AnswerReceived | SilenceElapsed, ...] = ()
    noes: tuple[MomentOfNo, ...] = ()
    declined: tuple[NumberedDecline, ...] = ()
    check_ins: tuple[CheckInHeld, ...] = ()
    noted: tuple[AgendaEvent, ...] = ()


INITIAL = AgendaState()


def evolve(state: AgendaState, entry: RecordedEvent) -> AgendaState:
    """Adds one event to the state, if the agenda needs it."""
    event = entry.event
    match event:
        case ExperimentPlanned():
            state = replace(state, plans=with_entry(state.plans, event.experiment_id, event))
            return _planned_from(state, entry.number, event)
        case ExperimentRun() | ExperimentCancelled() | ExperimentRefused() | ExperimentDropped():
            ended = NumberedOutcome(number=entry.number, outcome=event)
            return replace(state, ended=with_entry(state.ended, event.experiment_id, ended))
        case ExperimentConcluded():
            step_id = event.experiment_id
            return _next_step(state, entry, event.next_step, item_id=step_id, experiment_id=step_id)
        case CheckInHeld():
            held = replace(state, check_ins=with_item(state.check_ins, event))
            return _next_step(held, entry, event.next_step, item_id=event.check_in_id, experiment_id=None)
        case FollowUpPlanned():
            return _come_back(state, entry.number, event)
        case AnswerReceived() | SilenceElapsed():
            return _answered(state, entry, event)
        case OfferDeclined():
            decline = NumberedDecline(number=entry.number, event=event)
            return replace(state, declined=with_item(state.declined, decline))
        case RoleParked() | RoleBlocked():
            return replace(state, aside=with_item(state.aside, event))
        case RoleDiscovered():
            return replace(state, roles=with_entry(state.roles, event.role_id, event))
        case _:
            return (
                replace(state, noted=with_item(state.noted, event))
                if isinstance(event, AgendaEvent)
                else state
            )


def _answered(
    state: AgendaState, entry: RecordedEvent, event: AnswerReceived | SilenceElapsed
) -> AgendaState:
    state = replace(state, answers=with_item(state.answers, event))
    if isinstance(event, SilenceElapsed) or event.answer not in REFUSAL_ANSWERS:
        return state
    no = MomentOfNo(happened_on=event.happened_on, recorded_at=entry.recorded_at)
    return replace(state, noes=with_item(state.noes, no))


def _planned_from(state: AgendaState, number: int, planned: ExperimentPlanned) -> AgendaState:
    if planned.refers_to is None:
        return state
    one = PlannedFrom(experiment_id=planned.refers_to, happened_on=planned.happened_on, number=number)
    return replace(state, planned_from=with_item(state.planned_from, one))


def _next_step(
    state: AgendaState,
    entry: RecordedEvent,
    next_step: NextStep | None,
    *,
    item_id: UUID,
    experiment_id: UUID | None,
) -> AgendaState:
    if next_step is None or next_step.due is None:
        return state
    intention = DatedIntention(
        kind="next_step",
        item_id=item_id,
        experiment_id=experiment_id,
        happened_on=entry.event.happened_on,
        number=entry.number,
        what=next_step.what,
        due=next_step.due,
    )
    return replace(state, intentions=with_item(state.intentions, intention))


def _come_back(state: AgendaState, number: int, planned: FollowUpPlanned) -> AgendaState:
    intention = DatedIntention(
        kind="follow_up",
        item_id=planned.follow_up_id,
        experiment_id=planned.experiment_id,
        happened_on=planned.happened_on,
        number=number,
        what=planned.what,
        due=planned.due,
    )
    return replace(state, intentions=with_item(state.intentions, intention))
