"""Programme totals over many journeys, shown so that no single journey can be identified."""

from projections.fold import Projection
from projections.totals.contribution import JourneyContribution, view
from projections.totals.state import INITIAL, TotalsState, evolve
from projections.totals.totals import LARGEST_HIDDEN_GROUP, Totals, compute_totals

__all__ = ["JOURNEY_CONTRIBUTION", "LARGEST_HIDDEN_GROUP", "JourneyContribution", "Totals", "compute_totals"]

JOURNEY_CONTRIBUTION: Projection[TotalsState, JourneyContribution] = Projection(
    name="share", version=1, initial=INITIAL, evolve=evolve, view=view
)
"""What one journey brings to the totals."""
