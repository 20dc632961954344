"""Weights of criteria, estimated from trade-offs."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from projections.learning_model.beliefs import decay
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters

# Hundreds of rounds are usual; with thousands of trade-offs all one way rounding alone could keep it from ending.
_MOST_ROUNDS = 100_000

_Games = Sequence[Sequence[tuple[int, float]]]
"""For each criterion, by number: the later ones it was traded off against, and how often."""


class AgedTradeoff(msgspec.Struct, frozen=True, kw_only=True):
    """A trade-off `age_weeks` ago: the winner mattered more than the loser. `met` in reality, or imagined."""

    winner: str
    loser: str
    met: bool
    age_weeks: float = 0.0


def criteria_weights(
    known: Iterable[str], trade_offs: Iterable[AgedTradeoff], parameters: Parameters = DEFAULT_PARAMETERS
) -> dict[str, float]:
    """The weight of each criterion, summing to 1, in sorted order, including those never traded off.

    Bradley-Terry by minorise-maximise, with a phantom of strength 1. Source: learning model, Criteria.
    """
    heard = [trade_off for trade_off in trade_offs if trade_off.age_weeks >= 0]
    names = sorted({*known, *(one.winner for one in heard), *(one.loser for one in heard)})
    wins, games = _tally(names, heard, parameters)
    strengths = _fixed_point(wins, games, parameters.criteria.tolerance)
    total = math.fsum(strengths)
    return {name: strength / total for name, strength in zip(names, strengths, strict=True)}


def predicted_appeal(
    weights: Mapping[str, float], scores: Mapping[str, float], parameters: Parameters = DEFAULT_PARAMETERS
) -> float | None:
    """The appeal predicted from criteria, 0-100, from scores 0-100; None for fewer than three scores."""
    scored = sorted(weights.keys() & scores.keys())
    total = math.fsum(weights[name] for name in scored)
    if len(scored) < parameters.criteria.scored_at_least or total == 0:
        return None
    return math.fsum(weights[name] * scores[name] for name in scored) / total


def suggests_missing_criterion(
    predicted: float | None, appeal: float, parameters: Parameters = DEFAULT_PARAMETERS
) -> bool:
    """True if prediction and rating differ so much that a criterion must be missing."""
    return predicted is not None and abs(predicted - appeal) >= parameters.criteria.gap


def _tally(
    names: Sequence[str], trade_offs: Iterable[AgedTradeoff], parameters: Parameters
) -> tuple[list[float], _Games]:
    """Weighted wins per criterion, and games per pair.

    Sums are exact, so the order of recording does not matter.
    """
    numbers = parameters.criteria
    weights: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for one in trade_offs:
        value = numbers.met if one.met else numbers.imagined
        weights[one.winner, one.loser].append(value * decay(one.age_weeks, numbers.half_life))
    wins = [math.fsum(w for rival in names for w in weights.get((name, rival), ())) for name in names]
    games = [
        [
            (there, math.fsum([*weights.get((name, rival), ()), *weights.get((rival, name), ())]))
            for there, rival in enumerate(names[here + 1 :], here + 1)
            if (name, rival) in weights or (rival, name) in weights
        ]
        for here, name in enumerate(names)
    ]
    return wins, games


def _fixed_point(wins: Sequence[float], games: _Games, tolerance: float) -> list[float]:
    strengths = [1.0] * len(wins)
    won = [1.0 + one for one in wins]
    moving = 0
    for _ in range(_MOST_ROUNDS if wins else 0):
        before, strengths = strengths, _improved(strengths, won, games)
        # One that moved in the round before most likely still does: look at it before the others.
        if abs(strengths[moving] - before[moving]) >= tolerance:
            continue
        moves = (at for at, now in enumerate(strengths) if abs(now - before[at]) >= tolerance)
        if (found := next(moves, None)) is None:
            break
        moving = found
    return strengths


def _improved(strengths: Sequence[float], won: Sequence[float], games: _Games) -> list[float]:
    """All strengths after one step of the iteration.

    Runs hundreds of times, so each pair is divided only once.

    `won` counts the game won against the phantom.
    """
    below = [2.0 / (own + 1.0) for own in strengths]
    for here, rivals in enumerate(games):
        own, mine = strengths[here], below[here]
        for there, played in rivals:
            term = played / (own + strengths[there])
            mine += term
            below[there] += term
        below[here] = mine
    return [one / weight for one, weight in zip(won, below, strict=True)]
