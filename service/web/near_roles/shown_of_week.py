"""What the atlas adds to the unknown roles of this week, for the pages that count or show them."""

from domain.journey.aggregate import Journey
from service.authorization.authorized_journeys import AuthorizedJourney
from service.localization.current_translator import current_translator
from service.web.near_roles.of_the_week import draw_of_week
from service.web.near_roles.page import NearRole
from service.web.page_context import PageContext
from service.web.profile.unknown_roles import is_shown, places_left


async def drawn_for_page(
    context: PageContext, folded: AuthorizedJourney, then: Journey, *, care: bool
) -> tuple[NearRole, ...]:
    """Those that wait of what was drawn from what was known `then`, on Monday; none for another reader, after an ending, in a week off, or while care comes first."""
    journey, today = folded.journey, folded.today
    if not folded.own or not is_shown(journey, today, care=care):
        return ()
    places = places_left(then, today)
    return await draw_of_week(context.atlas, journey, then, today, current_translator(), places=places)
