"""Adding to the profile: a kind of work of one's own, and what matters."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from service.http.dependencies import AnyRequest
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, submit_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.profile.new_item_forms import NEW_ITEM_FORMS
from service.web.rendering import HtmlResponse, redirect_to, render_page


@get("/journeys/{journey_id:uuid}/profile/new-role", name="new_role")
async def new_role(context: PageContextDependency, journey_id: FromPath[UUID]) -> HtmlResponse:
    """The form for a kind of work."""
    return await _form(context, journey_id, FormData(), "profile/new_role.html")


@post("/journeys/{journey_id:uuid}/profile/new-role", name="discover_role")
async def submit_new_role(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Put a kind of work on the list."""
    return await _submit(request, context, journey_id, "role", "roles")


@get("/journeys/{journey_id:uuid}/profile/new-criterion", name="new_criterion")
async def new_criterion(context: PageContextDependency, journey_id: FromPath[UUID]) -> HtmlResponse:
    """The form for a wish."""
    return await _form(context, journey_id, FormData(), "profile/new_criterion.html")


@post("/journeys/{journey_id:uuid}/profile/new-criterion", name="name_criterion")
async def submit_new_criterion(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Name a wish that can be weighed against others."""
    return await _submit(request, context, journey_id, "criterion", "criteria")


async def _submit(
    request: AnyRequest, context: PageContext, journey_id: UUID, form_name: str, section: str
) -> HtmlResponse:
    about = FormContext(folded=await context.load("read_page", journey_id))
    form = await read_form(request)
    if await submit_form(context, about, NEW_ITEM_FORMS, form_name, form):
        return redirect_to(f"/journeys/{journey_id}/profile?told={form_name}#{section}")
    return await _form(context, journey_id, form, f"profile/new_{form_name}.html")


async def _form(context: PageContext, journey_id: UUID, form: FormData, template: str) -> HtmlResponse:
    folded = await context.load_own(journey_id)
    return await context.beside_loop(
        folded,
        lambda: render_page(
            template,
            status=form.status,
            layout=context.client_layout(folded, "profile"),
            at=f"/journeys/{journey_id}",
            form=form,
        ),
    )


HANDLERS = (new_role, submit_new_role, new_criterion, submit_new_criterion)
