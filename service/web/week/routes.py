"""The running week: what is planned and what to try next, and the week's beginning, rest and end."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from domain.journey.commands.experiment_outcomes import DropExperiment
from domain.journey.commands.pulses import RateEnergy
from domain.journey.commands.weeks import DeclareRest, PlanWeek, ReviewWeek
from domain.journey.decide import UserCommand
from domain.journey.events.weeks import monday_of
from service.authorization.authorized_journeys import AuthorizedJourney
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData, read_form
from service.web.form_submission import submit_commands
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.week.page import PROJECTIONS, build_week_page

CONFIRMATIONS = {
    "intention": gettext_noop("Noted. It stands at the top of your week."),
    "closed": gettext_noop("The week is closed. What you concluded steers the next one."),
    "rest": gettext_noop("Rest well. Nothing is lost by it, and nothing is asked of you this week."),
    "planned": gettext_noop("Planned. When it has happened, tell how it went."),
    "dropped": gettext_noop("Taken back. It stays in your history as a plan, no more."),
}
CONCLUSION_REQUIRED = gettext_noop("Say in a sentence what this week taught you.")


@get("/journeys/{journey_id:uuid}/week", name="week")
async def week_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """The week that is running."""
    return await _shown(
        context, journey_id, FormData(), CONFIRMATIONS.get(request.query_params.get("told", ""))
    )


@post("/journeys/{journey_id:uuid}/week/intention", name="week_intention")
async def set_intention(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Say what the week is for."""
    folded, form = await _read(request, context, journey_id)
    intention = form.text("intention", needed=True, most=500)
    command = PlanWeek(happened_on=folded.today, monday=monday_of(folded.today), intention=intention)
    return await _submit(context, journey_id, form, "intention", command)


@post("/journeys/{journey_id:uuid}/week/close", name="week_close")
async def close_week(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Close a week with its conclusion."""
    folded, form = await _read(request, context, journey_id)
    conclusion = form.text("conclusion", needed=current_translator().gettext(CONCLUSION_REQUIRED), most=500)
    energy = form.number("energy", 0, 10)
    monday = form.date("monday", monday_of(folded.today))
    commands: list[UserCommand] = [
        ReviewWeek(happened_on=folded.today, monday=monday, conclusion=conclusion or "")
    ]
    if energy is not None and folded.journey.pulses.energy.get(folded.today, energy) == energy:
        commands.append(RateEnergy(happened_on=folded.today, rating=energy))
    return await _submit(context, journey_id, form, "closed", *commands)


@post("/journeys/{journey_id:uuid}/week/rest", name="week_rest")
async def declare_rest(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Take the week off."""
    folded, form = await _read(request, context, journey_id)
    command = DeclareRest(
        happened_on=folded.today, monday=monday_of(folded.today), reason=form.text("reason")
    )
    return await _submit(context, journey_id, form, "rest", command)


@post("/journeys/{journey_id:uuid}/week/drop", name="week_drop")
async def drop_plan(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Take a plan back."""
    folded, form = await _read(request, context, journey_id)
    experiment_id = form.uuid("experiment_id", needed=True)
    if experiment_id is None:
        return await _shown(context, journey_id, form)
    command = DropExperiment(happened_on=folded.today, experiment_id=experiment_id)
    return await _submit(context, journey_id, form, "dropped", command)


async def _read(
    request: AnyRequest, context: PageContext, journey_id: UUID
) -> tuple[AuthorizedJourney, FormData]:
    return await context.load("read_page", journey_id), await read_form(request)


async def _submit(
    context: PageContext,
    journey_id: UUID,
    form: FormData,
    receipt: str,
    *commands: UserCommand,
) -> HtmlResponse:
    """Tell it, and show the week again: with a receipt, or with what is not right."""
    if form.errors or not await submit_commands(context, journey_id, form, *commands):
        return await _shown(context, journey_id, form)
    return redirect_to(f"/journeys/{journey_id}/week?told={receipt}")


async def _shown(
    context: PageContext,
    journey_id: UUID,
    form: FormData,
    receipt: str | None = None,
) -> HtmlResponse:
    folded = await context.load("read_page", journey_id, *PROJECTIONS)
    return render_page(
        "week/week.html",
        status=form.status,
        layout=context.client_layout(folded, "week"),
        at=f"/journeys/{journey_id}",
        form=form,
        receipt=current_translator().gettext(receipt) if receipt else "",
        page=build_week_page(folded, translator=current_translator()),
        energy_known=folded.today in folded.journey.pulses.energy,
    )


HANDLERS = (week_page, set_intention, close_week, declare_rest, drop_plan)
