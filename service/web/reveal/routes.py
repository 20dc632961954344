"""What a step or the reply to it did: the page that follows the log and a reply, and its short forms."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from domain.journey.aggregate import Journey
from projections.game.rules import GAME_RULES
from projections.learning_model.potential_order import place_in_words
from service.accounts.errors import UnknownPerson
from service.container import Services
from service.http.dependencies import AnyRequest, get_services
from service.localization.current_translator import current_translator
from service.localization.guess_labels import BELIEF_VERDICTS
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, confirmation_text, submit_form
from service.web.game.labels import BADGES
from service.web.missing_step import missing_step
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.reveal.acts import was_much_worse
from service.web.reveal.forms import REVEAL_FORMS
from service.web.reveal.labels import POINTS_LINES
from service.web.reveal.page import PROJECTIONS, build_reveal_page


@get("/journeys/{journey_id:uuid}/steps/{experiment_id:uuid}/reveal", name="reveal")
async def reveal_page(
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    experiment_id: FromPath[UUID],
) -> HtmlResponse:
    """What the step, or the reply to it, changed."""
    return await _shown(request, context, journey_id, experiment_id, FormData())


@post("/journeys/{journey_id:uuid}/steps/{experiment_id:uuid}/{form_name:str}", name="reveal_form")
async def submit_reveal_form(
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    experiment_id: FromPath[UUID],
    form_name: FromPath[str],
) -> HtmlResponse:
    """Say whether the belief held up, that one may call, or go on after a no."""
    about = FormContext(folded=await context.load("read_page", journey_id), item_id=experiment_id)
    form = await read_form(request)
    if await submit_form(context, about, REVEAL_FORMS, form_name, form):
        confirmation = REVEAL_FORMS[form_name].confirmation_name(form_name, form)
        page = "week" if confirmation == "pause" else f"steps/{experiment_id}/reveal"
        return redirect_to(f"/journeys/{journey_id}/{page}?told={confirmation}")
    return await _shown(request, context, journey_id, experiment_id, form)


async def _shown(
    request: AnyRequest,
    context: PageContext,
    journey_id: UUID,
    experiment_id: UUID,
    form: FormData,
) -> HtmlResponse:
    folded = await context.load("read_page", journey_id, *PROJECTIONS)
    step = folded.journey.experiments.get(experiment_id)
    if step is None:
        raise await missing_step(context, journey_id, experiment_id)
    if step.stage in {"planned", "dropped"}:
        return redirect_to(f"/journeys/{journey_id}/experiments/{experiment_id}")
    services = get_services(request.app.state)
    coach_email = await _coach_email(services, context, folded.journey) if was_much_worse(step) else None
    translator = current_translator()
    page = await context.beside_loop(
        folded,
        lambda: build_reveal_page(
            folded,
            experiment_id,
            coach_email=coach_email,
            owns=folded.level in {"own", "whole"},
            translator=translator,
        ),
    )
    confirmation = confirmation_text(request, REVEAL_FORMS)
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "reveal/after_no.html" if page.after_no else "reveal/reveal.html",
            status=form.status,
            layout=context.client_layout(folded, "log"),
            at=f"/journeys/{journey_id}",
            just="at" in request.query_params and not confirmation,
            form=form,
            confirmation=confirmation,
            page=page,
            step=step,
            verdicts=BELIEF_VERDICTS,
            points_lines=POINTS_LINES,
            called_off_share=float(GAME_RULES.points.called_off),
            badges=BADGES,
            place_in_words=place_in_words,
        ),
    )


async def _coach_email(services: Services, context: PageContext, journey: Journey) -> str | None:
    """The address of the coach, whom the client may want to tell something."""
    coach = journey.coaches.assigned
    if coach is None or services.accounts is None:
        return None
    try:
        person = await services.accounts.accounts.get_person(context.caller.tenant_id, coach.coach_id)
    except UnknownPerson:
        return None
    return person.email


HANDLERS = (reveal_page, submit_reveal_form)
