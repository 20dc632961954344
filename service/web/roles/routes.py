"""Roles of the atlas, found while one is typed."""

from litestar import get

from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.page_context import PageContextDependency
from service.web.rendering import HtmlResponse, render_page
from service.web.roles.role_links import role_choices

MOST_FOUND = 8


@get("/roles/search", name="role_search")
async def search_roles(request: AnyRequest, context: PageContextDependency) -> HtmlResponse:
    """What the letters typed so far may mean, as options of a list."""
    language = current_translator().language
    typed = request.query_params.get("q", "")
    found = await context.atlas.search(typed, language, limit=MOST_FOUND)
    return render_page("roles/found.html", found=role_choices(found, language, typed))


HANDLERS = (search_roles,)
