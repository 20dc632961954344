"""Route handlers of the page of one experiment: all its events, and forms to add to it."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from projections.guidance import GUIDANCE
from service.authorization import history_filter
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.experiments.forms import (
    DEFAULT_NEXT_STEP_IN,
    EXPERIMENT_FORMS,
)
from service.web.experiments.labels import WITNESS_CHOICES
from service.web.experiments.page import PROJECTIONS, ExperimentPage, build_experiment_page
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, confirmation_text, submit_form
from service.web.game.points_of_act import points_of_act
from service.web.history.actors import actor_names
from service.web.labels import YES_NO
from service.web.log.labels import OPEN_SIGNALS, SIGNAL_CHOICES
from service.web.log.tradeoff_pair import next_tradeoff_pair
from service.web.missing_step import missing_step
from service.web.page_context import PageContext, PageContextDependency, in_words_alone
from service.web.rendering import HtmlResponse, redirect_to, render_page


@get("/journeys/{journey_id:uuid}/experiments/{experiment_id:uuid}", name="experiment")
async def experiment(
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    experiment_id: FromPath[UUID],
) -> HtmlResponse:
    """From plan to conclusion, with all it taught and moved."""
    return await _shown(request, context, journey_id, experiment_id, FormData())


@post("/journeys/{journey_id:uuid}/experiments/{experiment_id:uuid}/{form_name:str}", name="experiment_deed")
async def submit_experiment_form(
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    experiment_id: FromPath[UUID],
    form_name: FromPath[str],
) -> HtmlResponse:
    """Conclude it, add what was learned later, or set a day to come back."""
    about = FormContext(folded=await context.load("read_page", journey_id), item_id=experiment_id)
    form = await read_form(request)
    if await submit_form(context, about, EXPERIMENT_FORMS, form_name, form):
        return redirect_to(f"/journeys/{journey_id}/experiments/{experiment_id}?told={form_name}")
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
    folded = await context.load("read_page", journey_id, *PROJECTIONS, events_after=0)
    journey, today = folded.journey, folded.today
    if experiment_id not in journey.experiments:
        raise await missing_step(context, journey_id, experiment_id)

    def build() -> ExperimentPage:
        events = history_filter.filter_history(
            folded.events, journey, folded.level, folded.reader_id, folded.today
        )
        return build_experiment_page(
            folded, events, experiment_id, reader=folded.reader_id, translator=current_translator()
        )

    shown = await context.beside_loop(folded, build)
    confirmation = confirmation_text(request, EXPERIMENT_FORMS)
    if confirmation:
        confirmation = f"{confirmation} {await points_of_act(request, context, journey_id)}".strip()
    who = await actor_names(context, journey, (one.by for one in shown.entries))
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "experiments/experiment.html",
            status=form.status,
            layout=context.client_layout(folded, "log"),
            at=f"/journeys/{journey_id}",
            journey_id=journey_id,
            form=form,
            confirmation=confirmation,
            page=shown,
            form_name=form_name,
            in_words=in_words_alone(folded),
            own=folded.level in {"own", "whole"},
            signals=SIGNAL_CHOICES,
            first_signals=OPEN_SIGNALS,
            pair=next_tradeoff_pair(journey),
            yes_no=YES_NO,
            witnesses=WITNESS_CHOICES,
            guidance=GUIDANCE,
            today=today,
            soon=today + DEFAULT_NEXT_STEP_IN,
            who=who,
        ),
    )


HANDLERS = (experiment, submit_experiment_form)
