"""State of the learning model: dated events, so that any date can be viewed without a new fold."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.growing import with_entry, with_item, without_entry
from domain.history import RecordedEvent
from domain.journey.events.answers import AnswerReceived, SilenceElapsed
from domain.journey.events.beliefs import BeliefJudged
from domain.journey.events.counted_answers import CountedAnswers, exclusive_signal
from domain.journey.events.course import PlanAdjusted
from domain.journey.events.evidence import (
    AppealRated,
    CriterionNamed,
    GapFound,
    OddsSignalHeard,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.events.experiments import (
    ExperimentAttempt,
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentDropped,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
    as_guessed_on,
    steps_followed_up,
)
from domain.journey.events.market import MarketSignalNoted
from domain.journey.events.refusals import KeptOnFile
from domain.journey.events.roles import (
    RoleBlocked,
    RoleDiscovered,
    RoleJudged,
    RoleKept,
    RoleParked,
    RolePassed,
    RoleReopened,
    RoleStandingEvent,
)
from domain.journey.events.start import JourneyStarted
from domain.journey.events.weeks import RestDeclared
from projections.counted_answers import count_event


class RoleEvents(Struct, frozen=True):
    """One role: its discovery, and the judgements and decisions about it since, in the order of recording."""

    discovered: RoleDiscovered
    judged: tuple[RoleJudged, ...] = ()
    standing: tuple[RoleStandingEvent, ...] = ()


class StepEvents(Struct, frozen=True):
    """One experiment, from its plan to its conclusion."""

    planned: ExperimentPlanned
    happened: ExperimentAttempt | None = None
    concluded: ExperimentConcluded | None = None
    answers: tuple[AnswerReceived | SilenceElapsed, ...] = ()
    judged: tuple[BeliefJudged, ...] = ()
    """Whether its belief held up, by day; the last up to a date counts."""
    dropped: ExperimentDropped | None = None

    def is_open(self, on: date) -> bool:
        """True if it was planned by a date, and neither taken nor dropped by then."""
        ended = (one.happened_on for one in (self.happened, self.dropped) if one)
        return self.planned.happened_on <= on and all(on < day for day in ended)

    def happened_on(self) -> date | None:
        """The day it was run, cancelled or refused; None while it is only planned."""
        return self.happened.happened_on if self.happened else None


class LearningState(Struct, frozen=True):
    """Every dated event that beliefs are computed from."""

    journey_id: UUID | None = None
    started: JourneyStarted | None = None
    roles: dict[UUID, RoleEvents] = {}
    brought_up: dict[UUID, RoleDiscovered] = {}
    """The roles that the coach came across, and that the client neither keeps nor works on yet."""
    steps: dict[UUID, StepEvents] = {}
    attempts: tuple[UUID, ...] = ()
    """What was run, cancelled or refused, in the order it was logged."""
    criteria: dict[UUID, CriterionNamed] = {}
    ratings: tuple[AppealRated, ...] = ()
    signals: tuple[OddsSignalHeard, ...] = ()
    market: tuple[MarketSignalNoted, ...] = ()
    tradeoffs: tuple[TradeoffMade, ...] = ()
    strengths: tuple[StrengthObserved, ...] = ()
    gaps: tuple[GapFound, ...] = ()
    rests: tuple[RestDeclared, ...] = ()
    plans: tuple[PlanAdjusted, ...] = ()
    counted: CountedAnswers = CountedAnswers()


CHOOSING = (
    AppealRated,
    ExperimentPlanned,
    GapFound,
    OddsSignalHeard,
    RoleBlocked,
    RoleJudged,
    RoleKept,
    RoleParked,
    RoleReopened,
)
FOLDED_EVENTS = frozenset(
    {
        *CHOOSING,
        AnswerReceived,
        BeliefJudged,
        CriterionNamed,
        ExperimentCancelled,
        ExperimentConcluded,
        ExperimentDropped,
        ExperimentRefused,
        ExperimentRun,
        JourneyStarted,
        KeptOnFile,
        MarketSignalNoted,
        PlanAdjusted,
        RestDeclared,
        RoleDiscovered,
        RolePassed,
        SilenceElapsed,
        StrengthObserved,
        TradeoffMade,
    }
)
"""What changes the state. Most other events are told apart by this at once, which takes a fifth of the time."""
S = TypeVar("S", bound=LearningState)
INITIAL = LearningState()


def evolve(state: S, entry: RecordedEvent) -> S:
    """Adds one event to the state. An event about a missing role or step is ignored."""
    if type(entry.event) not in FOLDED_EVENTS:
        return state
    repeated = state.counted.repeated(entry.event) if isinstance(entry.event, AnswerReceived) else None
    counted, event = count_event(state.counted, entry.event)
    if counted is not state.counted:
        state = replace(state, counted=counted)
    state = _with_chosen_role(state, event)
    match event:
        case OddsSignalHeard():
            return replace(state, signals=with_item(state.signals, event))
        case MarketSignalNoted():
            return replace(state, market=with_item(state.market, event))
        case AppealRated():
            return replace(state, ratings=with_item(state.ratings, event))
        case TradeoffMade():
            return replace(state, tradeoffs=with_item(state.tradeoffs, event))
        case StrengthObserved():
            return replace(state, strengths=with_item(state.strengths, event))
        case GapFound():
            return replace(state, gaps=with_item(state.gaps, event))
        case ExperimentPlanned():
            return replace(
                state, steps=with_entry(state.steps, event.experiment_id, StepEvents(planned=event))
            )
        case ExperimentRun() | ExperimentCancelled() | ExperimentRefused():
            return _attempted(state, event)
        case ExperimentDropped():
            return _step(state, event.experiment_id, dropped=event)
        case ExperimentConcluded():
            return _step(state, event.experiment_id, concluded=event)
        case BeliefJudged():
            return _judged(state, event)
        case AnswerReceived():
            return _answered(state, event, repeated)
        case SilenceElapsed():
            return _answered(state, event)
        case CriterionNamed():
            return replace(state, criteria=with_entry(state.criteria, event.criterion_id, event))
        case RoleDiscovered():
            return _discovered(state, event)
        case RoleJudged() | RoleBlocked() | RoleParked() | RoleReopened():
            return _role(state, event)
        case RolePassed():
            return _role(state, RoleParked(happened_on=event.happened_on, role_id=event.role_id, reason=""))
        case RestDeclared():
            return replace(state, rests=with_item(state.rests, event))
        case PlanAdjusted():
            return replace(state, plans=with_item(state.plans, event))
        case JourneyStarted():
            return replace(state, journey_id=entry.journey_id, started=event)
        case _:
            return state


def _discovered(state: S, event: RoleDiscovered) -> S:
    """A role is on the list from the day it was discovered; a tip of the coach, from when it is chosen."""
    if event.waits:
        return replace(state, brought_up=with_entry(state.brought_up, event.role_id, event))
    return replace(state, roles=with_entry(state.roles, event.role_id, RoleEvents(discovered=event)))


def _with_chosen_role(state: S, event: object) -> S:
    """What the coach came across, or was thrown back, is chosen when it is kept, or anything is planned, heard or decided about it."""
    if not isinstance(event, CHOOSING) or event.role_id is None:
        return state
    role_id, on = event.role_id, event.happened_on
    if role_id in state.brought_up:
        discovered = state.brought_up[role_id]
        chosen = RoleEvents(discovered=replace(discovered, happened_on=max(discovered.happened_on, on)))
        return replace(
            state,
            roles=with_entry(state.roles, role_id, chosen),
            brought_up=without_entry(state.brought_up, role_id),
        )
    role = state.roles.get(role_id)
    last = role.standing[-1] if role and role.standing else None
    if isinstance(last, RoleParked) and not last.reason and not isinstance(event, RoleStandingEvent):
        return _role(state, RoleReopened(happened_on=on, role_id=role_id))
    return state


def _answered(state: S, event: AnswerReceived | SilenceElapsed, repeated: AnswerReceived | None = None) -> S:
    step = state.steps.get(event.experiment_id)
    if step is None:
        return state
    if repeated is None:
        return _step(state, event.experiment_id, answers=with_item(step.answers, event))
    if repeated.happened_on <= event.happened_on:
        return state
    # It was told for a later day, and repeats this one.
    answers = (event if one is repeated else one for one in step.answers)
    own = event.experiment_id, repeated.happened_on, exclusive_signal(repeated)
    signals = (one for one in state.signals if (one.answer_to, one.happened_on, one.signal) != own)
    return replace(_step(state, event.experiment_id, answers=tuple(answers)), signals=tuple(signals))


def _judged(state: S, event: BeliefJudged) -> S:
    step = state.steps.get(event.experiment_id)
    if step is None:
        return state
    return _step(state, event.experiment_id, judged=with_item(step.judged, event))


def _attempted(state: S, event: ExperimentAttempt) -> S:
    if event.experiment_id not in state.steps:
        return state
    planned = as_guessed_on(state.steps[event.experiment_id].planned, event.happened_on)
    state = replace(state, attempts=with_item(state.attempts, event.experiment_id))
    return _step(state, event.experiment_id, planned=planned, happened=event)


def _step(state: S, experiment_id: UUID, **changed: object) -> S:
    step = state.steps.get(experiment_id)
    if step is None:
        return state
    return replace(state, steps=with_entry(state.steps, experiment_id, replace(step, **changed)))


def _role(state: S, event: RoleJudged | RoleStandingEvent) -> S:
    role = state.roles.get(event.role_id)
    if role is None:
        return state
    if isinstance(event, RoleJudged):
        role = replace(role, judged=with_item(role.judged, event))
    else:
        role = replace(role, standing=with_item(role.standing, event))
    return replace(state, roles=with_entry(state.roles, event.role_id, role))


def brought_by(state: LearningState, role_id: UUID) -> UUID | None:
    """What brought a role to the list, by its id. The step that a role was planned for did not: it was there before."""
    source_id = state.roles[role_id].discovered.source.id
    step = state.steps.get(source_id) if source_id else None
    return None if step and step.planned.role_id == role_id else source_id


def steps_behind(state: LearningState, one: AppealRated | OddsSignalHeard) -> tuple[UUID | None, ...]:
    """What a piece of evidence came from, by its id: its source, the step that was answered, and the call that brought it.

    That details are kept on file is recorded with the approach. It came of a call about that approach on the same day.
    """
    if isinstance(one, AppealRated):
        return (one.source.id,)
    if one.signal != "resource_bank" or one.answer_to != one.source.id:
        return one.source.id, one.answer_to
    plans = {key: step.planned for key, step in state.steps.items()}
    calls = (
        key
        for key, step in state.steps.items()
        if step.happened_on() == one.happened_on and one.answer_to in steps_followed_up(step.planned, plans)
    )
    return one.source.id, one.answer_to, *calls


def without_experiment(state: S, experiment_id: UUID, since: date = date.min) -> S:
    """Copies the state without one experiment's evidence, answers and discoveries; or without those since a day."""

    def stays(day: date, *sources: UUID | None) -> bool:
        return experiment_id not in sources or day < since

    step = state.steps.get(experiment_id)
    taken_before = step is not None and (step.happened_on() or date.max) < since
    tradeoffs = tuple(one for one in state.tradeoffs if stays(one.happened_on, one.source.id))
    # A criterion that it named stays when others traded it off too.
    met = {side for one in tradeoffs for side in (one.winner, one.loser)}
    return replace(
        state,
        steps={key: step for key, step in state.steps.items() if taken_before or key != experiment_id},
        attempts=tuple(key for key in state.attempts if taken_before or key != experiment_id),
        roles={
            key: role
            for key, role in state.roles.items()
            if stays(role.discovered.happened_on, brought_by(state, key))
        },
        criteria={
            key: one
            for key, one in state.criteria.items()
            if key in met or stays(one.happened_on, one.source.id)
        },
        ratings=tuple(one for one in state.ratings if stays(one.happened_on, one.source.id)),
        signals=tuple(one for one in state.signals if stays(one.happened_on, *steps_behind(state, one))),
        tradeoffs=tradeoffs,
        strengths=tuple(one for one in state.strengths if stays(one.happened_on, one.source.id)),
        gaps=tuple(one for one in state.gaps if stays(one.happened_on, one.source.id)),
    )
