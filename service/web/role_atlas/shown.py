"""What the atlas says of a role, for whoever opens the role's page."""

from functools import partial

from service.authorization.authorized_journeys import AuthorizedJourney
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.form_data import FormData
from service.web.page_context import PageContext
from service.web.role_atlas.page import RoleAtlasPage, build_role_atlas, read_sheet
from service.web.role_story.page import StoryPage


async def find_role_atlas(
    request: AnyRequest,
    context: PageContext,
    folded: AuthorizedJourney,
    page: StoryPage | None,
    form: FormData | None = None,
) -> RoleAtlasPage | None:
    """What the atlas says of it today; None on an earlier day, and of a role that is not in the atlas."""
    if page is None or page.looked.on != page.looked.today:
        return None
    language = current_translator().language
    sheet = await read_sheet(context.atlas, folded.journey, page.role.role_id, language)
    if sheet is None:
        return None
    asked = request.query_params
    return await context.beside_loop(
        folded,
        partial(
            build_role_atlas,
            folded,
            page.role,
            sheet,
            sees_entries=page.sees_entries,
            language=language,
            region=(form.first("region") if form else "") or asked.get("region", ""),
            skill_id=(form.first("skill_id") if form else "") or asked.get("skill", ""),
        ),
    )
