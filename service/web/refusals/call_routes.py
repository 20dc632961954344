"""The call about a refusal: the page to have in hand, and what is saved of the call."""

from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec.structs import replace

from projections.guidance import GUIDANCE
from projections.refusals.projection import REFUSALS
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, submit_form
from service.web.missing_step import missing_step
from service.web.page_context import PageContext, PageContextDependency
from service.web.refusals.call_forms import CALL_FORMS, call_id_of
from service.web.refusals.call_page import build_call_page
from service.web.refusals.heard_points import MISSED_POINTS
from service.web.refusals.labels import (
    AGAIN_CHOICES,
    KEPT_CHOICES,
    LATER_CHOICES,
    USE_CHOICES,
)
from service.web.refusals.page import PROJECTIONS
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.role_and_contact_forms import contact_names


@get("/journeys/{journey_id:uuid}/refusals/{experiment_id:uuid}/call", name="refusal_call")
async def call_page(
    context: PageContextDependency, journey_id: FromPath[UUID], experiment_id: FromPath[UUID]
) -> HtmlResponse:
    """The number, what to say, and what to ask."""
    return await _shown(context, journey_id, experiment_id, FormData())


@post("/journeys/{journey_id:uuid}/refusals/{experiment_id:uuid}/call", name="save_call")
async def save_call(
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    experiment_id: FromPath[UUID],
) -> HtmlResponse:
    """Save a call with everything that came of it."""
    return await _submit(request, context, journey_id, experiment_id, "call")


@post(
    "/journeys/{journey_id:uuid}/refusals/{experiment_id:uuid}/call/{form_name:str}", name="other_call_forms"
)
async def submit_call_form(
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    experiment_id: FromPath[UUID],
    form_name: FromPath[str],
) -> HtmlResponse:
    """Note a number, another day, or that nobody answered."""
    if form_name == "call":
        raise NotFoundException
    return await _submit(request, context, journey_id, experiment_id, form_name)


async def _submit(
    request: AnyRequest, context: PageContext, journey_id: UUID, experiment_id: UUID, form_name: str
) -> HtmlResponse:
    folded = await context.load("read_refusals", journey_id, *PROJECTIONS)
    about, form = FormContext(folded=folded, item_id=experiment_id), await read_form(request)
    if await submit_form(context, about, CALL_FORMS, form_name, form):
        return redirect_to(_following(form_name, form, about))
    return await _shown(context, journey_id, experiment_id, form, form_name=form_name)


def _following(form_name: str, form: FormData, about: FormContext) -> str:
    """Where a form leads: a call that was made to what it changed."""
    at = f"/journeys/{about.folded.journey_id}"
    match form_name:
        case "call":
            return f"{at}/steps/{call_id_of(form, about)}/reveal"
        case "phone":
            return f"{at}/refusals/{about.item_id}/call"
        case _:
            return f"{at}/refusals/{about.item_id}?told={form_name}"


async def _shown(
    context: PageContext, journey_id: UUID, experiment_id: UUID, form: FormData, *, form_name: str = ""
) -> HtmlResponse:
    folded = await context.load_own(journey_id, *PROJECTIONS)
    if experiment_id not in folded.journey.experiments:
        raise await missing_step(context, journey_id, experiment_id)
    refusals = folded.view(REFUSALS).refusals
    refusal = next((one for one in refusals if one.approach_id == experiment_id), None)
    if refusal is None or refusal.answer == "silence":
        raise NotFoundException
    page = build_call_page(folded.journey, refusal, folded.today, current_translator())
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "refusals/call.html",
            status=form.status,
            layout=replace(context.client_layout(folded, "more"), tabs=()),
            at=f"/journeys/{journey_id}",
            form=form,
            form_name=form_name,
            page=page,
            people=contact_names(folded.journey).values(),
            guidance=GUIDANCE,
            missed=MISSED_POINTS,
            uses=USE_CHOICES,
            kept_choices=KEPT_CHOICES,
            again=AGAIN_CHOICES,
            later=LATER_CHOICES,
            today=folded.today,
        ),
    )


HANDLERS = (call_page, save_call, submit_call_form)
