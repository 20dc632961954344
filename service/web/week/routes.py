"""The running week: what is planned and what to try next, and the week's beginning, rest and end."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, confirmation_text, submit_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.week.forms import WEEK_FORMS
from service.web.week.page import PROJECTIONS, build_week_page
from service.web.week.plan_forms import PLAN_FORMS


@get("/journeys/{journey_id:uuid}/week", name="week")
async def week_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """The week that is running."""
    return await _shown(request, context, journey_id, FormData())


@post("/journeys/{journey_id:uuid}/week/intention", name="week_intention")
async def set_intention(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Say what the week is for."""
    return await _submit(request, context, journey_id, "intention")


@post("/journeys/{journey_id:uuid}/week/close", name="week_close")
async def close_week(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Close a week with its conclusion."""
    return await _submit(request, context, journey_id, "closed")


@post("/journeys/{journey_id:uuid}/week/rest", name="week_rest")
async def declare_rest(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Take the week off."""
    return await _submit(request, context, journey_id, "rest")


@post("/journeys/{journey_id:uuid}/week/drop", name="week_drop")
async def drop_plan(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Take a plan back."""
    return await _submit(request, context, journey_id, "dropped")


async def _submit(
    request: AnyRequest, context: PageContext, journey_id: UUID, form_name: str
) -> HtmlResponse:
    about = FormContext(folded=await context.load("read_page", journey_id))
    form = await read_form(request)
    if await submit_form(context, about, WEEK_FORMS, form_name, form):
        return redirect_to(f"/journeys/{journey_id}/week?told={form_name}")
    return await _shown(request, context, journey_id, form)


async def _shown(request: AnyRequest, context: PageContext, journey_id: UUID, form: FormData) -> HtmlResponse:
    folded = await context.load("read_page", journey_id, *PROJECTIONS)
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "week/week.html",
            status=form.status,
            layout=context.client_layout(folded, "week"),
            at=f"/journeys/{journey_id}",
            form=form,
            confirmation=confirmation_text(request, WEEK_FORMS | PLAN_FORMS),
            page=build_week_page(folded, translator=current_translator()),
            energy_known=folded.today in folded.journey.pulses.energy,
        ),
    )


HANDLERS = (week_page, set_intention, close_week, declare_rest, drop_plan)
