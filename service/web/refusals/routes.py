"""After a refusal: the list of what waits and what was refused, and each approach with its six steps."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from projections.guidance import GUIDANCE
from projections.refusals import REFUSALS
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, FormData, read_form
from service.web.form_submission import submit_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.refusals.forms import CALL_CHANNELS, REFUSAL_FORMS, ApproachFormContext
from service.web.refusals.labels import STEP_LABELS
from service.web.refusals.page import PROJECTIONS, build_approach_page, build_refusals_page
from service.web.rendering import HtmlResponse, redirect_to, render_page

CONFIRMATIONS = {
    "answer": gettext_noop("Noted. It counts for your odds, never against how much you would like the work."),
    "leave": gettext_noop("Noted. Then a call afterwards comes as no surprise."),
    "pause": gettext_noop("Good. The rest can wait until you are ready."),
    "ask": gettext_noop("Noted. Asking took courage, whatever they answer."),
    "feedback": gettext_noop("Noted. What they said counts for this post."),
    "change": gettext_noop("Noted. This no has taught you what it could."),
    "papers": gettext_noop("Noted. Your door there stays ajar until that day."),
    "knock": gettext_noop("Noted. It stands in your agenda."),
    "knocked": gettext_noop("Noted. You came back, which few people do."),
}
FORM_FIELDS = {"points": "usable", "happened_on": FORM_ERROR, "experiment_id": FORM_ERROR}
DAY_FIELD_BY_FORM = {
    "answer": "answered_on",
    "ask": "asked_on",
    "feedback": "heard_on",
    "knocked": "knocked_on",
}
"""Where each form asks for its day."""


@get("/journeys/{journey_id:uuid}/refusals", name="refusals")
async def refusals_page(context: PageContextDependency, journey_id: FromPath[UUID]) -> HtmlResponse:
    """What waits for an answer, and what was refused."""
    folded = await context.load("read_refusals", journey_id, *PROJECTIONS)
    return render_page(
        "refusals/refusals.html",
        layout=context.client_layout(folded, "more"),
        at=f"/journeys/{journey_id}",
        page=build_refusals_page(folded.journey, folded.view(REFUSALS), current_translator()),
        guidance=GUIDANCE,
        today=folded.today,
    )


@get("/journeys/{journey_id:uuid}/refusals/{experiment_id:uuid}", name="refusal")
async def refusal_page(
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    experiment_id: FromPath[UUID],
) -> HtmlResponse:
    """One approach: its answer, and the six steps after a no."""
    receipt = CONFIRMATIONS.get(request.query_params.get("told", ""))
    return await _shown(context, journey_id, experiment_id, FormData(), receipt=receipt)


@post("/journeys/{journey_id:uuid}/refusals/{experiment_id:uuid}/{deed:str}", name="refusal_deed")
async def submit_refusal_form(
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    experiment_id: FromPath[UUID],
    deed: FromPath[str],
) -> HtmlResponse:
    """Tell an answer, or one of the six steps."""
    folded = await context.load("read_refusals", journey_id, *PROJECTIONS)
    journey, refusals = folded.journey, folded.view(REFUSALS)
    form, does = await read_form(request), REFUSAL_FORMS.get(deed)
    if does is None or experiment_id not in journey.experiments:
        raise NotFoundException
    refusal = next((one for one in refusals.refusals if one.approach_id == experiment_id), None)
    commands = does(
        form,
        ApproachFormContext(
            journey=journey, experiment_id=experiment_id, refusal=refusal, today=folded.today
        ),
    )
    if not form.errors and await submit_form(
        context, journey_id, form, *commands, where=lambda _command, field: _field(deed, field)
    ):
        return redirect_to(f"/journeys/{journey_id}/refusals/{experiment_id}?told={deed}")
    return await _shown(context, journey_id, experiment_id, form, deed=deed)


def _field(deed: str, field: str) -> str:
    first = field.partition("/")[0]
    if first == "happened_on":
        return DAY_FIELD_BY_FORM.get(deed, FORM_ERROR)
    return FORM_FIELDS.get(first, first)


async def _shown(
    context: PageContext,
    journey_id: UUID,
    experiment_id: UUID,
    form: FormData,
    *,
    receipt: str | None = None,
    deed: str = "",
) -> HtmlResponse:
    folded = await context.load("read_refusals", journey_id, *PROJECTIONS)
    shown = build_approach_page(folded.journey, folded.view(REFUSALS), experiment_id, current_translator())
    if shown is None:
        raise NotFoundException
    return render_page(
        "refusals/approach.html",
        status=form.status if form.errors else HTTPStatus.OK,
        layout=context.client_layout(folded, "more"),
        at=f"/journeys/{journey_id}",
        form=form,
        receipt=current_translator().gettext(receipt) if receipt else "",
        page=shown,
        deed=deed,
        guidance=GUIDANCE,
        names=STEP_LABELS,
        ways=CALL_CHANNELS,
        today=folded.today,
    )


HANDLERS = (refusals_page, refusal_page, submit_refusal_form)
