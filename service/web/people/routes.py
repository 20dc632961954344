"""People: whom the client knows, and each of them; somebody is added, introduced, or asked to stand by."""

from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from projections.guidance import GUIDANCE
from projections.network.projection import NETWORK
from projections.strengths.projection import STRENGTHS
from service.http.dependencies import AnyRequest
from service.localization.collation import sorted_pairs
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, confirmation_text, submit_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.people.forms import PEOPLE_FORMS, PERSON_FORMS
from service.web.people.page import PROJECTIONS, build_people_page, build_person_page
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.role_and_contact_forms import employer_names

OTHER_CONFIRMATIONS = {
    "forgotten": gettext_noop(
        "Forgotten. Who it was can never be read again. The steps stay, without a name."
    ),
    "reply-kept": gettext_noop("Kept. You find it here, and with your strengths."),
    "reply-kept-before": gettext_noop("You kept this reply before. What you chose then is here."),
    "person-kept": gettext_noop("Kept. They are among your people now."),
}


@get("/journeys/{journey_id:uuid}/people", name="people")
async def people_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Everybody the client knows."""
    return await _everybody(request, context, journey_id, FormData())


@post("/journeys/{journey_id:uuid}/people/{form_name:str}", name="people_deed")
async def submit_people_form(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], form_name: FromPath[str]
) -> HtmlResponse:
    """Add somebody, note an introduction or a lead."""
    about = FormContext(folded=await context.load("read_network", journey_id))
    form = await read_form(request)
    if await submit_form(context, about, PEOPLE_FORMS, form_name, form):
        return redirect_to(f"/journeys/{journey_id}/people?told={form_name}")
    return await _everybody(request, context, journey_id, form, form_name=form_name)


@get("/journeys/{journey_id:uuid}/people/{contact_id:uuid}", name="person")
async def person_page(
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    contact_id: FromPath[UUID],
) -> HtmlResponse:
    """One of them, and the steps with them."""
    return await _somebody(request, context, journey_id, contact_id, FormData())


@post("/journeys/{journey_id:uuid}/people/{contact_id:uuid}/{form_name:str}", name="person_deed")
async def submit_person_form(
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    contact_id: FromPath[UUID],
    form_name: FromPath[str],
) -> HtmlResponse:
    """Ask somebody to stand by, and say how; or note their number."""
    about = FormContext(folded=await context.load("read_network", journey_id), item_id=contact_id)
    form = await read_form(request)
    if await submit_form(context, about, PERSON_FORMS, form_name, form):
        return redirect_to(f"/journeys/{journey_id}/people/{contact_id}?told={form_name}")
    return await _somebody(request, context, journey_id, contact_id, form, form_name=form_name)


async def _everybody(
    request: AnyRequest, context: PageContext, journey_id: UUID, form: FormData, *, form_name: str = ""
) -> HtmlResponse:
    folded = await context.load("read_network", journey_id, *PROJECTIONS)
    journey = folded.journey
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "people/people.html",
            status=form.status,
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{journey_id}",
            form=form,
            confirmation=confirmation_text(request, PEOPLE_FORMS, OTHER_CONFIRMATIONS),
            guidance=GUIDANCE,
            page=build_people_page(journey, folded.view(NETWORK), current_translator()),
            form_name=form_name,
            roles=[
                (title, key)
                for key, title in sorted_pairs(
                    (key, role.title) for key, role in journey.roles.items() if role.standing == "in_play"
                )
            ],
            employers=employer_names(journey),
        ),
    )


async def _somebody(
    request: AnyRequest,
    context: PageContext,
    journey_id: UUID,
    contact_id: UUID,
    form: FormData,
    *,
    form_name: str = "",
) -> HtmlResponse:
    folded = await context.load("read_network", journey_id, *PROJECTIONS)
    shown = build_person_page(folded.journey, folded.view(NETWORK), folded.view(STRENGTHS), contact_id)
    if shown is None:
        raise NotFoundException
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "people/person.html",
            status=form.status,
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{journey_id}",
            form=form,
            confirmation=confirmation_text(request, PERSON_FORMS, OTHER_CONFIRMATIONS),
            form_name=form_name,
            page=shown,
            links=context.rights is not None and folded.level == "own",
            guidance=GUIDANCE,
        ),
    )


HANDLERS = (people_page, submit_people_form, person_page, submit_person_form)
