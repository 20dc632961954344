"""The projection of what one journey brings to the totals."""

from projections.fold import Projection
from projections.totals.contribution import JourneyContribution, view
from projections.totals.state import INITIAL, TotalsState, evolve

JOURNEY_CONTRIBUTION: Projection[TotalsState, JourneyContribution] = Projection(
    name="share", version=3, initial=INITIAL, evolve=evolve, view=view
)
"""What one journey brings to the totals."""
