"""The promise of every role in play on many days: the numbers of a chart, cheaper than a profile of each day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from uuid import UUID

from msgspec import Struct

from domain.journey.events.roles import RoleReopened
from projections.learning_model.beliefs import OddsBelief, odds_prior, promise, reach
from projections.learning_model.evidence_index import (
    EvidenceIndex,
    RoleEvidenceIndex,
    SignalEntry,
    build_evidence_index,
)
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.role_beliefs import distance_on, standing_on
from projections.learning_model.state import LearningState

_LASTING: Mapping[int, float] = defaultdict(lambda: 1.0)
"""What is left of a rating that does not fade."""


class RolePromise(Struct, frozen=True, kw_only=True):
    """A role in play and what it promised, 0-100."""

    role_id: UUID
    title: str
    promise: float


class PromisesOnDay(Struct, frozen=True, kw_only=True):
    """The roles in play on a day, by promise."""

    on: date
    roles: tuple[RolePromise, ...]


def promise_series(state: LearningState, days: Sequence[date]) -> tuple[PromisesOnDay, ...]:
    """The promises of the profile on each of these days, the earliest first, at a fraction of a profile's cost."""
    index = build_evidence_index(state, DEFAULT_PARAMETERS)
    lines = {role_id: list(_promises(index, page, days)) for role_id, page in index.pages.items()}
    return tuple(
        PromisesOnDay(on=day, roles=tuple(sorted(_in_play(index, lines, place, day), key=_rank)))
        for place, day in enumerate(days)
    )


def _in_play(
    index: EvidenceIndex, lines: Mapping[UUID, Sequence[float]], place: int, day: date
) -> Iterator[RolePromise]:
    for role_id, page in index.pages.items():
        discovered = page.events.discovered
        if discovered.happened_on <= day and isinstance(standing_on(page.events, day), RoleReopened | None):
            yield RolePromise(role_id=role_id, title=discovered.title, promise=lines[role_id][place])


def _rank(role: RolePromise) -> tuple[float, str]:
    return -role.promise, str(role.role_id)


def _promises(index: EvidenceIndex, page: RoleEvidenceIndex, days: Sequence[date]) -> Iterator[float]:
    """One role's promise on each day. Evidence halves at a steady pace, so what is left is carried from day to day."""
    numbers = index.parameters
    ordinals = [day.toordinal() for day in days]
    fading = [one for one in page.ratings if one[3]]
    lasting = [one for one in page.ratings if not one[3]]
    sums = zip(
        days,
        _left(((one[0], one[1]) for one in fading), ordinals, index.appeal_left),
        _left(((one[0], one[1] * one[2]) for one in fading), ordinals, index.appeal_left),
        _left(((one[0], one[1]) for one in lasting), ordinals, _LASTING),
        _left(((one[0], one[1] * one[2]) for one in lasting), ordinals, _LASTING),
        _left(_with_ends(page.successes, index.odds_left), ordinals, index.odds_left),
        _left(_with_ends(page.failures, index.odds_left), ordinals, index.odds_left),
        strict=True,
    )
    before = numbers.appeal
    for day, weight, points, kept, kept_points, successes, failures in sums:
        appeal = (before.weight * before.mean + points + kept_points) / (before.weight + weight + kept)
        alpha, beta = odds_prior(distance_on(page.events, day), numbers)
        odds = OddsBelief(alpha=alpha + successes, beta=beta + failures)
        yield promise(appeal, reach(odds, numbers), numbers)


def _with_ends(signals: Iterable[SignalEntry], left: Mapping[int, float]) -> list[tuple[int, float]]:
    """What each signal adds on its day, and what is left of it and taken off on the day it is replaced; by day."""
    added = [(day, amount) for day, amount, _, until in signals if day < until]
    ended = [
        (until, -amount * left[until - day])
        for day, amount, _, until in signals
        if day < until < date.max.toordinal()
    ]
    return sorted([*added, *ended], key=itemgetter(0))


def _left(
    added: Iterable[tuple[int, float]], days: Iterable[int], left: Mapping[int, float]
) -> Iterator[float]:
    """What is left, on each day, of all that was added by then; both by day."""
    waiting = list(added)
    total, place, before = 0.0, 0, 0
    for today in days:
        total *= left[today - before] if before else 0.0
        while place < len(waiting) and waiting[place][0] <= today:
            day, amount = waiting[place]
            total += amount * left[today - day]
            place += 1
        before = today
        yield total
