"""The evidence about one role, summed on many days at the cost of one pass, and the figures that follow from it."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from uuid import UUID

from msgspec import Struct

from domain.vocabulary import Distance
from projections.learning_model import wording
from projections.learning_model.beliefs import OddsBelief, odds_prior, promise, reach
from projections.learning_model.evidence_index import EvidenceIndex, RoleEvidenceIndex, SignalEntry
from projections.learning_model.parameters import Parameters
from projections.learning_model.wording import AppealWord, ReachWord, round_half_up

_LASTING: Mapping[int, float] = defaultdict(lambda: 1.0)
"""What is left of a rating that does not fade."""


class BelievedFigures(Struct, frozen=True, kw_only=True):
    """What is believed of a role, with the words of the printed figures. Appeal and potential 0-100, the chances 0-1."""

    appeal: float
    spread: float
    reach: float
    promise: float
    appeal_word: AppealWord
    reach_word: ReachWord


class EvidenceSums(Struct, frozen=True, kw_only=True):
    """What is left of the evidence on a day: the weight of the ratings, their weighed points, and the signals both ways."""

    weight: float = 0.0
    points: float = 0.0
    successes: float = 0.0
    failures: float = 0.0

    def plus(self, other: "EvidenceSums") -> "EvidenceSums":
        """Both together."""
        return EvidenceSums(
            weight=self.weight + other.weight,
            points=self.points + other.points,
            successes=self.successes + other.successes,
            failures=self.failures + other.failures,
        )

    def without(self, other: "EvidenceSums") -> "EvidenceSums":
        """Less a part of it; never below nothing."""
        return EvidenceSums(
            weight=max(0.0, self.weight - other.weight),
            points=max(0.0, self.points - other.points),
            successes=max(0.0, self.successes - other.successes),
            failures=max(0.0, self.failures - other.failures),
        )


def evidence_sums(
    index: EvidenceIndex, page: RoleEvidenceIndex, days: Sequence[date]
) -> Iterator[EvidenceSums]:
    """The sums on each day, the earliest first. Evidence halves at a steady pace, so what is left is carried from day to day."""
    ordinals = [day.toordinal() for day in days]
    fading = [one for one in page.ratings if one[3]]
    lasting = [one for one in page.ratings if not one[3]]
    for weight, points, kept, kept_points, successes, failures in zip(
        _left(((one[0], one[1]) for one in fading), ordinals, index.appeal_left),
        _left(((one[0], one[1] * one[2]) for one in fading), ordinals, index.appeal_left),
        _left(((one[0], one[1]) for one in lasting), ordinals, _LASTING),
        _left(((one[0], one[1] * one[2]) for one in lasting), ordinals, _LASTING),
        _left(_with_ends(page.successes, index.odds_left), ordinals, index.odds_left),
        _left(_with_ends(page.failures, index.odds_left), ordinals, index.odds_left),
        strict=True,
    ):
        yield EvidenceSums(
            weight=weight + kept, points=points + kept_points, successes=successes, failures=failures
        )


def own_sums(index: EvidenceIndex, role_id: UUID) -> dict[int, EvidenceSums]:
    """What each piece of evidence adds on the day it counts from, by its number."""
    page, found = index.pages[role_id], defaultdict[int, EvidenceSums](EvidenceSums)
    first = page.events.discovered.happened_on
    for day, weight, points, fades, number in page.ratings:
        left = index.appeal_left[_age(first, day)] if fades else 1.0
        found[number] = EvidenceSums(weight=left * weight, points=left * weight * points)
    for signals, is_success in ((page.successes, True), (page.failures, False)):
        for day, amount, number, until in signals:
            if max(first.toordinal(), day) < until:
                left = amount * index.odds_left[_age(first, day)]
                own = EvidenceSums(successes=left) if is_success else EvidenceSums(failures=left)
                found[number] = found[number].plus(own)
    return found


def promise_from(sums: EvidenceSums, distance: Distance, parameters: Parameters) -> float:
    """The promise of a role with such evidence, 0-100."""
    return promise(_appeal(sums, parameters), _reach(sums, distance, parameters), parameters)


def figures_from(sums: EvidenceSums, distance: Distance, parameters: Parameters) -> BelievedFigures:
    """What is believed of a role with such evidence."""
    appeal, chances = _appeal(sums, parameters), _reach(sums, distance, parameters)
    return BelievedFigures(
        appeal=appeal,
        spread=parameters.appeal.spread / math.sqrt(parameters.appeal.weight + sums.weight),
        reach=chances,
        promise=promise(appeal, chances, parameters),
        appeal_word=wording.appeal_word(round_half_up(appeal), parameters),
        reach_word=wording.reach_word(round_half_up(100 * chances) / 100, parameters),
    )


def _age(first: date, day: int) -> int:
    """How old a piece of evidence is on the day it counts from: the role may have come on the list later."""
    return max(0, first.toordinal() - day)


def _appeal(sums: EvidenceSums, parameters: Parameters) -> float:
    before = parameters.appeal
    return (before.weight * before.mean + sums.points) / (before.weight + sums.weight)


def _reach(sums: EvidenceSums, distance: Distance, parameters: Parameters) -> float:
    alpha, beta = odds_prior(distance, parameters)
    return reach(OddsBelief(alpha=alpha + sums.successes, beta=beta + sums.failures), parameters)


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
