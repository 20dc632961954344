"""Programme totals: what many journeys have in common, told so that no one of them can be picked out."""

from projections.fold import Projection
from projections.totals.share import INITIAL, JourneyContribution, TotalsState, evolve, view
from projections.totals.totals import LARGEST_HIDDEN_GROUP, Totals, compute_totals

__all__ = ["LARGEST_HIDDEN_GROUP", "JOURNEY_CONTRIBUTION", "JourneyContribution", "Totals", "compute_totals"]

JOURNEY_CONTRIBUTION: Projection[TotalsState, JourneyContribution] = Projection(
    name="share", version=1, initial=INITIAL, evolve=evolve, view=view
)
"""What one journey brings to the totals."""
