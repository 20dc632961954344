"""The one forced choice after a step: which two wishes to put against each other."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from uuid import UUID

from domain.journey.aggregate import Journey
from domain.journey.events.evidence import TradeoffMade

CriterionPair = tuple[tuple[UUID, str], tuple[UUID, str]]


def next_tradeoff_pair(journey: Journey) -> CriterionPair | None:
    """Two wishes that were least often put against each other, and of those the ones least often asked about.

    None with fewer than two wishes. Of equals those named first, so that the same journey is asked the same.
    """
    met = list(_met(journey))
    together = Counter(met)
    alone = Counter(key for pair in met for key in pair)
    criteria = list(journey.evidence.criteria)
    pairs = [(one, other) for one, other in combinations(criteria, 2)]
    if not pairs:
        return None
    one, other = min(pairs, key=lambda pair: (together[frozenset(pair)], alone[pair[0]] + alone[pair[1]]))
    labels = journey.evidence.criteria
    return (one, labels[one]), (other, labels[other])


def _met(journey: Journey) -> Iterator[frozenset[UUID]]:
    for found in journey.evidence.found.values():
        for event in found:
            if isinstance(event, TradeoffMade):
                yield frozenset({event.winner, event.loser})
