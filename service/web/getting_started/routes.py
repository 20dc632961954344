"""Beginning: the idea on one page for a journey that runs, and the form that starts one."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from domain.vocabulary import MAX_WEEKLY_GOAL
from service.authorization.errors import Forbidden
from service.clock import DEFAULT_TIME_ZONES
from service.http.dependencies import AnyRequest, ProgressDependency
from service.localization.current_translator import current_translator
from service.read_models.progress import PAGE_WAIT_SECONDS
from service.web.form_data import FormData, read_form
from service.web.form_submission import execute_form
from service.web.getting_started.forms import DEFAULT_WEEKLY_GOAL, START_FORM
from service.web.getting_started.time_zones import time_zone_choices
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page


@get("/journeys/{journey_id:uuid}/start", name="how_it_works")
async def how_it_works(context: PageContextDependency, journey_id: FromPath[UUID]) -> HtmlResponse:
    """What this is, how a week goes, who sees what, and the first step."""
    folded = await context.load("read_page", journey_id)
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "getting_started/how_it_works.html",
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{journey_id}",
            called=folded.journey.started.event.called,
            begun=bool(folded.journey.experiments),
        ),
    )


@get("/start", name="begin")
async def start_journey_page(context: PageContextDependency) -> HtmlResponse:
    """The form; for who has a journey already, the way to it."""
    return await _form(context, FormData())


@post("/start", name="begin_it")
async def start_journey(
    progress: ProgressDependency, request: AnyRequest, context: PageContextDependency
) -> HtmlResponse:
    """Set out. The list of journeys, which leads her home from now on, has it before she goes on."""
    form = await read_form(request)
    # Under an id made of the form's, so that to send it twice is to begin once.
    journey_id = form.new_id("journey")
    if recorded := await execute_form(START_FORM, context, form, context.journeys, journey_id):
        await progress.wait_for(recorded.position, PAGE_WAIT_SECONDS)
        return redirect_to(f"/journeys/{journey_id}/week")
    return await _form(context, form)


async def _form(context: PageContext, form: FormData) -> HtmlResponse:
    return render_page(
        "getting_started/begin.html",
        status=form.status,
        form=form,
        journeys=await _hers(context),
        zones=time_zone_choices(),
        usual=DEFAULT_TIME_ZONES[current_translator().language],
        goals=[(number, current_translator().number(number)) for number in range(1, MAX_WEEKLY_GOAL + 1)],
        usual_goal=DEFAULT_WEEKLY_GOAL,
    )


async def _hers(context: PageContext) -> list[tuple[UUID, str]]:
    """The journeys a client has already; where nobody signs in, nobody has one."""
    if context.caller.way == "local":
        return []
    try:
        found = await context.cases.page(None, 5, "read_page")
    except Forbidden:
        return []
    return [(one.case.journey_id, one.case.called) for one in found.cases if one.level == "own"]


HANDLERS = (how_it_works, start_journey_page, start_journey)
