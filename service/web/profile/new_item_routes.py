"""Adding to the profile: a kind of work of one's own, and what matters."""

from datetime import date
from typing import get_args
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from domain.journey.aggregate import Journey
from domain.journey.commands.evidence import NameCriterion
from domain.journey.commands.roles import DiscoverRole
from domain.vocabulary import Distance
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData, read_form
from service.web.form_submission import submit_commands
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.role_and_contact_forms import parse_role
from service.web.text_comparison import same_text

TITLE_REQUIRED = gettext_noop("Say what this kind of work is called.")
ROLE_ALREADY_LISTED = gettext_noop("This kind of work is on your list already.")
DISTANCE_REQUIRED = gettext_noop("Say how far it is from what you did.")
WORDING_REQUIRED = gettext_noop("Say in a few words what matters.")
CRITERION_ALREADY_LISTED = gettext_noop("This stands on your list already.")


@get("/journeys/{journey_id:uuid}/profile/new-role", name="new_role")
async def new_role(context: PageContextDependency, journey_id: FromPath[UUID]) -> HtmlResponse:
    """The form for a kind of work."""
    return await _form(context, journey_id, FormData(), "profile/new_role.html")


@post("/journeys/{journey_id:uuid}/profile/new-role", name="discover_role")
async def submit_new_role(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Put a kind of work on the list."""
    folded = await context.load("read_page", journey_id)
    form = await read_form(request)
    command = _discovery(form, folded.journey, folded.today)
    if command and await submit_commands(
        context, journey_id, form, command, where=lambda _, name: _FIELDS.get(name, name)
    ):
        return redirect_to(f"/journeys/{journey_id}/profile?told=role#roles")
    return await _form(context, journey_id, form, "profile/new_role.html")


@get("/journeys/{journey_id:uuid}/profile/new-criterion", name="new_criterion")
async def new_criterion(context: PageContextDependency, journey_id: FromPath[UUID]) -> HtmlResponse:
    """The form for a wish."""
    return await _form(context, journey_id, FormData(), "profile/new_criterion.html")


@post("/journeys/{journey_id:uuid}/profile/new-criterion", name="name_criterion")
async def submit_new_criterion(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Name a wish that can be weighed against others."""
    folded = await context.load("read_page", journey_id)
    form = await read_form(request)
    wording = form.text("wording", needed=current_translator().gettext(WORDING_REQUIRED), most=200)
    criterion_id = form.new_id("criterion")
    if wording and _named(wording, criterion_id, folded.journey):
        form.add_error("wording", current_translator().gettext(CRITERION_ALREADY_LISTED))
    if wording and not form.errors:
        command = NameCriterion(happened_on=folded.today, criterion_id=criterion_id, wording=wording)
        if await submit_commands(context, journey_id, form, command):
            return redirect_to(f"/journeys/{journey_id}/profile?told=criterion#criteria")
    return await _form(context, journey_id, form, "profile/new_criterion.html")


_FIELDS = {"title": "role", "distance": "role_distance", "role_id": "role"}


def _discovery(form: FormData, journey: Journey, today: date) -> DiscoverRole | None:
    translator = current_translator()
    form.text("role", needed=translator.gettext(TITLE_REQUIRED), most=200)
    distance = form.choice("role_distance", get_args(Distance), needed=translator.gettext(DISTANCE_REQUIRED))
    appeal = form.number("appeal", 0, 10)
    named = parse_role(form, journey)
    if named and named.new is None:
        form.add_error("role", translator.gettext(ROLE_ALREADY_LISTED))
    if named is None or named.new is None or distance is None or form.errors:
        return None
    return DiscoverRole(
        happened_on=today,
        role_id=named.role_id,
        title=named.new.title,
        distance=distance,
        found="own",
        starting_appeal=appeal,
    )


def _named(wording: str, criterion_id: UUID, journey: Journey) -> bool:
    criteria = journey.evidence.criteria.items()
    return any(same_text(known, wording) for key, known in criteria if key != criterion_id)


async def _form(context: PageContext, journey_id: UUID, form: FormData, template: str) -> HtmlResponse:
    folded = await context.load("read_page", journey_id)
    return render_page(
        template,
        status=form.status,
        layout=context.client_layout(folded, "profile"),
        at=f"/journeys/{journey_id}",
        form=form,
    )


HANDLERS = (new_role, submit_new_role, new_criterion, submit_new_criterion)
