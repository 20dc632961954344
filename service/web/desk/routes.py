"""The desk: who needs the coach and why; an alert is acknowledged or laid aside where it stands."""

from litestar import get, post

from service.http.dependencies import AnyRequest, ProjectorDependency
from service.localization.current_translator import current_translator
from service.read_models.projector import PAGE_WAIT_SECONDS, Projector
from service.web.desk.filters import DeskFilters, parse_filters
from service.web.desk.forms import DESK_FORMS, RULES
from service.web.desk.page import build_desk_page
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, confirmation_text, submit_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page


@get("/desk", name="desk")
async def desk(request: AnyRequest, context: PageContextDependency) -> HtmlResponse:
    """Who needs me, and why."""
    asked = parse_filters(request.query_params)
    return await _shown(request, context, asked, FormData())


@post("/desk/acknowledge", name="desk_acknowledge")
async def acknowledge(
    projector: ProjectorDependency, request: AnyRequest, context: PageContextDependency
) -> HtmlResponse:
    """Say that an alert was seen, and perhaps what was done."""
    return await _submit(projector, request, context, "seen")


@post("/desk/snooze", name="desk_snooze")
async def snooze(
    projector: ProjectorDependency, request: AnyRequest, context: PageContextDependency
) -> HtmlResponse:
    """Lay an alert aside until after a day; for a week when none is named."""
    return await _submit(projector, request, context, "aside")


async def _submit(
    projector: Projector, request: AnyRequest, context: PageContext, form_name: str
) -> HtmlResponse:
    form = await read_form(request)
    asked = parse_filters(
        {name: form.first(name) for name in ("show", "name")} | {"rule": form.first("only")}
    )
    journey_id, rule = form.uuid("journey_id", needed=True), form.choice("rule", RULES, needed=True)
    if journey_id and rule:
        about = FormContext(folded=await context.load("read_line", journey_id))
        if recorded := await submit_form(context, about, DESK_FORMS, form_name, form):
            await projector.wait_for(recorded.position, PAGE_WAIT_SECONDS)
            return redirect_to(f"/desk{asked.query(told=form_name)}")
    return await _shown(request, context, asked, form)


async def _shown(
    request: AnyRequest, context: PageContext, asked: DeskFilters, form: FormData
) -> HtmlResponse:
    rows = await context.cases.desk(None, ended=asked.show == "ended")
    return await context.list_beside_loop(
        len(rows),
        lambda: render_page(
            "desk/desk.html",
            status=form.status,
            layout=context.staff_layout("desk"),
            page=build_desk_page(rows, asked, translator=current_translator()),
            form=form,
            confirmation=confirmation_text(request, DESK_FORMS),
        ),
    )


HANDLERS = (desk, acknowledge, snooze)
