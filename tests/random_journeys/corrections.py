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
    JourneyDraft,
)

TELLING: tuple[type[JourneyCommand], ...] = get_args(JourneyCommand)

T = TypeVar("T")


def correct(draft: JourneyDraft) -> UserCommand | None:
    number, decision = _entry(draft)
    told = decision.command.restated if isinstance(decision.command, CorrectEntry) else decision.command
    if not isinstance(told, TELLING):
        return None
    reason = draft.maybe("misheard")
    return _allowed(
        draft,
        CorrectEntry(
            happened_on=draft.today,
            number=number,
            restated=otherwise(draft, told),
            reason=reason,
        ),
    )


def retract(draft: JourneyDraft) -> UserCommand | None:
    number, _ = _entry(draft)
    reason = draft.maybe("told twice")
    return _allowed(draft, RetractEntry(happened_on=draft.today, number=number, reason=reason))


def _entry(draft: JourneyDraft) -> tuple[int, DecidedCommand]:
    """One of the entries, of late more often, and how it came about."""
    made = [decision for decision in draft.decisions for _ in decision.events]
    late = draft.happens(0.5)
    number = draft.chance.randint(max(1, len(made) - 12) if late else 1, len(made))
    return number, made[number - 1]


def _allowed(draft: JourneyDraft, command: CorrectEntry | RetractEntry) -> UserCommand | None:
    try:
        draft.decided(command)
    except DomainError:
        return None
    return command


def otherwise(draft: JourneyDraft, told: JourneyCommand) -> JourneyCommand:
    """The same command with another value, which may be refused."""
    if not isinstance(told, StartJourney) and draft.happens(0.3):
        return replace(told, happened_on=told.happened_on + timedelta(days=draft.chance.randint(-3, 3)))
    match told:
        case PlanExperiment():
            return _planned_otherwise(draft, told)
        case RunExperiment():
            return replace(told, dread_after=draft.rating(), hours=draft.maybe(8.0))
        case CancelExperiment() | RefuseExperiment():
            return replace(told, dread_after=draft.rating())
        case ConcludeExperiment() | RecordEvidence() | HoldCheckIn():
            return replace(told, learned=_learned_otherwise(draft, told.learned))
        case RecordAnswer():
            answer = draft.one_of(ANSWERS)
            close = draft.happens(0.5) if answer == "rejected_after_interview" else None
            return replace(told, answer=answer, close=close, also_heard=draft.some(SIGNALS, 2))
        case NoteMarketSignal():
            return replace(told, signal=draft.one_of(MARKET_SIGNALS), role_id=_role(draft, told.role_id))
        case KeepOnFile():
            return replace(told, until=told.until + timedelta(days=draft.chance.randint(-9, 9)))
        case DiscoverRole() | JudgeRole():
            return replace(told, distance=draft.one_of(DISTANCES))
        case RateEnergy() | RateTrust():
            return replace(told, rating=draft.rating())
        case StartJourney():
            return replace(told, weekly_goal=draft.chance.randint(1, 3))
        case _:
            return told


def _planned_otherwise(draft: JourneyDraft, told: PlanExperiment) -> PlanExperiment:
    match draft.one_of(["hypothesis", "role", "kind", "nobody", "dread"]):
        case "hypothesis":
            return replace(told, hypothesis=draft.one_of(SAYINGS))
        case "role":
            return replace(told, role_id=_role(draft, told.role_id), new_role=None)
        case "kind":
            return replace(told, kind=draft.one_of(KINDS))
        case "nobody":
            return replace(told, contact=None)
        case _:
            return replace(told, dread_before=draft.rating())


def _role(draft: JourneyDraft, otherwise: T) -> T:
    return cast("T", draft.any_of(draft.journey.roles)) or otherwise


def _learned_otherwise(draft: JourneyDraft, learned: LearningInput) -> LearningInput:
    odds: Sequence[OddsSignalInput] = [replace(one, signal=draft.one_of(SIGNALS)) for one in learned.odds]
    appeal = None if learned.appeal is None else draft.rating()
    return replace(learned, appeal=appeal, odds=tuple(odds))
