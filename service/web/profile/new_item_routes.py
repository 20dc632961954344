"""Adding to the profile: a kind of work of one's own, and what matters."""

from collections.abc import Sequence
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, submit_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.profile.new_item_forms import NEW_ITEM_FORMS, TITLE_REQUIRED
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.roles.role_links import RoleChoice, role_choices, write_chosen_title

PREVIOUS = "previous"
"""Of work that the client did: how different it is needs no question."""


@get("/journeys/{journey_id:uuid}/profile/new-role", name="new_role")
async def new_role(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """The form for a kind of work, or for the client's previous work where the address says so."""
    asked = [("work", PREVIOUS)] if request.query_params.get("work") == PREVIOUS else []
    return await _form(context, journey_id, FormData(asked), "profile/new_role.html")


@post("/journeys/{journey_id:uuid}/profile/new-role", name="discover_role")
async def submit_new_role(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Put a kind of work on the list."""
    form = await read_form(request)
    if form.has("find"):
        return await _found(context, journey_id, form)
    write_chosen_title(form, "role")
    return await _submit(form, context, journey_id, "role", "roles")


async def _found(context: PageContext, journey_id: UUID, form: FormData) -> HtmlResponse:
    """The form once more, with the roles of the atlas that the title may mean: for a page without scripts."""
    title = form.text("role", needed=current_translator().gettext(TITLE_REQUIRED), most=200) or ""
    language = current_translator().language
    found = await context.atlas.search(title, language) if title else ()
    return await _form(
        context, journey_id, form, "profile/new_role.html", found=role_choices(found, language, title)
    )


@get("/journeys/{journey_id:uuid}/profile/new-criterion", name="new_criterion")
async def new_criterion(context: PageContextDependency, journey_id: FromPath[UUID]) -> HtmlResponse:
    """The form for a wish."""
    return await _form(context, journey_id, FormData(), "profile/new_criterion.html")


@post("/journeys/{journey_id:uuid}/profile/new-criterion", name="name_criterion")
async def submit_new_criterion(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Name a wish that can be weighed against others."""
    return await _submit(await read_form(request), context, journey_id, "criterion", "criteria")


async def _submit(
    form: FormData, context: PageContext, journey_id: UUID, form_name: str, section: str
) -> HtmlResponse:
    about = FormContext(folded=await context.load("read_page", journey_id))
    if await submit_form(context, about, NEW_ITEM_FORMS, form_name, form):
        return redirect_to(f"/journeys/{journey_id}/profile?told={form_name}#{section}")
    return await _form(context, journey_id, form, f"profile/new_{form_name}.html")


async def _form(
    context: PageContext,
    journey_id: UUID,
    form: FormData,
    template: str,
    found: Sequence[RoleChoice] | None = None,
) -> HtmlResponse:
    folded = await context.load_own(journey_id)
    return await context.beside_loop(
        folded,
        lambda: render_page(
            template,
            status=form.status,
            layout=context.client_layout(folded, "profile"),
            at=f"/journeys/{journey_id}",
            form=form,
            found=found,
        ),
    )


HANDLERS = (new_role, submit_new_role, new_criterion, submit_new_criterion)
