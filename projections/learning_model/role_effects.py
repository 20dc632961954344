"""Which experiments and facts about the market moved what is believed of one role, and by how much."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.evidence import AppealRated, OddsSignalHeard
from domain.vocabulary import ExperimentKind, MarketSignal
from projections.learning_model import beliefs
from projections.learning_model.counting_signals import counting_signals
from projections.learning_model.market_signals import replaced_from, without_fact
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from projections.learning_model.role_beliefs import age_in_weeks, aged_rating, distance_on
from projections.learning_model.state import LearningState, brought_by, steps_behind

ROUNDING_TOLERANCE = 1e-9
"""Below this a difference is rounding."""


class RoleNumbers(Struct, frozen=True):
    """What is believed of a role: appeal and promise 0-100, reach 0-1."""

    appeal: float
    reach: float
    promise: float


class ExperimentEffect(Struct, frozen=True, kw_only=True):
    """An experiment that moved a role, and what the numbers would be without it; None when it brought the role."""

    experiment_id: UUID
    kind: ExperimentKind
    on: date
    contact_id: UUID | None
    now: RoleNumbers
    without: RoleNumbers | None

    @property
    def size(self) -> float:
        """The change of promise, in points."""
        return abs(self.now.promise - self.without.promise) if self.without else 0.0


def effects_on_role(
    state: LearningState, role_id: UUID, on: date, parameters: Parameters = DEFAULT_PARAMETERS
) -> tuple[ExperimentEffect, ...]:
    """The experiments that moved a role, seen from a day: the one that brought it first, then by size.

    The same numbers as `experiment_move` gives, of this role only. Raises KeyError for a role that is not there.
    """
    evidence = _RoleEvidence(state, role_id, on, parameters)
    found = sorted(_effects(state, evidence), key=lambda one: (one.on, str(one.experiment_id)))
    return tuple(sorted(found, key=lambda one: (one.without is not None, -one.size)))


def _effects(state: LearningState, evidence: "_RoleEvidence") -> Iterator[ExperimentEffect]:
    now = evidence.numbers()
    source_id = brought_by(state, evidence.role_id)
    for experiment_id in evidence.experiments(source_id):
        step = state.steps.get(experiment_id)
        if step is None:
            continue
        without = None if experiment_id == source_id else evidence.numbers(without=experiment_id)
        if without and abs(without.appeal - now.appeal) + abs(without.reach - now.reach) < ROUNDING_TOLERANCE:
            continue
        meeting = step.planned.meeting
        yield ExperimentEffect(
            experiment_id=experiment_id,
            kind=step.planned.kind,
            on=step.happened_on() or step.planned.happened_on,
            contact_id=meeting.contact_id if meeting else None,
            now=now,
            without=without,
        )


class MarketEffect(Struct, frozen=True, kw_only=True):
    """A fact about the market that moved a role, and what the chances would be without it."""

    signal_id: UUID
    signal: MarketSignal
    source: str
    published: date
    on: date
    """The day it was noted."""
    now: RoleNumbers
    without: RoleNumbers


def market_effects_on_role(
    state: LearningState, role_id: UUID, on: date, parameters: Parameters = DEFAULT_PARAMETERS
) -> tuple[MarketEffect, ...]:
    """The facts about the market that count for a role on a day, the latest noted first."""
    now, replaced = _RoleEvidence(state, role_id, on, parameters).numbers(), replaced_from(state)
    counting = (
        one
        for one in state.market
        if one.role_id == role_id and one.happened_on <= on < replaced.get(one.signal_id, date.max)
    )
    return tuple(
        MarketEffect(
            signal_id=one.signal_id,
            signal=one.signal,
            source=one.source,
            published=one.published,
            on=one.happened_on,
            now=now,
            without=_RoleEvidence(without_fact(state, one.signal_id), role_id, on, parameters).numbers(),
        )
        for one in sorted(counting, key=lambda one: one.happened_on, reverse=True)
    )


class _RoleEvidence:
    """The ratings and signals of one role up to a day."""

    def __init__(self, state: LearningState, role_id: UUID, on: date, parameters: Parameters) -> None:
        self.role_id = role_id
        self._state, self._on, self._parameters = state, on, parameters
        self._distance = distance_on(state.roles[role_id], on)
        self._ratings = [one for one in state.ratings if one.role_id == role_id and one.happened_on <= on]
        self._signals = [one for one in counting_signals(state, on) if one.role_id == role_id]

    def experiments(self, source_id: UUID | None) -> dict[UUID, None]:
        """The experiments it comes from, each once."""
        sources = [*map(self._sources, self._ratings), *map(self._sources, self._signals)]
        found = [source_id, *(key for keys in sources for key in keys)]
        return dict.fromkeys(key for key in found if key)

    def numbers(self, without: UUID | None = None) -> RoleNumbers:
        """The numbers of the role, perhaps without an experiment."""
        ratings = (one for one in self._ratings if not without or without not in self._sources(one))
        signals = (one for one in self._signals if not without or without not in self._sources(one))
        appeal = beliefs.appeal_belief(
            (aged_rating(self._state, one, self._on, self._parameters) for one in ratings), self._parameters
        )
        odds = beliefs.odds_belief(self._distance, (self._aged(one) for one in signals), self._parameters)
        reach = beliefs.reach(odds, self._parameters)
        return RoleNumbers(appeal.mean, reach, beliefs.promise(appeal.mean, reach, self._parameters))

    def _sources(self, one: AppealRated | OddsSignalHeard) -> tuple[UUID | None, ...]:
        return steps_behind(self._state, one)

    def _aged(self, one: OddsSignalHeard) -> beliefs.AgedSignal:
        return beliefs.AgedSignal(
            signal=one.signal, age_weeks=age_in_weeks(self._on, one.happened_on), weak=one.weak
        )
