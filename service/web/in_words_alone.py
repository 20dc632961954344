"""When a client reads her own pages in words alone: one rule for all of them."""

from projections.refusals.projection import REFUSALS
from service.authorization.authorized_journeys import AuthorizedJourney


def in_words_alone(folded: AuthorizedJourney) -> bool:
    """Whether the figures of her roles are left out or folded away: while care comes first after a no.

    `REFUSALS` must have been loaded. Another reader sees the figures.
    """
    return folded.own and folded.view(REFUSALS).care is not None
