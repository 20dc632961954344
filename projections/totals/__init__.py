"""Programme totals: what many journeys have in common, told so that no one of them can be picked out."""

from projections.fold import Projection
from projections.totals.share import INITIAL, Share, State, evolve, view
from projections.totals.totals import MOST_HIDDEN, Totals, totals

__all__ = ["MOST_HIDDEN", "SHARE", "Share", "Totals", "totals"]

SHARE: Projection[State, Share] = Projection(
    name="share", version=1, initial=INITIAL, evolve=evolve, view=view
)
"""What one journey brings to the totals."""
