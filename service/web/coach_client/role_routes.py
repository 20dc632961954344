"""One role of a client, for their coach: why its figures are what they are, from the first day to now."""

from functools import partial
from http import HTTPStatus
from uuid import UUID

from litestar import get
from litestar.params import FromPath

from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.coach_client.client_context import ClientContext, client_layout, load_client
from service.web.error_pages import PageError
from service.web.journey_weeks import select_requested_day
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, render_page
from service.web.role_atlas.page import ROLE_ATLAS_PROJECTIONS, RoleAtlasPage
from service.web.role_atlas.shown import find_role_atlas
from service.web.role_story.claims import MAX_SOURCES
from service.web.role_story.page import StoryPage
from service.web.role_story.shown import (
    MARKET_FACT_FRESH_FOR,
    NO_SUCH_ROLE_TITLE,
    STORY_PROJECTIONS,
    find_role_page,
)

NOT_ON_THE_LIST_TEXT = gettext_noop("It is not on the list on that day, or it was withdrawn.")
BACK_TO_CLIENT = gettext_noop("Back to the client")


@get("/clients/{journey_id:uuid}/roles/{role_id:uuid}", name="client_role")
async def client_role_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], role_id: FromPath[UUID]
) -> HtmlResponse:
    """A role's story up to today, or to the day that the address names; for who sees progress, that it is not shared."""
    client = await load_client(context, journey_id, *STORY_PROJECTIONS, *ROLE_ATLAS_PROJECTIONS)
    here = f"{client.base_path}/roles/{role_id}"
    looked = select_requested_day(request, client.folded, here)
    page: StoryPage | None = None
    if client.sees("read_profile"):
        page = await context.beside_loop(
            client.folded,
            partial(find_role_page, client.folded, looked, role_id, level=client.level, own=False),
        )
        if page is None:
            raise _no_such_role(client)
    atlas = await find_role_atlas(request, context, client.folded, page)
    return await _shown(context, client, page, atlas, here)


async def _shown(
    context: PageContext,
    client: ClientContext,
    page: StoryPage | None,
    atlas: RoleAtlasPage | None,
    here: str,
) -> HtmlResponse:
    return await context.beside_loop(
        client.folded,
        lambda: render_page(
            "coach_client/role.html",
            layout=client_layout(context),
            client=client,
            tab="evolution",
            page=page,
            atlas=atlas,
            at=f"/journeys/{client.journey_id}",
            here_at=here,
            called=client.client_name,
            own=False,
            words_only=False,
            shown_sources=MAX_SOURCES,
            old_before=(page.looked.on if page else client.today) - MARKET_FACT_FRESH_FOR,
        ),
    )


def _no_such_role(client: ClientContext) -> PageError:
    translator = current_translator()
    return PageError(
        translator.gettext(NOT_ON_THE_LIST_TEXT),
        status=HTTPStatus.NOT_FOUND,
        title=translator.gettext(NO_SUCH_ROLE_TITLE),
        href=client.base_path,
        link=translator.gettext(BACK_TO_CLIENT),
    )


HANDLERS = (client_role_page,)
