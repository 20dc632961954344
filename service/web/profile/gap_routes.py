"""One gap: where it was found, and what the client decides: close it, go round it, or live with it."""

from http import HTTPStatus
from typing import get_args
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from domain.journey.commands.gaps import CloseGap, DecideGap
from domain.journey.decide import UserCommand
from domain.vocabulary import GapDecision
from projections.gaps import GAPS
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.error_pages import PageError
from service.web.form_data import FormData, read_form
from service.web.form_submission import submit_commands
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page

DECISION_REQUIRED = gettext_noop("Choose what you do about it.")
DAY_PASSED = gettext_noop("This day is over. Choose one that is still to come.")
NO_SUCH_GAP_TITLE = gettext_noop("There is no such gap")
NO_SUCH_GAP_TEXT = gettext_noop("Nothing of the kind was found; perhaps it was taken back.")
BACK_TO_PROFILE = gettext_noop("Back to the profile")


@get("/journeys/{journey_id:uuid}/profile/gaps/{gap_id:uuid}", name="gap")
async def gap_page(
    context: PageContextDependency, journey_id: FromPath[UUID], gap_id: FromPath[UUID]
) -> HtmlResponse:
    """A gap and the form to decide on it."""
    return await _shown(context, journey_id, gap_id, FormData())


@post("/journeys/{journey_id:uuid}/profile/gaps/{gap_id:uuid}", name="decide_gap")
async def decide_gap(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], gap_id: FromPath[UUID]
) -> HtmlResponse:
    """Decide on it."""
    today = (await context.load("read_page", journey_id)).today
    form = await read_form(request)
    asked = current_translator().gettext(DECISION_REQUIRED)
    decision = form.choice("decision", get_args(GapDecision), needed=asked)
    how = form.text("how", most=500)
    due = form.date("due", today) if form.has("due") else None
    if due and due < today:
        form.add_error("due", current_translator().gettext(DAY_PASSED))
    if decision and not form.errors:
        # A day belongs to closing; the form may still hold one from before.
        kept = due if decision == "close" else None
        command = DecideGap(happened_on=today, gap_id=gap_id, decision=decision, how=how, due=kept)
        if await submit_commands(context, journey_id, form, command):
            return redirect_to(f"/journeys/{journey_id}/profile?told=gap#gaps")
    return await _shown(context, journey_id, gap_id, form)


@post("/journeys/{journey_id:uuid}/profile/gaps/{gap_id:uuid}/closed", name="close_gap")
async def close_gap(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], gap_id: FromPath[UUID]
) -> HtmlResponse:
    """Say that it is there now."""
    today = (await context.load("read_page", journey_id)).today
    form = await read_form(request)
    command: UserCommand = CloseGap(happened_on=today, gap_id=gap_id)
    if await submit_commands(context, journey_id, form, command):
        return redirect_to(f"/journeys/{journey_id}/profile?told=closed#gaps")
    return await _shown(context, journey_id, gap_id, form)


async def _shown(context: PageContext, journey_id: UUID, gap_id: UUID, form: FormData) -> HtmlResponse:
    folded = await context.load("read_page", journey_id, GAPS)
    gap = next((one for one in folded.view(GAPS).gaps if one.gap_id == gap_id), None)
    if gap is None:
        translator = current_translator()
        raise PageError(
            translator.gettext(NO_SUCH_GAP_TEXT),
            status=HTTPStatus.NOT_FOUND,
            title=translator.gettext(NO_SUCH_GAP_TITLE),
            href=f"/journeys/{journey_id}/profile",
            link=translator.gettext(BACK_TO_PROFILE),
        )
    return render_page(
        "profile/gap.html",
        status=form.status,
        layout=context.client_layout(folded, "profile"),
        at=f"/journeys/{journey_id}",
        form=form,
        gap=gap,
        today=folded.today,
    )


HANDLERS = (gap_page, decide_gap, close_gap)
