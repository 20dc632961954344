"""Route handler of the kinds of work with the qualities of her dreams and ideals."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath

from service.authorization.authorized_journeys import AuthorizedJourney
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.form_data import FormData
from service.web.form_submission import confirmation_text
from service.web.near_roles.forms import NEAR_ROLE_FORMS, undo_of
from service.web.near_roles.quality_page import LookedFor, load_quality_page, looked_for
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, render_page


@get("/journeys/{journey_id:uuid}/about-you/kinds-of-work", name="kinds_of_work")
async def kinds_of_work_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Kinds of work with the qualities that the address names, or that her own words are read as."""
    folded = await context.load_own(journey_id)
    looked = looked_for(request.query_params.multi_items())
    return await show_kinds_of_work(request, context, folded, FormData(), looked)


async def show_kinds_of_work(
    request: AnyRequest,
    context: PageContext,
    folded: AuthorizedJourney,
    form: FormData,
    looked: LookedFor,
) -> HtmlResponse:
    """The page, with what is wrong with a form that was sent from it."""
    translator = current_translator()
    page = await load_quality_page(context.atlas, folded.journey, folded.today, looked, translator)
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "near_roles/kinds_of_work.html",
            status=form.status,
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{folded.journey_id}",
            form=form,
            confirmation=confirmation_text(request, NEAR_ROLE_FORMS),
            undo=undo_of(request, folded.journey, folded.today),
            page=page,
        ),
    )


HANDLERS = (kinds_of_work_page,)
