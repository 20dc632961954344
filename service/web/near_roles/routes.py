"""Route handlers of the kinds of work near the client's."""

from types import MappingProxyType
from urllib.parse import urlencode
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from service.authorization.authorized_journeys import AuthorizedJourney
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.form_data import FormData, read_form
from service.web.form_submission import confirmation_text, submit_form
from service.web.near_roles.forms import NEAR_ROLE_FORMS, OccupationContext, undo_of
from service.web.near_roles.page import load_near_roles
from service.web.near_roles.quality_page import looked_for
from service.web.near_roles.quality_routes import show_kinds_of_work
from service.web.page_context import PageContext, PageContextDependency
from service.web.profile.unknown_role_routes import show_unknown_roles
from service.web.rendering import HtmlResponse, redirect_to, render_page

PAGES = MappingProxyType({"unknown": "profile/unknown-roles", "qualities": "about-you/kinds-of-work"})
"""Other pages on which occupations of the atlas are answered, by what their forms say."""


@get("/journeys/{journey_id:uuid}/profile/near-roles", name="near_roles")
async def near_roles_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Kinds of work near her roles, or near the one that the address names."""
    folded = await context.load_own(journey_id)
    return await _shown(request, context, folded, FormData(), request.query_params.get("from", ""))


@post("/journeys/{journey_id:uuid}/profile/near-roles/{form_name:str}", name="near_role_answer")
async def submit_near_role_form(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], form_name: FromPath[str]
) -> HtmlResponse:
    """Keep one, let it go, or keep it and plan a conversation about it."""
    folded, form = await context.load_own(journey_id), await read_form(request)
    about = await occupation_context(context, folded, form)
    if await submit_form(context, about, NEAR_ROLE_FORMS, form_name, form):
        return redirect_to(_after(f"/journeys/{journey_id}", form, about, form_name))
    return await _refused(request, context, journey_id, form)


async def _refused(
    request: AnyRequest, context: PageContext, journey_id: UUID, form: FormData
) -> HtmlResponse:
    """The page from which the form was sent, with what is wrong with it."""
    page = form.first("page")
    if page == "unknown":
        return await show_unknown_roles(request, context, journey_id, form)
    folded = await context.load_own(journey_id)
    if page == "qualities":
        return await show_kinds_of_work(request, context, folded, form, looked_for(form.pairs))
    return await _shown(request, context, folded, form, form.first("from"))


async def occupation_context(
    context: PageContext, folded: AuthorizedJourney, form: FormData
) -> OccupationContext:
    """The journey, and the occupation that a form names, as the atlas has it now."""
    asked = form.first("occupation_id")
    found = await context.atlas.occupations([asked], current_translator().language) if asked else {}
    return OccupationContext(folded=folded, occupation=found.get(asked))


def plan_address(at: str, form: FormData, about: OccupationContext) -> str | None:
    """Where a conversation about the kept occupation is planned; None if that was not asked for."""
    if form.first("answer") != "plan" or about.occupation is None:
        return None
    filled = {"kind": "conversation", "role": about.occupation.title.text, "what": form.first("question")}
    return f"{at}/plan?{urlencode({name: value for name, value in filled.items() if value})}"


def _after(at: str, form: FormData, about: OccupationContext, form_name: str) -> str:
    if planned := plan_address(at, form, about):
        return planned
    confirmation = NEAR_ROLE_FORMS[form_name].confirmation_name(form_name, form)
    looked = (("from", form.first("from")),) if form.has("from") else looked_for(form.pairs).fields
    page = PAGES.get(form.first("page"), "profile/near-roles")
    return f"{at}/{page}?{urlencode((('told', confirmation), *looked))}"


async def _shown(
    request: AnyRequest, context: PageContext, folded: AuthorizedJourney, form: FormData, chosen: str
) -> HtmlResponse:
    translator = current_translator()
    page = await load_near_roles(context.atlas, folded.journey, folded.today, chosen, translator)
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "near_roles/near_roles.html",
            status=form.status,
            layout=context.client_layout(folded, "profile"),
            at=f"/journeys/{folded.journey_id}",
            form=form,
            confirmation=confirmation_text(request, NEAR_ROLE_FORMS),
            undo=undo_of(request, folded.journey, folded.today),
            page=page,
        ),
    )


HANDLERS = (near_roles_page, submit_near_role_form)
