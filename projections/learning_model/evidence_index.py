"""Index of a journey's evidence by role and day, for fast promises on many days.

The figures are those of `role_beliefs`, to the last digit: the same products, summed exactly. The evidence is
laid out once, and how much is left of it after so many days is worked out once.
"""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from operator import itemgetter
from uuid import UUID

from msgspec import Struct

from domain.journey.events.evidence import AppealRated, OddsSignalHeard
from domain.journey.events.roles import RoleReopened
from projections.learning_model import beliefs, focus
from projections.learning_model.beliefs import AppealBelief, OddsBelief
from projections.learning_model.counting_signals import counts_for_chances_until
from projections.learning_model.market_signals import replaced_from
from projections.learning_model.parameters import Parameters
from projections.learning_model.role_beliefs import aged_rating, distance_on, standing_on
from projections.learning_model.state import LearningState, RoleEvents, brought_by, steps_behind

RatingEntry = tuple[int, float, float, bool, int]
"""A rating: its day as an ordinal, its weight when fresh, its points 0-100, whether it fades, and its number."""

SignalEntry = tuple[int, float, int, int]
"""What a signal adds: its day, how much when fresh, its number, and the day from which it no longer counts."""

_NONE: frozenset[int] = frozenset()


class DecayTable(dict[int, float]):
    """Decay factors of evidence by age in days."""

    def __init__(self, half_life: float) -> None:
        super().__init__()
        self._half_life = half_life

    def __missing__(self, days: int) -> float:
        left = self[days] = beliefs.decay(days / 7, self._half_life)
        return left


class RoleEvidenceIndex(Struct, frozen=True):
    """The evidence about one role, each list sorted by day."""

    events: RoleEvents
    brought_by: UUID | None
    ratings: list[RatingEntry]
    successes: list[SignalEntry]
    failures: list[SignalEntry]


class EvidenceIndex(Struct, frozen=True):
    """A journey's evidence under one set of parameters, and which experiment each part came from."""

    pages: dict[UUID, RoleEvidenceIndex]
    roles: defaultdict[UUID | None, set[UUID]]
    """The roles that the evidence from each experiment is about."""
    evidence_by_experiment: defaultdict[UUID | None, set[int]]
    """The numbers of the ratings and signals that came from it."""
    days: list[date]
    """The day of each rating and signal, by its number."""
    by_day: list[tuple[date, UUID]]
    """By day: which experiment a rating, a signal or a role came from."""
    replaced: Mapping[UUID, date]
    """The day from which a fact about the market no longer counts, for those that were replaced."""
    parameters: Parameters
    appeal_left: DecayTable
    odds_left: DecayTable

    def evidence_since(self, experiment_id: UUID, since: date) -> Collection[int]:
        """The numbers of the ratings and signals that came from an experiment, from a day on."""
        found = self.evidence_by_experiment.get(experiment_id, _NONE)
        return {number for number in found if self.days[number] >= since}

    def experiments_with_evidence(self, since: date, until: date) -> set[UUID]:
        """The experiments that a rating, a signal or a role of these days came from, the last day included."""
        first = bisect_left(self.by_day, since, key=itemgetter(0))
        end = bisect_right(self.by_day, until, key=itemgetter(0))
        return {key for _, key in self.by_day[first:end]}

    def effective_roles_on(self, on: date) -> float:
        """The number of roles in play the client effectively chose between, on a day."""
        promises = {
            str(role_id): self.promise_on(role_id, on)
            for role_id, page in self.pages.items()
            if _known(page, on) and isinstance(standing_on(page.events, on), RoleReopened | None)
        }
        return focus.focus_of(promises, self.parameters).effective_roles

    def moved_promise(self, experiment_id: UUID, on: date, points: float) -> bool:
        """True if an experiment moved a promise by at least `points`, as seen on a day.

        Discovering a role counts as a move.
        """
        without = self.evidence_by_experiment.get(experiment_id, _NONE)
        return any(
            self.pages[role_id].brought_by == experiment_id
            or abs(self.promise_on(role_id, on) - self.promise_on(role_id, on, without)) >= points
            for role_id in self.roles.get(experiment_id, ())
            if _known(self.pages[role_id], on)
        )

    def promise_on(self, role_id: UUID, on: date, without: Collection[int] = _NONE) -> float:
        """A role's promise on a day, 0-100; `without` are the numbers of the evidence to leave out."""
        appeal = self.appeal_on(role_id, on, without).mean
        reach = beliefs.reach(self.odds_on(role_id, on, without), self.parameters)
        return beliefs.promise(appeal, reach, self.parameters)

    def odds_on(self, role_id: UUID, on: date, without: Collection[int] = _NONE) -> OddsBelief:
        """The belief about a role's odds on a day, by the evidence up to then."""
        page, today = self.pages[role_id], on.toordinal()
        alpha, beta = beliefs.odds_prior(distance_on(page.events, on), self.parameters)
        return OddsBelief(
            alpha=math.fsum([alpha, *self._left(page.successes, today, without)]),
            beta=math.fsum([beta, *self._left(page.failures, today, without)]),
        )

    def appeal_on(self, role_id: UUID, on: date, without: Collection[int] = _NONE) -> AppealBelief:
        """The belief about a role's appeal on a day, by the ratings up to then."""
        prior, left, today = self.parameters.appeal, self.appeal_left, on.toordinal()
        ratings = self.pages[role_id].ratings
        known = ratings[: bisect_right(ratings, today, key=itemgetter(0))]
        counted = [
            (weight * left[today - day] if fades else weight, points)
            for day, weight, points, fades, number in known
            if number not in without
        ]
        weight = math.fsum([prior.weight, *(weight for weight, _ in counted)])
        total = math.fsum([prior.weight * prior.mean, *(weight * points for weight, points in counted)])
        return AppealBelief(mean=total / weight, spread=prior.spread / math.sqrt(weight), weight=weight)

    def _left(self, added: list[SignalEntry], today: int, without: Collection[int]) -> list[float]:
        left = self.odds_left
        known = added[: bisect_right(added, today, key=itemgetter(0))]
        return [
            left[today - day] * amount
            for day, amount, number, until in known
            if today < until and number not in without
        ]


