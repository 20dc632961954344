"""Planning a step: what, with whom, when and where, and what one expects of it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath

from domain.journey.aggregate import Journey
from service.web.form_data import FormData, read_form
from service.web.form_submission import submit_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.role_and_contact_forms import contact_names, names_new_role, role_titles_in_play
from service.web.week.forms import FORM_FIELDS, _command


@get("/journeys/{journey_id:uuid}/plan", name="plan")
async def plan_page(
    request: Request[Any, Any, Any], context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """The form; with a kind and a role when they were suggested."""
    journey = await (await context.authorize("read_page", journey_id)).get()
    asked = request.query_params
    offered = [(name, asked[name]) for name in ("kind", "role", "who") if asked.get(name)]
    return _form(context, journey_id, journey, FormData(offered))


@post("/journeys/{journey_id:uuid}/plan", name="plan_it")
async def submit_plan(
    request: Request[Any, Any, Any], context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Plan a step."""
    journey = await (await context.authorize("read_page", journey_id)).get()
    form = await read_form(request)
    command = _command(context, form, journey)
    if command and await submit_form(context, journey_id, form, command, where=_where):
        return redirect_to(f"/journeys/{journey_id}/week?told=planned")
    return _form(context, journey_id, journey, form)


def _where(_command: int, field: str) -> str:
    first = field.partition("/")[0]
    return FORM_FIELDS.get(first, first)


def _form(context: PageContext, journey_id: UUID, journey: Journey, form: FormData) -> HtmlResponse:
    return render_page(
        "week/plan.html",
        status=form.status if form.errors else HTTPStatus.OK,
        layout=context.client_layout(journey_id, journey, "week"),
        at=f"/journeys/{journey_id}",
        form=form,
        roles=role_titles_in_play(journey),
        people=contact_names(journey),
        new_role=names_new_role(form, journey),
        today=context.today(journey),
    )


HANDLERS = (plan_page, submit_plan)
