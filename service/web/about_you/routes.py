"""About you: what the client told of herself and agreed on, each part with its small form."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from projections.strengths import STRENGTHS
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.about_you.forms import ABOUT_YOU_FORMS, normalized_text
from service.web.about_you.page import PROJECTIONS, build_about_you_page
from service.web.form_data import FORM_ERROR, FormData, read_form
from service.web.form_submission import submit_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page

CONFIRMATIONS = {
    "agreement": gettext_noop("Noted. What was agreed before stays in your history."),
    "value": gettext_noop("Noted. Hold each role against it."),
    "dream": gettext_noop("Noted. Now look for roles that offer what it stands for."),
    "ideal": gettext_noop("Noted. Now look for roles that offer what is in it."),
    "quality": gettext_noop("Noted. One more way from a dream to real work."),
    "story": gettext_noop("Noted. A story tells a strength better than a word."),
    "goal": gettext_noop("Noted. It stands in your agenda if it has a day."),
    "reached": gettext_noop("You reached it. Look back a moment at how."),
    "reflection": gettext_noop("Noted that you wrote. What you wrote stays with you."),
    "insight": gettext_noop("Noted. It came from what you did."),
    "condition": gettext_noop("Noted. It can block a role, and the reason is shown."),
    "test": gettext_noop("Noted. A test points at strengths; people who saw them confirm them."),
    "challenge": gettext_noop("Noted. Your coach sees your answer."),
    "commitment": gettext_noop("Noted. Your coach sees it."),
}


@get("/journeys/{journey_id:uuid}/about-you", name="about_you")
async def about_you_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """What the client told of herself, and what was agreed."""
    receipt = CONFIRMATIONS.get(request.query_params.get("told", ""))
    return await _shown(context, journey_id, FormData(), receipt=receipt)


@post("/journeys/{journey_id:uuid}/about-you/{deed:str}", name="about_you_deed")
async def submit_about_you_form(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], deed: FromPath[str]
) -> HtmlResponse:
    """Tell one thing more."""
    folded = await context.load("read_portrait", journey_id, STRENGTHS)
    form, does = await read_form(request), ABOUT_YOU_FORMS.get(deed)
    if does is None:
        raise NotFoundException
    known = {normalized_text(one.wording): one.strength_id for one in folded.view(STRENGTHS).strengths}
    command = does(form, folded.journey, folded.today, known)
    if not form.errors and await submit_form(
        context, journey_id, form, command, where=lambda _command, field: _field(deed, field)
    ):
        return redirect_to(f"/journeys/{journey_id}/about-you?told={deed}")
    return await _shown(context, journey_id, form, deed=deed)


def _field(deed: str, field: str) -> str:
    """Where a form asks for what a command calls so; most forms have one field, of their own name."""
    first = field.partition("/")[0]
    if deed == "agreement" and first != "happened_on":
        return first
    qualities = "dream_qualities" if deed == "dream" else "sketch_qualities"
    return {"due": "goal_due", "qualities": qualities}.get(first, FORM_ERROR)


async def _shown(
    context: PageContext,
    journey_id: UUID,
    form: FormData,
    *,
    receipt: str | None = None,
    deed: str = "",
) -> HtmlResponse:
    folded = await context.load("read_portrait", journey_id, *PROJECTIONS)
    return render_page(
        "about_you/about_you.html",
        status=form.status if form.errors else HTTPStatus.OK,
        layout=context.client_layout(folded, "more"),
        at=f"/journeys/{journey_id}",
        form=form,
        receipt=current_translator().gettext(receipt) if receipt else "",
        page=build_about_you_page(folded, current_translator()),
        deed=deed,
        today=folded.today,
    )


HANDLERS = (about_you_page, submit_about_you_form)
