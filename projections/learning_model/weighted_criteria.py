"""The criteria at a date, with their weights."""

from collections import Counter
from datetime import date

from msgspec import Struct

from domain.journey.events.evidence import CriterionNamed
from projections.learning_model.criteria import AgedTradeoff, criteria_weights
from projections.learning_model.parameters import Parameters
from projections.learning_model.role_beliefs import age_in_weeks
from projections.learning_model.state import LearningState


class WeightedCriterion(Struct, frozen=True):
    """A criterion, its weight (all sum to 1), and the number of trade-offs it was in."""

    named: CriterionNamed
    weight: float
    traded: int


def weighted_criteria(
    state: LearningState, on: date, parameters: Parameters
) -> tuple[WeightedCriterion, ...]:
    """The criteria named by a date, the heaviest first."""
    named = {str(key): one for key, one in state.criteria.items() if one.happened_on <= on}
    pairs = [
        one
        for one in state.tradeoffs
        if one.happened_on <= on and str(one.winner) in named and str(one.loser) in named
    ]
    weights = criteria_weights(
        named,
        (
            AgedTradeoff(
                winner=str(one.winner),
                loser=str(one.loser),
                met=one.met_in_reality,
                age_weeks=age_in_weeks(on, one.happened_on),
            )
            for one in pairs
        ),
        parameters,
    )
    traded = Counter(side for one in pairs for side in (str(one.winner), str(one.loser)))
    heaviest_first = sorted(weights.items(), key=lambda one: (-one[1], one[0]))
    return tuple(WeightedCriterion(named[key], weight, traded[key]) for key, weight in heaviest_first)
