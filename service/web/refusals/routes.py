"""After a refusal: the list of what waits and what was refused, and each approach with its six steps."""

from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from projections.guidance import GUIDANCE
from projections.refusals.projection import REFUSALS
from service.http.dependencies import AnyRequest, get_services
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, confirmation_text, submit_form
from service.web.game.points_of_act import points_of_act
from service.web.missing_step import missing_step
from service.web.page_context import PageContext, PageContextDependency
from service.web.refusals.call_forms import CALL_FORMS
from service.web.refusals.follow_up_call import CALL_CHANNELS
from service.web.refusals.forms import REFUSAL_FORMS
from service.web.refusals.labels import STEP_LABELS
from service.web.refusals.page import PROJECTIONS, build_approach_page, build_refusals_page
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.reply_links.own_links import latest_link, may_mention

OTHER_CONFIRMATIONS = {
    "reply-kept": gettext_noop("Kept. It counts for this job only, and you find it here."),
    "reply-kept-before": gettext_noop("You kept this reply before. What you chose then is here."),
}


@get("/journeys/{journey_id:uuid}/refusals", name="refusals")
async def refusals_page(context: PageContextDependency, journey_id: FromPath[UUID]) -> HtmlResponse:
    """What waits for an answer, and what was refused."""
    folded = await context.load("read_refusals", journey_id, *PROJECTIONS)
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "refusals/refusals.html",
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{journey_id}",
            page=build_refusals_page(
                folded.journey, folded.view(REFUSALS), current_translator(), own=folded.own
            ),
            guidance=GUIDANCE,
            today=folded.today,
        ),
    )


@get("/journeys/{journey_id:uuid}/refusals/{experiment_id:uuid}", name="refusal")
async def refusal_page(
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    experiment_id: FromPath[UUID],
) -> HtmlResponse:
    """One approach: its answer, and the six steps after a no."""
    return await _shown(request, context, journey_id, experiment_id, FormData())


@post("/journeys/{journey_id:uuid}/refusals/{experiment_id:uuid}/{form_name:str}", name="refusal_deed")
async def submit_refusal_form(
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    experiment_id: FromPath[UUID],
    form_name: FromPath[str],
) -> HtmlResponse:
    """Tell an answer, or one of the six steps."""
    folded = await context.load("read_refusals", journey_id, *PROJECTIONS)
    about, form = FormContext(folded=folded, item_id=experiment_id), await read_form(request)
    if await submit_form(context, about, REFUSAL_FORMS, form_name, form):
        if form_name == "answer":
            return redirect_to(f"/journeys/{journey_id}/steps/{experiment_id}/reveal")
        return redirect_to(
            f"/journeys/{journey_id}/refusals/{experiment_id}?told={REFUSAL_FORMS[form_name].confirmation_name(form_name, form)}"
        )
    return await _shown(request, context, journey_id, experiment_id, form, form_name=form_name)


async def _shown(
    request: AnyRequest,
    context: PageContext,
    journey_id: UUID,
    experiment_id: UUID,
    form: FormData,
    *,
    form_name: str = "",
) -> HtmlResponse:
    folded = await context.load("read_refusals", journey_id, *PROJECTIONS)
    if experiment_id not in folded.journey.experiments:
        raise await missing_step(context, journey_id, experiment_id)
    shown = build_approach_page(
        folded.journey, folded.view(REFUSALS), experiment_id, current_translator(), own=folded.own
    )
    if shown is None:
        raise NotFoundException
    link = await latest_link(get_services(request.app.state), context, folded, experiment_id)
    confirmation = confirmation_text(request, {**REFUSAL_FORMS, **CALL_FORMS}, OTHER_CONFIRMATIONS)
    if confirmation:
        confirmation = f"{confirmation} {await points_of_act(request, context, journey_id)}".strip()
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "refusals/approach.html",
            status=form.status,
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{journey_id}",
            form=form,
            confirmation=confirmation,
            link=link if link and link.state != "closed" else None,
            link_closed=link is not None and link.state == "closed",
            mentioned=link is not None and may_mention(folded, link, context.moment),
            links=context.rights is not None and folded.level == "own",
            page=shown,
            form_name=form_name,
            guidance=GUIDANCE,
            names=STEP_LABELS,
            ways=CALL_CHANNELS,
            today=folded.today,
        ),
    )


HANDLERS = (refusals_page, refusal_page, submit_refusal_form)
