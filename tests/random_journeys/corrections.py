"""Turns that speak of earlier entries: said otherwise, or taken back, where that is allowed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar, cast, get_args

from msgspec.structs import replace

from domain.errors import DomainError
from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.catalogue import JourneyCommand
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.evidence import LearningInput, OddsSignalInput, RecordEvidence
from domain.journey.commands.experiment_outcomes import (
    CancelExperiment,
    ConcludeExperiment,
    RefuseExperiment,
    RunExperiment,
)
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.commands.market import NoteMarketSignal
from domain.journey.commands.pulses import RateEnergy, RateTrust
from domain.journey.commands.refusals import KeepOnFile
from domain.journey.commands.roles import DiscoverRole, JudgeRole
from domain.journey.commands.start import StartJourney
from domain.journey.decide import UserCommand
from tests.random_journeys.random_journey import (
    ANSWERS,
    DISTANCES,
    KINDS,
    MARKET_SIGNALS,
    SAYINGS,
    SIGNALS,
    DecidedCommand,
    Life,
)

TELLING: tuple[type[JourneyCommand], ...] = get_args(JourneyCommand)

T = TypeVar("T")


def correct(life: Life) -> UserCommand | None:
    number, decision = _entry(life)
    told = decision.command.restated if isinstance(decision.command, CorrectEntry) else decision.command
    if not isinstance(told, TELLING):
        return None
    reason = life.maybe("misheard")
    return _allowed(
        life,
        CorrectEntry(
            happened_on=life.today,
            number=number,
            restated=otherwise(life, told),
            reason=reason,
        ),
    )


def retract(life: Life) -> UserCommand | None:
    number, _ = _entry(life)
    reason = life.maybe("told twice")
    return _allowed(life, RetractEntry(happened_on=life.today, number=number, reason=reason))


def _entry(life: Life) -> tuple[int, DecidedCommand]:
    """One of the entries, of late more often, and how it came about."""
    made = [decision for decision in life.decisions for _ in decision.events]
    late = life.happens(0.5)
    number = life.chance.randint(max(1, len(made) - 12) if late else 1, len(made))
    return number, made[number - 1]


def _allowed(life: Life, command: CorrectEntry | RetractEntry) -> UserCommand | None:
    try:
        life.decided(command)
    except DomainError:
        return None
    return command


def otherwise(life: Life, told: JourneyCommand) -> JourneyCommand:
    """The same command with another value, which may be refused."""
    if not isinstance(told, StartJourney) and life.happens(0.3):
        return replace(told, happened_on=told.happened_on + timedelta(days=life.chance.randint(-3, 3)))
    match told:
        case PlanExperiment():
            return _planned_otherwise(life, told)
        case RunExperiment():
            return replace(told, dread_after=life.rating(), hours=life.maybe(8.0))
        case CancelExperiment() | RefuseExperiment():
            return replace(told, dread_after=life.rating())
        case ConcludeExperiment() | RecordEvidence() | HoldCheckIn():
            return replace(told, learned=_learned_otherwise(life, told.learned))
        case RecordAnswer():
            answer = life.one_of(ANSWERS)
            close = life.happens(0.5) if answer == "rejected_after_interview" else None
            return replace(told, answer=answer, close=close, also_heard=life.some(SIGNALS, 2))
        case NoteMarketSignal():
            return replace(told, signal=life.one_of(MARKET_SIGNALS), role_id=_role(life, told.role_id))
        case KeepOnFile():
            return replace(told, until=told.until + timedelta(days=life.chance.randint(-9, 9)))
        case DiscoverRole() | JudgeRole():
            return replace(told, distance=life.one_of(DISTANCES))
        case RateEnergy() | RateTrust():
            return replace(told, rating=life.rating())
        case StartJourney():
            return replace(told, weekly_goal=life.chance.randint(1, 3))
        case _:
            return told


def _planned_otherwise(life: Life, told: PlanExperiment) -> PlanExperiment:
    match life.one_of(["hypothesis", "role", "kind", "nobody", "dread"]):
        case "hypothesis":
            return replace(told, hypothesis=life.one_of(SAYINGS))
        case "role":
            return replace(told, role_id=_role(life, told.role_id), new_role=None)
        case "kind":
            return replace(told, kind=life.one_of(KINDS))
        case "nobody":
            return replace(told, contact=None)
        case _:
            return replace(told, dread_before=life.rating())


def _role(life: Life, otherwise: T) -> T:
    return cast("T", life.any_of(life.journey.roles)) or otherwise


def _learned_otherwise(life: Life, learned: LearningInput) -> LearningInput:
    odds: Sequence[OddsSignalInput] = [replace(one, signal=life.one_of(SIGNALS)) for one in learned.odds]
    appeal = None if learned.appeal is None else life.rating()
    return replace(learned, appeal=appeal, odds=tuple(odds))
