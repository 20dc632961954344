"""Log: what happened, in under two minutes and by thumb; the rest can be added later."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.experiments import Experiment
from projections.profile import PROFILE
from service.localization.current_translator import current_translator
from service.web.form_data import FormData, read_form
from service.web.form_submission import submit_form
from service.web.log.forms import DEFAULT_NEXT_STEP_IN, log_field_locator, parse_log_form
from service.web.log.labels import OPEN_SIGNALS, OUTCOME_CHOICES, SIGNAL_CHOICES
from service.web.log.page import count_steps_this_week, describe_moves
from service.web.log.tradeoff_pair import next_tradeoff_pair
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.role_and_contact_forms import contact_names, names_new_role, role_titles_in_play


class LoggedStepSummary(Struct, frozen=True, kw_only=True):
    """What is said of a step that was just logged."""

    sentence: str
    moved: tuple[str, ...]
    experiment_id: UUID


@get("/journeys/{journey_id:uuid}/log", name="log")
async def log_page(
    request: Request[Any, Any, Any], context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """The form; of a plan when one is named, and with what became of what was just logged."""
    seen = await context.authorize("read_page", journey_id)
    journey = await seen.get()
    receipt = None
    if just := _step(journey, request.query_params.get("logged", "")):
        state = (await seen.fold(PROFILE)).state(PROFILE)
        receipt = _receipt(journey, state, just, context)
    offer = {
        name: value for name in ("kind", "role", "who", "about") if (value := request.query_params.get(name))
    }
    form = FormData((*offer.items(), ("plan", request.query_params.get("plan", ""))))
    return _form(context, journey_id, journey, form, receipt)


@post("/journeys/{journey_id:uuid}/log", name="log_it")
async def submit_log_form(
    request: Request[Any, Any, Any], context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Log a step: planned before or not, with what it taught and what follows."""
    journey = await (await context.authorize("read_page", journey_id)).get()
    form = await read_form(request)
    plan = _step(journey, form.first("plan"))
    step = parse_log_form(
        form, journey, plan if plan and plan.stage == "planned" else None, context.today(journey)
    )
    if step and await submit_form(context, journey_id, form, *step.commands, where=log_field_locator(step)):
        return redirect_to(f"/journeys/{journey_id}/log?logged={step.experiment_id}")
    return _form(context, journey_id, journey, form)


def _form(
    context: PageContext,
    journey_id: UUID,
    journey: Journey,
    form: FormData,
    receipt: LoggedStepSummary | None = None,
) -> HtmlResponse:
    today = context.today(journey)
    plan = _step(journey, form.first("plan"))
    return render_page(
        "log/log.html",
        status=form.status if form.errors else HTTPStatus.OK,
        layout=context.client_layout(journey_id, journey, "log"),
        at=f"/journeys/{journey_id}",
        form=form,
        receipt=receipt,
        plan=plan if plan and plan.stage == "planned" else None,
        plans=[one for one in journey.experiments.values() if one.stage == "planned"],
        journey=journey,
        happened=OUTCOME_CHOICES,
        signals=SIGNAL_CHOICES,
        first_signals=OPEN_SIGNALS,
        roles=role_titles_in_play(journey),
        people=contact_names(journey),
        new_role=names_new_role(form, journey),
        pair=next_tradeoff_pair(journey),
        today=today,
        began=journey.started.event.happened_on,
        next_due=today + DEFAULT_NEXT_STEP_IN,
    )


def _step(journey: Journey, text: str) -> Experiment | None:
    return next((step for key, step in journey.experiments.items() if str(key) == text), None)


def _receipt(journey: Journey, state: Any, step: Experiment, context: PageContext) -> LoggedStepSummary:
    translator, today = current_translator(), context.today(journey)
    count = count_steps_this_week(journey, today)
    sentence = translator.ngettext(
        "That is %(count)s step this week.", "That is %(count)s steps this week.", count
    ) % {"count": translator.number(count)}
    experiment_id = step.planned.experiment_id
    return LoggedStepSummary(
        sentence=sentence if count else "",
        moved=describe_moves(state, experiment_id, today, translator),
        experiment_id=experiment_id,
    )


HANDLERS = (log_page, submit_log_form)