def build_evidence_index(state: LearningState, parameters: Parameters) -> EvidenceIndex:
    """Builds the index. Evidence about a missing role is left out."""
    evidence: tuple[AppealRated | OddsSignalHeard, ...] = (*state.ratings, *state.signals)
    index = EvidenceIndex(
        pages={
            key: RoleEvidenceIndex(events, brought_by(state, key), [], [], [])
            for key, events in state.roles.items()
        },
        roles=defaultdict(set),
        evidence_by_experiment=defaultdict(set),
        days=[one.happened_on for one in evidence],
        by_day=[],
        replaced=replaced_from(state),
        parameters=parameters,
        appeal_left=DecayTable(parameters.appeal.half_life),
        odds_left=DecayTable(parameters.odds.half_life),
    )
    for role_id, brought in index.pages.items():
        index.roles[brought.brought_by].add(role_id)
        if brought.brought_by:
            index.by_day.append((brought.events.discovered.happened_on, brought.brought_by))
    for number, event in enumerate(evidence):
        if page := index.pages.get(event.role_id):
            _enter(index, page, event, number, state)
    for page in index.pages.values():
        for one in (page.ratings, page.successes, page.failures):
            one.sort(key=itemgetter(0))
    index.by_day.sort(key=itemgetter(0))
    return index


def _enter(
    index: EvidenceIndex,
    page: RoleEvidenceIndex,
    event: AppealRated | OddsSignalHeard,
    number: int,
    state: LearningState,
) -> None:
    day = event.happened_on.toordinal()
    if isinstance(event, AppealRated):
        fresh = aged_rating(state, event, event.happened_on, index.parameters)
        page.ratings.append((day, fresh.weight, 10 * fresh.rating, fresh.decays, number))
    else:
        success, failure = beliefs.signal_increment(event.signal, index.parameters, weak=event.weak)
        until = counts_for_chances_until(event, index.replaced, state.counted).toordinal()
        page.successes.extend([(day, success, number, until)] if success else [])
        page.failures.extend([(day, failure, number, until)] if failure else [])
    for experiment_id in steps_behind(state, event):
        index.roles[experiment_id].add(event.role_id)
        index.evidence_by_experiment[experiment_id].add(number)
        if experiment_id:
            index.by_day.append((event.happened_on, experiment_id))


def _known(page: RoleEvidenceIndex, on: date) -> bool:
    return page.events.discovered.happened_on <= on
