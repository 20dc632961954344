"""One gap: where it was found, and what the client decides: close it, go round it, or live with it."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from projections.gaps.projection import GAPS
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.error_pages import PageError
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, submit_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.profile.new_item_forms import GAP_FORMS
from service.web.rendering import HtmlResponse, redirect_to, render_page

NO_SUCH_GAP_TITLE = gettext_noop("Gap not found")
NO_SUCH_GAP_TEXT = gettext_noop("No such gap was found. It may have been withdrawn.")
BACK_TO_PROFILE = gettext_noop("Back to the profile")


@get("/journeys/{journey_id:uuid}/profile/gaps/{gap_id:uuid}", name="gap")
async def gap_page(
    context: PageContextDependency, journey_id: FromPath[UUID], gap_id: FromPath[UUID]
) -> HtmlResponse:
    """A gap and the form to decide on it."""
    return await _shown(context, journey_id, gap_id, FormData())


@post("/journeys/{journey_id:uuid}/profile/gaps/{gap_id:uuid}", name="decide_gap")
async def decide_gap(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], gap_id: FromPath[UUID]
) -> HtmlResponse:
    """Decide on it."""
    return await _submit(request, context, journey_id, gap_id, "gap")


@post("/journeys/{journey_id:uuid}/profile/gaps/{gap_id:uuid}/closed", name="close_gap")
async def close_gap(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], gap_id: FromPath[UUID]
) -> HtmlResponse:
    """Say that it is there now."""
    return await _submit(request, context, journey_id, gap_id, "closed")


async def _submit(
    request: AnyRequest, context: PageContext, journey_id: UUID, gap_id: UUID, form_name: str
) -> HtmlResponse:
    about = FormContext(folded=await context.load("read_page", journey_id), item_id=gap_id)
    form = await read_form(request)
    if await submit_form(context, about, GAP_FORMS, form_name, form):
        return redirect_to(f"/journeys/{journey_id}/profile?told={form_name}#gaps")
    return await _shown(context, journey_id, gap_id, form)


async def _shown(context: PageContext, journey_id: UUID, gap_id: UUID, form: FormData) -> HtmlResponse:
    folded = await context.load("read_page", journey_id, GAPS)
    gap = next((one for one in folded.view(GAPS).gaps if one.gap_id == gap_id), None)
    if gap is None:
        translator = current_translator()
        raise PageError(
            translator.gettext(NO_SUCH_GAP_TEXT),
            status=HTTPStatus.NOT_FOUND,
            title=translator.gettext(NO_SUCH_GAP_TITLE),
            href=f"/journeys/{journey_id}/profile",
            link=translator.gettext(BACK_TO_PROFILE),
        )
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "profile/gap.html",
            status=form.status,
            layout=context.client_layout(folded, "profile"),
            at=f"/journeys/{journey_id}",
            form=form,
            gap=gap,
            today=folded.today,
        ),
    )


HANDLERS = (gap_page, decide_gap, close_gap)
