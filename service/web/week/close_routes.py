"""The end of a week: four looks at it, and one conclusion that the next one follows."""

from datetime import date
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from domain.journey.events.weeks import monday_of
from service.application.folded_journey import FoldedJourney
from service.authorization.authorized_journeys import AuthorizedJourney
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.guess_labels import guess_of_chance
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, submit_form
from service.web.journey_weeks import select_requested_monday
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.week.close_forms import CLOSE_FORMS, closed_as
from service.web.week.close_page import PROJECTIONS, build_close_page, close_finding
from service.web.week.labels import FIRST_CHOICES, FIRST_CHOSEN


@get("/journeys/{journey_id:uuid}/week/close", name="week_close")
async def close_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """A week that can be closed, or was."""
    folded = await context.load_own(journey_id, *PROJECTIONS)
    return await _shown(context, folded, select_requested_monday(request, folded), FormData())


@post("/journeys/{journey_id:uuid}/week/close", name="close_week")
async def close_week(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Close a week with its conclusion."""
    about = FormContext(folded=await context.load("read_page", journey_id))
    form = await read_form(request)
    if await submit_form(context, about, CLOSE_FORMS, "closed", form):
        return redirect_to(f"/journeys/{journey_id}/week?told={closed_as(form, about)}")
    folded = await context.load_own(journey_id, *PROJECTIONS)
    return await _shown(context, folded, _monday(form, folded), form)


def _monday(form: FormData, folded: FoldedJourney) -> date:
    """The week of the form; the running one where the form names none that there is."""
    monday = monday_of(form.date("monday", folded.today))
    begun = monday_of(folded.started_on) <= monday <= folded.today
    return monday if begun else monday_of(folded.today)


async def _shown(
    context: PageContext, folded: AuthorizedJourney, monday: date, form: FormData
) -> HtmlResponse:
    translator = current_translator()

    def render() -> HtmlResponse:
        page = build_close_page(folded, monday, translator=translator)
        return render_page(
            "week/close.html",
            status=form.status,
            layout=context.client_layout(folded, "week"),
            at=f"/journeys/{folded.journey_id}",
            form=form,
            finding=close_finding(page, translator),
            page=page,
            first_choices=FIRST_CHOICES,
            first_chosen=FIRST_CHOSEN,
            guess_of_chance=guess_of_chance,
        )

    return await context.beside_loop(folded, render)


HANDLERS = (close_page, close_week)
