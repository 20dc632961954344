"""Route handlers of the map: the client's own, and as much of it as her coach may see."""

from datetime import date
from functools import partial
from uuid import UUID

from litestar import get
from litestar.params import FromPath

from projections.profile.projection import PROFILE
from projections.refusals.projection import REFUSALS
from service.authorization import field_filters
from service.authorization.authorized_journeys import AuthorizedJourney
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.coach_client.client_context import client_layout, load_client
from service.web.journey_weeks import DAY_PROJECTIONS, select_requested_day
from service.web.map.page import MapPage, build_map_page
from service.web.map.surroundings import load_surroundings
from service.web.near_roles.earlier_journey import journey_until
from service.web.page_context import PageContext, PageContextDependency, in_words_alone
from service.web.rendering import HtmlResponse, render_page


@get("/journeys/{journey_id:uuid}/map", name="map")
async def map_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """The map of the client's own roles; while care comes first in words alone."""
    folded = await context.load("read_page", journey_id, PROFILE, REFUSALS, *DAY_PROJECTIONS)
    looked = select_requested_day(request, folded, f"/journeys/{journey_id}/map")
    in_words = in_words_alone(folded)
    page = await _map(context, folded, looked.on, in_words=in_words)
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "map/map.html",
            layout=context.client_layout(folded, "profile"),
            at=f"/journeys/{journey_id}",
            roles_at=f"/journeys/{journey_id}/profile",
            page=page,
            own=folded.own,
            ending=folded.journey.endings.recorded,
            in_words=in_words,
        ),
    )


@get("/clients/{journey_id:uuid}/map", name="client_map")
async def client_map_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """The map of a client for their coach; for who sees progress, that the roles are not shared."""
    client = await load_client(context, journey_id, PROFILE, *DAY_PROJECTIONS)
    looked = select_requested_day(request, client.folded, f"{client.base_path}/map")
    page = (
        await _map(context, client.folded, looked.on, in_words=False) if client.sees("read_profile") else None
    )
    return await context.beside_loop(
        client.folded,
        lambda: render_page(
            "map/client_map.html",
            layout=client_layout(context),
            client=client,
            tab="evolution",
            roles_at=client.base_path,
            page=page,
            own=False,
            in_words=False,
        ),
    )


async def _map(context: PageContext, folded: AuthorizedJourney, on: date, *, in_words: bool) -> MapPage:
    """One question to the atlas for all of it; what was read of the log is drawn beside the loop if it is long.

    On an earlier day all of it is of that day: the roles, their links, and what lies near them.
    """
    translator, journey = current_translator(), folded.journey
    if on < folded.today:
        journey = await context.beside_loop(folded, partial(journey_until, journey, on))
    surroundings = await load_surroundings(context.atlas, journey, on, translator)
    return await context.beside_loop(
        folded,
        partial(
            build_map_page,
            field_filters.filter_profile(folded.view(PROFILE, on=on), folded.level),
            folded.state(PROFILE),
            journey,
            surroundings,
            translator=translator,
            in_words=in_words,
            own=folded.own,
        ),
    )


HANDLERS = (map_page, client_map_page)
