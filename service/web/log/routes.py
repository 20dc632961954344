"""Log: what happened, in under two minutes and by thumb; the rest can be added later."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from domain.journey.aggregate import Journey
from domain.journey.events.experiments import Experiment
from domain.vocabulary import KINDS_WITHOUT_CONTACT
from service.authorization.authorized_journeys import AuthorizedJourney
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.guess_labels import FEAR_OUTCOMES
from service.web.form_data import FORM_ERROR, FormData, read_form
from service.web.form_submission import FormContext, submit_form
from service.web.known_employer import known_employer
from service.web.log.forms import DEFAULT_NEXT_STEP_IN, LOG_FORMS
from service.web.log.labels import OPEN_SIGNALS, OUTCOME_CHOICES, SIGNAL_CHOICES
from service.web.log.tradeoff_pair import next_tradeoff_pair
from service.web.missing_step import missing_step
from service.web.page_context import PageContext, PageContextDependency
from service.web.pitch.steps import cvs_last_used_first, version_choices, version_to_try
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.role_and_contact_forms import contact_names, employer_names, role_titles_in_play

LOGGED_ALREADY = gettext_noop("This step is logged already.")


@get("/journeys/{journey_id:uuid}/log", name="log")
async def log_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """The form; of a plan when one is named, unless that was logged or withdrawn since."""
    folded = await context.load_own(journey_id)
    offer = {
        name: value
        for name in ("kind", "role", "who", "about", "plan")
        if (value := request.query_params.get(name))
    }
    form = FormData(offer.items())
    if plan_id := form.uuid("plan"):
        plan = folded.journey.experiments.get(plan_id)
        if plan is None:
            raise await missing_step(context, journey_id, plan_id)
        if plan.stage != "planned":
            return redirect_to(f"/journeys/{journey_id}/steps/{plan_id}/reveal")
    return await _form(context, folded, form)


@post("/journeys/{journey_id:uuid}/log", name="log_it")
async def submit_log_form(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Log a step: planned before or not, with what it taught and what follows."""
    folded = await context.load("read_page", journey_id)
    form = await read_form(request)
    plan = _step(folded.journey, form.first("plan"))
    plan_id = plan.planned.experiment_id if plan and not form.has("kind") else None
    about = FormContext(folded=folded, item_id=plan_id if plan and plan.stage == "planned" else None)
    if await submit_form(context, about, LOG_FORMS, "logged", form):
        return redirect_to(f"/journeys/{journey_id}/steps/{plan_id or form.new_id('experiment')}/reveal")
    if plan_id and plan and plan.stage != "planned":
        form.errors.clear()
        form.add_error(FORM_ERROR, current_translator().gettext(LOGGED_ALREADY))
    return await _form(context, await context.load_own(journey_id), form)


async def _form(context: PageContext, folded: AuthorizedJourney, form: FormData) -> HtmlResponse:
    journey, today = folded.journey, folded.today
    plan = _step(journey, form.first("plan"))
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "log/log.html",
            status=form.status,
            layout=context.client_layout(folded, "log"),
            at=f"/journeys/{folded.journey_id}",
            form=form,
            kinds_without_contact=KINDS_WITHOUT_CONTACT,
            plan=plan if plan and plan.stage == "planned" else None,
            logged=plan if plan and plan.stage != "planned" else None,
            plans=[one for one in journey.experiments.values() if one.stage == "planned"],
            journey=journey,
            happened=OUTCOME_CHOICES,
            fears=FEAR_OUTCOMES,
            signals=SIGNAL_CHOICES,
            first_signals=OPEN_SIGNALS,
            roles=role_titles_in_play(journey),
            people=contact_names(journey),
            employers=employer_names(journey),
            cvs=cvs_last_used_first(journey),
            pitches=version_choices(journey, today),
            known=known_employer(journey, plan.planned.employer_id, current_translator()) if plan else None,
            to_try=version_to_try(journey, plan) if plan else None,
            known_roles=[role.title for role in journey.roles.values()],
            pair=next_tradeoff_pair(journey),
            today=today,
            began=folded.started_on,
            next_due=today + DEFAULT_NEXT_STEP_IN,
        ),
    )


def _step(journey: Journey, text: str) -> Experiment | None:
    return next((step for key, step in journey.experiments.items() if str(key) == text), None)


HANDLERS = (log_page, submit_log_form)
