"""Route handlers of the ending: it is the client's own to say."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.ending.forms import CARE_FORMS, ENDING_FORMS
from service.web.ending.labels import CARE_DATE_LABELS
from service.web.ending.page import PROJECTIONS, build_ending_page
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, confirmation_text, submit_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.trust import who_sees_it


@get("/journeys/{journey_id:uuid}/ending", name="ending")
async def ending_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """How it ends, or what stays after it has."""
    return await _shown(request, context, journey_id, FormData())


@post("/journeys/{journey_id:uuid}/ending/{form_name:str}", name="ending_deed")
async def submit_ending_form(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], form_name: FromPath[str]
) -> HtmlResponse:
    """Say how it ends, or plan aftercare."""
    about = FormContext(folded=await context.load_own(journey_id))
    form = await read_form(request)
    if await submit_form(context, about, ENDING_FORMS, form_name, form):
        return redirect_to(f"/journeys/{journey_id}/ending?told={form_name}")
    return await _shown(request, context, journey_id, form, form_name=form_name)


@post("/journeys/{journey_id:uuid}/ending/{form_name:str}/{after_care_id:uuid}", name="after_care_deed")
async def submit_after_care_form(
    *,
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    form_name: FromPath[str],
    after_care_id: FromPath[UUID],
) -> HtmlResponse:
    """Answer the question of a date for aftercare, put it off, change the date or drop it."""
    about = FormContext(folded=await context.load_own(journey_id), item_id=after_care_id)
    form = await read_form(request)
    if await submit_form(context, about, CARE_FORMS, form_name, form):
        return redirect_to(f"/journeys/{journey_id}/ending?told={form_name}")
    return await _shown(request, context, journey_id, form, form_name=form_name, about=after_care_id)


async def _shown(
    request: AnyRequest,
    context: PageContext,
    journey_id: UUID,
    form: FormData,
    *,
    form_name: str = "",
    about: UUID | None = None,
) -> HtmlResponse:
    folded = await context.load_own(journey_id, *PROJECTIONS)
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "ending/ending.html",
            status=form.status,
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{journey_id}",
            form=form,
            form_name=form_name,
            about=about,
            confirmation=confirmation_text(request, {**ENDING_FORMS, **CARE_FORMS}),
            page=build_ending_page(folded, current_translator()),
            called=folded.journey.started.event.called or "",
            care_dates=CARE_DATE_LABELS,
            trust_seen_by=who_sees_it(folded.journey, folded.today, current_translator()),
            today=folded.today,
            started_on=folded.started_on,
        ),
    )


HANDLERS = (ending_page, submit_ending_form, submit_after_care_form)
