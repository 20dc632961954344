"""What the atlas adds to the unknown roles of this week, for the page that shows them."""

from functools import partial

from msgspec import Struct

from domain.journey.aggregate import Journey
from service.authorization.authorized_journeys import AuthorizedJourney
from service.localization.current_translator import current_translator
from service.web.near_roles.left_out import LeftOut, find_left_out
from service.web.near_roles.of_the_week import draw_of_week, drawn_from
from service.web.near_roles.page import NearRole
from service.web.page_context import PageContext
from service.web.profile.unknown_roles import is_shown, places_left


class DrawnOfWeek(Struct, frozen=True, kw_only=True):
    """What the atlas adds this week, and what it leaves out."""

    roles: tuple[NearRole, ...] = ()
    left_out: LeftOut = LeftOut()


async def drawn_for_page(
    context: PageContext, folded: AuthorizedJourney, then: Journey, *, care: bool
) -> DrawnOfWeek:
    """Those that wait of what was drawn from what was known `then`, on Monday; none for another reader, after an ending, in a week off, or while care comes first."""
    journey, today = folded.journey, folded.today
    if not folded.own or not is_shown(journey, today, care=care):
        return DrawnOfWeek()
    known = await context.beside_loop(folded, partial(drawn_from, journey, folded.events, then))
    left_out = await find_left_out(context.atlas, journey, today)
    drawn = await draw_of_week(
        context.atlas,
        journey,
        known,
        today,
        current_translator(),
        places=places_left(then, today),
        left_out=left_out,
    )
    return DrawnOfWeek(roles=drawn, left_out=left_out)
