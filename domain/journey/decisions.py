"""From a command to its decision: which events, if any, it means for the journey so far."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never, cast

from domain.errors import InvalidValue
from domain.events import Event
from domain.journey import (
    answers,
    coaching,
    endings,
    feedback,
    learning,
    outcomes,
    planning,
    pulses,
    roles,
    start,
    weeks,
)
from domain.journey.answers import PlanFollowUp, RecordAnswer, RecordSilence
from domain.journey.coaching import HoldCheckIn
from domain.journey.endings import RecordEnding
from domain.journey.feedback import ReceiveFeedback, RequestFeedback
from domain.journey.forms import Fact
from domain.journey.learning import NameCriterion, RecordEvidence
from domain.journey.outcomes import (
    CancelExperiment,
    ConcludeExperiment,
    DropExperiment,
    RefuseExperiment,
    RunExperiment,
)
from domain.journey.planning import PlanExperiment
from domain.journey.pulses import RateEnergy, RateTrust
from domain.journey.roles import BlockRole, DiscoverRole, JudgeRole, ParkRole, ReopenRole
from domain.journey.start import DeclareCondition, StartJourney
from domain.journey.state import Journey, evolve
from domain.journey.weeks import DeclareRest, PlanWeek, ReviewWeek

Command = (
    StartJourney
    | DeclareCondition
    | NameCriterion
    | DiscoverRole
    | JudgeRole
    | BlockRole
    | ParkRole
    | ReopenRole
    | PlanExperiment
    | RunExperiment
    | CancelExperiment
    | RefuseExperiment
    | DropExperiment
    | ConcludeExperiment
    | RecordEvidence
    | RecordAnswer
    | RecordSilence
    | PlanFollowUp
    | RequestFeedback
    | ReceiveFeedback
    | PlanWeek
    | ReviewWeek
    | DeclareRest
    | HoldCheckIn
    | RateEnergy
    | RateTrust
    | RecordEnding
)


def decide(journey: Journey, command: Command, today: date) -> list[Event]:
    """The events a command means. An empty list means "already so"; what is not allowed raises a `DomainError`.

    `today` is the date in the journey's time zone: nothing can have happened after it.
    """
    if not isinstance(command, StartJourney):
        _within(command.happened_on, journey.started.fact.happened_on)
    if command.happened_on > today:
        raise InvalidValue("This lies in the future.", field="happened_on", allowed=f"{today} or earlier")
    # The decisions speak of facts; every fact of this package is an event.
    return cast("list[Event]", _decide(journey, command))


def decide_all(journey: Journey, commands: Sequence[Command], today: date) -> list[list[Event]]:
    """The events of several commands, each decided on what the ones before it made of the journey."""
    decided: list[list[Event]] = []
    for command in commands:
        events = decide(journey, command, today)
        for event in events:
            journey = evolve(journey, event)
        decided.append(events)
    return decided


def _within(happened_on: date, started_on: date) -> None:
    if happened_on < started_on:
        raise InvalidValue(
            "This lies before the journey.", field="happened_on", allowed=f"{started_on} or later"
        )


def _decide(journey: Journey, command: Command) -> list[Fact]:
    match command:
        case StartJourney():
            return start.start(journey, command)
        case DeclareCondition():
            return start.declare_condition(journey, command)
        case NameCriterion():
            return learning.name_criterion(journey, command)
        case DiscoverRole():
            return roles.discover(journey, command)
        case JudgeRole():
            return roles.judge(journey, command)
        case BlockRole():
            return roles.block(journey, command)
        case ParkRole():
            return roles.park(journey, command)
        case ReopenRole():
            return roles.reopen(journey, command)
        case PlanExperiment():
            return planning.plan(journey, command)
        case RunExperiment():
            return outcomes.run(journey, command)
        case CancelExperiment():
            return outcomes.cancel(journey, command)
        case RefuseExperiment():
            return outcomes.refuse(journey, command)
        case DropExperiment():
            return outcomes.drop(journey, command)
        case ConcludeExperiment():
            return outcomes.conclude(journey, command)
        case RecordEvidence():
            return learning.record(journey, command)
        case RecordAnswer():
            return answers.answer(journey, command)
        case RecordSilence():
            return answers.silence(journey, command)
        case PlanFollowUp():
            return answers.follow_up(journey, command)
        case RequestFeedback():
            return feedback.request(journey, command)
        case ReceiveFeedback():
            return feedback.receive(journey, command)
        case PlanWeek():
            return weeks.plan(journey, command)
        case ReviewWeek():
            return weeks.review(journey, command)
        case DeclareRest():
            return weeks.rest(journey, command)
        case HoldCheckIn():
            return coaching.hold(journey, command)
        case RateEnergy():
            return pulses.rate_energy(journey, command)
        case RateTrust():
            return pulses.rate_trust(journey, command)
        case RecordEnding():
            return endings.record(journey, command)
        case _:
            assert_never(command)
