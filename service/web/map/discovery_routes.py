"""Route handler of a coach's own map of what she came across."""

from litestar import get

from service.application.coach_discoveries import coach_discoveries
from service.http.dependencies import ProgrammeListDependency
from service.localization.current_translator import current_translator
from service.web.desk.coached_clients import clients_with_lists, coached_clients
from service.web.map.discoveries import build_discovery_map
from service.web.map.surroundings import MAJOR_GROUPS
from service.web.page_context import PageContextDependency
from service.web.rendering import HtmlResponse, render_page


@get("/discoveries", name="discovery_map")
async def discovery_map_page(
    context: PageContextDependency, programme_list: ProgrammeListDependency
) -> HtmlResponse:
    """Over all clients whose lists the coach may see."""
    clients = await coached_clients(await clients_with_lists(context), programme_list)
    translator = current_translator()
    titles = await context.atlas.group_titles(MAJOR_GROUPS, translator.language)
    return await context.list_beside_loop(
        len(clients),
        lambda: render_page(
            "map/discoveries.html",
            layout=context.staff_layout("discoveries"),
            page=build_discovery_map(
                coach_discoveries(clients, context.caller.person_id), titles, translator
            ),
        ),
    )


HANDLERS = (discovery_map_page,)
