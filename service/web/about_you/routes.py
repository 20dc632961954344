"""About you: what the client told of herself and agreed on, each part with its small form."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from projections.coaching import COACHING, for_client
from projections.portrait import PORTRAIT
from projections.strengths import STRENGTHS
from service.authorization.authorized_journeys import JourneySeen
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.about_you.forms import DEEDS, compared
from service.web.about_you.page import about_you
from service.web.form_data import WHOLE, Answers, answers_of
from service.web.form_submission import told
from service.web.page_context import Visit, Visits
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

RECEIPTS = {
    "agreement": marked("Noted. What was agreed before stays in your history."),
    "value": marked("Noted. Hold each role against it."),
    "dream": marked("Noted. Now look for roles that offer what it stands for."),
    "ideal": marked("Noted. Now look for roles that offer what is in it."),
    "quality": marked("Noted. One more way from a dream to real work."),
    "story": marked("Noted. A story tells a strength better than a word."),
    "goal": marked("Noted. It stands in your agenda if it has a day."),
    "reached": marked("You reached it. Look back a moment at how."),
    "reflection": marked("Noted that you wrote. What you wrote stays with you."),
    "insight": marked("Noted. It came from what you did."),
    "condition": marked("Noted. It can block a role, and the reason is shown."),
    "test": marked("Noted. A test points at strengths; people who saw them confirm them."),
    "challenge": marked("Noted. Your coach sees your answer."),
    "commitment": marked("Noted. Your coach sees it."),
}


@get("/journeys/{journey_id:uuid}/about-you", name="about_you")
async def about_you_page(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """What the client told of herself, and what was agreed."""
    seen = await visit.see("read_portrait", journey_id)
    receipt = RECEIPTS.get(request.query_params.get("told", ""))
    return await _shown(visit, seen, journey_id, Answers(), receipt=receipt)


@post("/journeys/{journey_id:uuid}/about-you/{deed:str}", name="about_you_deed")
async def about_you_deed(
    request: Asked, visit: Visits, journey_id: FromPath[UUID], deed: FromPath[str]
) -> Page:
    """Tell one thing more."""
    seen = await visit.see("read_portrait", journey_id)
    answers, does = await answers_of(request), DEEDS.get(deed)
    if does is None:
        raise NotFoundException
    journey, strengths = await seen.journey(), await seen.view(STRENGTHS)
    known = {compared(one.wording): one.strength_id for one in strengths.strengths}
    command = does(answers, journey, visit.today(journey), known)
    if not answers.problems and await told(
        visit, journey_id, answers, command, where=lambda _command, field: _field(deed, field)
    ):
        return to(f"/journeys/{journey_id}/about-you?told={deed}")
    return await _shown(visit, seen, journey_id, answers, deed=deed)


def _field(deed: str, field: str) -> str:
    """Where a form asks for what a command calls so; most forms have one field, of their own name."""
    first = field.partition("/")[0]
    if deed == "agreement" and first != "happened_on":
        return first
    qualities = "dream_qualities" if deed == "dream" else "sketch_qualities"
    return {"due": "goal_due", "qualities": qualities}.get(first, WHOLE)


async def _shown(
    visit: Visit,
    seen: JourneySeen,
    journey_id: UUID,
    answers: Answers,
    *,
    receipt: str | None = None,
    deed: str = "",
) -> Page:
    journey = await seen.journey()
    portrait, coaching = await seen.view(PORTRAIT), for_client(await seen.view(COACHING))
    strengths = await seen.view(STRENGTHS)
    return page(
        "about_you/about_you.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.client_frame(journey_id, journey, "more"),
        at=f"/journeys/{journey_id}",
        answers=answers,
        receipt=spoken().gettext(receipt) if receipt else "",
        page=about_you(journey, portrait, coaching, strengths, spoken()),
        deed=deed,
        today=visit.today(journey),
    )


HANDLERS = (about_you_page, about_you_deed)
