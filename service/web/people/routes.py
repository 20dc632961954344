"""People: whom the client knows, and each of them; somebody is added, introduced, or asked to stand by."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from projections.guidance import GUIDANCE
from projections.network import NETWORK
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, FormData, read_form
from service.web.form_submission import submit_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.people.forms import FORM_FIELDS, PEOPLE_FORMS, parse_ally_card
from service.web.people.page import PROJECTIONS, build_people_page, build_person_page
from service.web.rendering import HtmlResponse, redirect_to, render_page

CONFIRMATIONS = {
    "add": gettext_noop("Noted. Plan a talk with them while you think of it."),
    "introduction": gettext_noop("Noted. Who brings others together is remembered."),
    "lead": gettext_noop("Noted. It shows by which ways openings reach you."),
    "card": gettext_noop("Noted. Give them the card, or read it to them."),
    "forgotten": gettext_noop(
        "Forgotten. Who it was can never be read again; the steps stay, without a name."
    ),
}


@get("/journeys/{journey_id:uuid}/people", name="people")
async def people_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Everybody the client knows."""
    receipt = CONFIRMATIONS.get(request.query_params.get("told", ""))
    return await _everybody(context, journey_id, FormData(), receipt=receipt)


@post("/journeys/{journey_id:uuid}/people/{deed:str}", name="people_deed")
async def submit_people_form(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], deed: FromPath[str]
) -> HtmlResponse:
    """Add somebody, note an introduction or a lead."""
    folded = await context.load("read_network", journey_id)
    form, does = await read_form(request), PEOPLE_FORMS.get(deed)
    if does is None:
        raise NotFoundException
    command = does(form, folded.journey, folded.today)
    if not form.errors and await submit_form(
        context, journey_id, form, command, where=lambda _command, field: _field(deed, field)
    ):
        return redirect_to(f"/journeys/{journey_id}/people?told={deed}")
    return await _everybody(context, journey_id, form, deed=deed)


@get("/journeys/{journey_id:uuid}/people/{contact_id:uuid}", name="person")
async def person_page(
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    contact_id: FromPath[UUID],
) -> HtmlResponse:
    """One of them, and the steps with them."""
    receipt = CONFIRMATIONS.get(request.query_params.get("told", ""))
    return await _somebody(context, journey_id, contact_id, FormData(), receipt=receipt)


@post("/journeys/{journey_id:uuid}/people/{contact_id:uuid}/card", name="ally_card")
async def submit_ally_card(
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    contact_id: FromPath[UUID],
) -> HtmlResponse:
    """Ask somebody to stand by, and say how."""
    folded = await context.load("read_network", journey_id)
    form = await read_form(request)
    command = parse_ally_card(form, contact_id, folded.today)
    if not form.errors and await submit_form(context, journey_id, form, command):
        return redirect_to(f"/journeys/{journey_id}/people/{contact_id}?told=card")
    return await _somebody(context, journey_id, contact_id, form)


def _field(deed: str, field: str) -> str:
    first = field.partition("/")[0]
    return FORM_ERROR if first == "happened_on" else FORM_FIELDS[deed].get(first, first)


async def _everybody(
    context: PageContext,
    journey_id: UUID,
    form: FormData,
    *,
    receipt: str | None = None,
    deed: str = "",
) -> HtmlResponse:
    folded = await context.load("read_network", journey_id, *PROJECTIONS)
    journey = folded.journey
    return render_page(
        "people/people.html",
        status=form.status if form.errors else HTTPStatus.OK,
        layout=context.client_layout(folded, "more"),
        at=f"/journeys/{journey_id}",
        form=form,
        receipt=current_translator().gettext(receipt) if receipt else "",
        page=build_people_page(journey, folded.view(NETWORK), current_translator()),
        deed=deed,
        roles=sorted((role.title, key) for key, role in journey.roles.items() if role.standing == "in_play"),
        employers=sorted(journey.network.employers.values()),
    )


async def _somebody(
    context: PageContext,
    journey_id: UUID,
    contact_id: UUID,
    form: FormData,
    *,
    receipt: str | None = None,
) -> HtmlResponse:
    folded = await context.load("read_network", journey_id, *PROJECTIONS)
    shown = build_person_page(folded.journey, folded.view(NETWORK), contact_id)
    if shown is None:
        raise NotFoundException
    return render_page(
        "people/person.html",
        status=form.status if form.errors else HTTPStatus.OK,
        layout=context.client_layout(folded, "more"),
        at=f"/journeys/{journey_id}",
        form=form,
        receipt=current_translator().gettext(receipt) if receipt else "",
        page=shown,
        guidance=GUIDANCE,
    )


HANDLERS = (people_page, submit_people_form, person_page, submit_ally_card)
