"""State of the game: dated events, so that any date can be viewed. A reply teaches the same, whatever it is."""

from datetime import date
from typing import Literal, get_args
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.growing import with_entry, with_item, with_item_at
from domain.history import RecordedEvent
from domain.journey.events.answers import AnswerReceived, SilenceElapsed
from domain.journey.events.counted_answers import CountedAnswers
from domain.journey.events.course import GameSwitched, PlanAdjusted
from domain.journey.events.evidence import (
    AppealRated,
    GapFound,
    OddsSignalHeard,
    Source,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.events.experiments import (
    ExperimentAttempt,
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
    as_guessed_on,
)
from domain.journey.events.feedback import FeedbackRequested
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.start import JourneyStarted
from domain.journey.events.weeks import RestDeclared
from projections.counted_answers import count_event, is_news
from projections.game.events import GameEvent

LearningKind = Literal["appeal", "odds", "tradeoff", "strength_or_gap", "new_role"]
LearningEvent = AppealRated | OddsSignalHeard | TradeoffMade | StrengthObserved | GapFound | RoleDiscovered


class LoggedRest(Struct, frozen=True):
    """A week off, and how many steps had been logged before it."""

    declared: RestDeclared
    steps_before: int


class GameState(Struct, frozen=True, kw_only=True):
    """Every dated event that the game uses, by experiment or in the order of recording."""

    started: JourneyStarted | None = None
    plans: dict[UUID, ExperimentPlanned] = {}
    steps: tuple[ExperimentAttempt, ...] = ()
    """What was run, cancelled or refused."""
    learned: dict[UUID, dict[LearningKind, date]] = {}
    """The first day of each learning."""
    ratings: dict[UUID, tuple[AppealRated, ...]] = {}
    concluded: dict[UUID, date] = {}
    asked: tuple[FeedbackRequested, ...] = ()
    rests: tuple[LoggedRest, ...] = ()
    plan_changes: tuple[PlanAdjusted, ...] = ()
    switches: tuple[GameSwitched, ...] = ()
    counted: CountedAnswers = CountedAnswers()
    events: tuple[GameEvent, ...] = ()
    """What quests and badges are made of."""


INITIAL = GameState()
FOLDED_EVENTS = frozenset(
    {
        *get_args(GameEvent),
        ExperimentCancelled,
        ExperimentConcluded,
        ExperimentPlanned,
        ExperimentRefused,
        ExperimentRun,
        GameSwitched,
        JourneyStarted,
        PlanAdjusted,
        RestDeclared,
    }
)
"""What changes the state. Most other events are told apart by this at once."""


def evolve(state: GameState, entry: RecordedEvent) -> GameState:
    """Adds one event to the state, if the game needs it."""
    if type(entry.event) not in FOLDED_EVENTS:
        return state
    # Before it is counted: what counts grows in place.
    repeats = isinstance(entry.event, AnswerReceived) and not is_news(state.counted, entry.event)
    counted, event = count_event(state.counted, entry.event)
    if counted is not state.counted:
        state = replace(state, counted=counted)
    if isinstance(event, GameEvent):
        state = replace(state, events=with_item(state.events, event))
    match event:
        case OddsSignalHeard() | TradeoffMade() | StrengthObserved() | GapFound() | RoleDiscovered():
            return _taught_by(state, event)
        case AppealRated():
            return _rated(_taught_by(state, event), event)
        case AnswerReceived() | SilenceElapsed() if not repeats:
            return _taught(state, event.heard_in or event.experiment_id, "odds", event.happened_on)
        case ExperimentPlanned():
            return replace(state, plans=with_entry(state.plans, event.experiment_id, event))
        case ExperimentRun() | ExperimentCancelled() | ExperimentRefused():
            return _taken(state, event)
        case ExperimentConcluded():
            return replace(
                state, concluded=with_entry(state.concluded, event.experiment_id, event.happened_on)
            )
        case FeedbackRequested():
            return replace(state, asked=with_item(state.asked, event))
        case RestDeclared():
            return replace(state, rests=with_item(state.rests, LoggedRest(event, len(state.steps))))
        case PlanAdjusted():
            return replace(state, plan_changes=with_item(state.plan_changes, event))
        case GameSwitched():
            return replace(state, switches=with_item(state.switches, event))
        case JourneyStarted():
            return replace(state, started=event)
        case _:
            return state


def _taken(state: GameState, step: ExperimentAttempt) -> GameState:
    planned = state.plans.get(step.experiment_id)
    if planned and planned.earlier_guesses:
        as_guessed = as_guessed_on(planned, step.happened_on)
        state = replace(state, plans=with_entry(state.plans, step.experiment_id, as_guessed))
    return replace(state, steps=with_item(state.steps, step))


def _taught_by(state: GameState, event: LearningEvent) -> GameState:
    step = _step(event.source)
    return _taught(state, step, _learning(event), event.happened_on) if step else state


def _taught(state: GameState, step: UUID, what: LearningKind, on: date) -> GameState:
    so_far = state.learned.get(step, {})
    first = min(so_far.get(what, on), on)
    return replace(state, learned=with_entry(state.learned, step, {**so_far, what: first}))


def _rated(state: GameState, event: AppealRated) -> GameState:
    step = _step(event.source)
    if step is None:
        return state
    return replace(state, ratings=with_item_at(state.ratings, step, event))


def _step(source: Source) -> UUID | None:
    return source.id if source.kind == "experiment" else None


def _learning(event: LearningEvent) -> LearningKind:
    match event:
        case AppealRated():
            return "appeal"
        case OddsSignalHeard():
            return "odds"
        case TradeoffMade():
            return "tradeoff"
        case StrengthObserved() | GapFound():
            return "strength_or_gap"
        case RoleDiscovered():
            return "new_role"
