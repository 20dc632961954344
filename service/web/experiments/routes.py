"""One experiment: everything that was told of it, and what can be added."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from service.authorization import field_filters
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.experiments.forms import (
    DEFAULT_NEXT_STEP_IN,
    EXPERIMENT_FORMS,
    WITNESSES,
    ExperimentFormContext,
    experiment_form_field,
)
from service.web.experiments.page import PROJECTIONS, build_experiment_page
from service.web.form_data import FormData, read_form
from service.web.form_submission import submit_form
from service.web.history.actors import actor_names
from service.web.labels import YES_NO
from service.web.log.labels import OPEN_SIGNALS, SIGNAL_CHOICES
from service.web.log.tradeoff_pair import next_tradeoff_pair
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page

CONFIRMATIONS = {
    "conclusion": gettext_noop("Concluded. What you learned is in your profile now."),
    "learned": gettext_noop("Added. It counts from the day of the step."),
    "follow-up": gettext_noop("Noted. It stands in your agenda."),
}
WITNESS_CHOICES = {"contact": gettext_noop("They did"), "self": gettext_noop("I did")}


@get("/journeys/{journey_id:uuid}/experiments/{experiment_id:uuid}", name="experiment")
async def experiment(
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    experiment_id: FromPath[UUID],
) -> HtmlResponse:
    """From plan to conclusion, with all it taught and moved."""
    receipt = CONFIRMATIONS.get(request.query_params.get("told", ""), "")
    return await _shown(context, journey_id, experiment_id, FormData(), receipt=receipt)


@post("/journeys/{journey_id:uuid}/experiments/{experiment_id:uuid}/{deed:str}", name="experiment_deed")
async def submit_experiment_form(
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    experiment_id: FromPath[UUID],
    deed: FromPath[str],
) -> HtmlResponse:
    """Conclude it, add what was learned later, or set a day to come back."""
    folded = await context.load("read_page", journey_id)
    step, does = folded.journey.experiments.get(experiment_id), EXPERIMENT_FORMS.get(deed)
    if step is None or does is None:
        raise NotFoundException
    form = await read_form(request)
    commands = does(form, ExperimentFormContext(journey=folded.journey, step=step, today=folded.today))
    if not form.errors and await submit_form(
        context, journey_id, form, *commands, where=experiment_form_field
    ):
        return redirect_to(f"/journeys/{journey_id}/experiments/{experiment_id}?told={deed}")
    return await _shown(context, journey_id, experiment_id, form, deed=deed)


async def _shown(
    context: PageContext,
    journey_id: UUID,
    experiment_id: UUID,
    form: FormData,
    *,
    receipt: str = "",
    deed: str = "",
) -> HtmlResponse:
    folded = await context.load("read_page", journey_id, *PROJECTIONS, events_after=0)
    journey, today = folded.journey, folded.today
    if experiment_id not in journey.experiments:
        raise NotFoundException
    events = field_filters.filter_history(folded.events, journey, folded.level, folded.reader_id)
    shown = build_experiment_page(
        folded, events, experiment_id, reader=folded.reader_id, translator=current_translator()
    )
    return render_page(
        "experiments/experiment.html",
        status=form.status if form.errors else HTTPStatus.OK,
        layout=context.client_layout(folded, "log"),
        at=f"/journeys/{journey_id}",
        form=form,
        receipt=current_translator().gettext(receipt) if receipt else "",
        page=shown,
        deed=deed,
        own=folded.level in {"own", "whole"},
        signals=SIGNAL_CHOICES,
        first_signals=OPEN_SIGNALS,
        pair=next_tradeoff_pair(journey),
        yes_no=YES_NO,
        witnesses={one: WITNESS_CHOICES[one] for one in WITNESSES},
        today=today,
        soon=today + DEFAULT_NEXT_STEP_IN,
        who=await actor_names(context, journey, (one.by for one in shown.entries)),
    )


HANDLERS = (experiment, submit_experiment_form)
