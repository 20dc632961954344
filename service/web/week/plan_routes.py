"""Planning a step: what, with whom, when and where, and what one guesses and believes before it."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from projections.claims.projection import CLAIM_NAMES
from projections.guidance import GUIDANCE
from service.authorization.authorized_journeys import AuthorizedJourney
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, submit_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.people.introduced import find_introduced
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.role_and_contact_forms import (
    contact_names,
    employer_names,
    person_fields,
    role_titles_in_play,
)
from service.web.week.plan_forms import PLAN_FORMS
from service.web.week.plan_page import PROJECTIONS, build_plan_page
from service.web.week.suggestions import SHOWN

PREFILLED = ("kind", "what", "role", "who", "employer", "position", "planned_for", "about", SHOWN)


@get("/journeys/{journey_id:uuid}/plan", name="plan")
async def plan_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """The form, with what is known already of the step: it was suggested, or follows on from something."""
    asked = request.query_params
    known = [(name, asked[name]) for name in PREFILLED if asked.get(name)]
    if belief := asked.get("belief"):
        known.append(("belief" if belief in CLAIM_NAMES else "hypothesis", belief))
    folded = await context.load_own(journey_id, *PROJECTIONS)
    known += person_fields(folded.journey, asked.get("who", ""))
    if introduced := find_introduced(folded.journey, asked.get("who", "")):
        known.append(("channel", "introduced"))
        if introduced.role and not asked.get("role"):
            known.append(("role", introduced.role))
    return await _form(context, folded, FormData(known))


@post("/journeys/{journey_id:uuid}/plan", name="plan_it")
async def submit_plan(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Plan a step."""
    about = FormContext(folded=await context.load("read_page", journey_id))
    form = await read_form(request)
    if await submit_form(context, about, PLAN_FORMS, "planned", form):
        return redirect_to(f"/journeys/{journey_id}/week?told=planned")
    return await _form(context, await context.load_own(journey_id, *PROJECTIONS), form)


async def _form(context: PageContext, folded: AuthorizedJourney, form: FormData) -> HtmlResponse:
    journey = folded.journey
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "week/plan.html",
            status=form.status,
            layout=context.client_layout(folded, "week"),
            at=f"/journeys/{folded.journey_id}",
            form=form,
            page=build_plan_page(folded, form, current_translator()),
            roles=role_titles_in_play(journey),
            people=contact_names(journey),
            employers=employer_names(journey),
            known_roles=[role.title for role in journey.roles.values()],
            guidance=GUIDANCE,
            today=folded.today,
        ),
    )


HANDLERS = (plan_page, submit_plan)
