"""Route handlers of the pitch page; each part of it has a form of its own."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, confirmation_text, submit_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.pitch.forms import MAX_PITCH_LENGTH, PITCH_FORMS
from service.web.pitch.page import PROJECTIONS, build_pitch_page
from service.web.rendering import HtmlResponse, redirect_to, render_page

OPENED_BY = {"tried_step": "landed", "sent_step": "sent", "seen_step": "seen"}
"""The form that is open when an address names a step for it."""


@get("/journeys/{journey_id:uuid}/pitch", name="pitch")
async def pitch_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Which words open doors; a step may be chosen for a form already."""
    asked = request.query_params
    chosen = [(name, asked[name]) for name in OPENED_BY if asked.get(name)]
    open_form = next((OPENED_BY[name] for name, _ in chosen), "")
    return await _shown(request, context, journey_id, FormData(chosen), form_name=open_form)


@post("/journeys/{journey_id:uuid}/pitch/{form_name:str}", name="pitch_deed")
async def submit_pitch_form(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], form_name: FromPath[str]
) -> HtmlResponse:
    """Write a version, say how one landed, what was sent, or who noticed."""
    about = FormContext(folded=await context.load_own(journey_id))
    form = await read_form(request)
    if await submit_form(context, about, PITCH_FORMS, form_name, form):
        return redirect_to(f"/journeys/{journey_id}/pitch?told={form_name}")
    return await _shown(request, context, journey_id, form, form_name=form_name)


async def _shown(
    request: AnyRequest, context: PageContext, journey_id: UUID, form: FormData, *, form_name: str = ""
) -> HtmlResponse:
    folded = await context.load_own(journey_id, *PROJECTIONS)
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "pitch/pitch.html",
            status=form.status,
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{journey_id}",
            form=form,
            confirmation=confirmation_text(request, PITCH_FORMS),
            page=build_pitch_page(
                folded,
                current_translator(),
                tried_step=form.first("tried_step"),
                sent_step=form.first("sent_step"),
            ),
            form_name=form_name,
            most=MAX_PITCH_LENGTH,
        ),
    )


HANDLERS = (pitch_page, submit_pitch_form)
