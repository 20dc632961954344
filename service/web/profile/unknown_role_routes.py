"""Route handlers of the three unknown roles: to keep, or to let go."""

from functools import partial
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from domain.journey.events.weeks import monday_of
from projections.refusals.projection import REFUSALS
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, confirmation_text, submit_form
from service.web.near_roles.earlier_journey import known_on_monday
from service.web.near_roles.forms import NEAR_ROLE_FORMS, undo_of
from service.web.near_roles.shown_of_week import drawn_for_page
from service.web.page_context import PageContext, PageContextDependency
from service.web.profile.unknown_roles import (
    UNKNOWN_ROLE_FORMS,
    answer_confirmations,
    is_shown,
    kept_last,
    more_wait,
    unknown_roles,
    unknown_roles_heading,
    why_empty,
)
from service.web.rendering import HtmlResponse, redirect_to, render_page


@get("/journeys/{journey_id:uuid}/profile/unknown-roles", name="unknown_roles")
async def unknown_roles_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """The kinds of work of this week."""
    return await show_unknown_roles(request, context, journey_id, FormData())


@post("/journeys/{journey_id:uuid}/profile/unknown-roles/{form_name:str}", name="unknown_role_answer")
async def submit_unknown_role_form(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], form_name: FromPath[str]
) -> HtmlResponse:
    """Keep one, or throw it back."""
    about = FormContext(folded=await context.load_own(journey_id))
    form = await read_form(request)
    if await submit_form(context, about, UNKNOWN_ROLE_FORMS, form_name, form):
        return redirect_to(f"/journeys/{journey_id}/profile/unknown-roles?told={form_name}")
    return await show_unknown_roles(request, context, journey_id, form)


async def show_unknown_roles(
    request: AnyRequest, context: PageContext, journey_id: UUID, form: FormData
) -> HtmlResponse:
    """The page, with what is wrong with a form that was sent from it."""
    folded, translator = await context.load_own(journey_id, REFUSALS, events_after=0), current_translator()
    journey, today = folded.journey, folded.today
    then = await context.beside_loop(
        folded, partial(known_on_monday, journey, folded.events, monday_of(today))
    )
    care = folded.view(REFUSALS).care is not None
    open_now = is_shown(journey, today, care=care)
    roles = unknown_roles(journey, today, translator, then=then) if open_now else ()
    named = [one.occupation_id for one in roles if one.occupation_id]
    occupations = await context.atlas.occupations(named, translator.language) if named else {}
    of_atlas = await drawn_for_page(context, folded, then, care=care)
    drawn = of_atlas.roles
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "profile/unknown_roles.html",
            status=form.status,
            layout=context.client_layout(folded, "profile"),
            at=f"/journeys/{journey_id}",
            form=form,
            confirmation=confirmation_text(
                request, {**UNKNOWN_ROLE_FORMS, **NEAR_ROLE_FORMS}, answer_confirmations(journey, translator)
            ),
            undo=undo_of(request, journey, today),
            finding=unknown_roles_heading(len(roles) + len(drawn), translator),
            roles=roles,
            occupations=occupations,
            drawn=drawn,
            left_out=of_atlas.left_out,
            open_now=open_now,
            why_empty="" if roles or drawn else why_empty(journey, today, translator, care=care),
            more_wait=open_now and more_wait(journey, today, then),
            kept_role=kept_last(journey) if request.query_params.get("told") == "keep" else None,
        ),
    )


HANDLERS = (unknown_roles_page, submit_unknown_role_form)
