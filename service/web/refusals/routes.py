"""After a refusal: the list of what waits and what was refused, and each approach with its six steps."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from projections.guidance import GUIDANCE
from projections.refusals import REFUSALS
from service.authorization.authorized_journeys import JourneySeen
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.form_data import WHOLE, Answers, answers_of
from service.web.form_submission import told
from service.web.page_context import Visit, Visits
from service.web.refusals.forms import DEEDS, WAYS, Case
from service.web.refusals.page import one_approach, overview
from service.web.refusals.steps import NAMES
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

RECEIPTS = {
    "answer": marked("Noted. It counts for your odds, never against how much you would like the work."),
    "leave": marked("Noted. Then a call afterwards comes as no surprise."),
    "pause": marked("Good. The rest can wait until you are ready."),
    "ask": marked("Noted. Asking took courage, whatever they answer."),
    "feedback": marked("Noted. What they said counts for this post."),
    "change": marked("Noted. This no has taught you what it could."),
    "papers": marked("Noted. Your door there stays ajar until that day."),
    "knock": marked("Noted. It stands in your agenda."),
    "knocked": marked("Noted. You came back, which few people do."),
}
FIELDS = {"points": "usable", "happened_on": WHOLE, "experiment_id": WHOLE}
DAYS = {
    "answer": "answered_on",
    "ask": "asked_on",
    "feedback": "heard_on",
    "knocked": "knocked_on",
}
"""Where each form asks for its day."""


@get("/journeys/{journey_id:uuid}/refusals", name="refusals")
async def refusals_page(visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """What waits for an answer, and what was refused."""
    seen = await visit.see("read_refusals", journey_id)
    journey = await seen.journey()
    return page(
        "refusals/refusals.html",
        frame=visit.client_frame(journey_id, journey, "more"),
        at=f"/journeys/{journey_id}",
        page=overview(journey, await seen.view(REFUSALS), spoken()),
        guidance=GUIDANCE,
        today=visit.today(journey),
    )


@get("/journeys/{journey_id:uuid}/refusals/{experiment_id:uuid}", name="refusal")
async def refusal_page(
    request: Asked, visit: Visits, journey_id: FromPath[UUID], experiment_id: FromPath[UUID]
) -> Page:
    """One approach: its answer, and the six steps after a no."""
    seen = await visit.see("read_refusals", journey_id)
    receipt = RECEIPTS.get(request.query_params.get("told", ""))
    return await _shown(visit, seen, journey_id, experiment_id, Answers(), receipt=receipt)


@post("/journeys/{journey_id:uuid}/refusals/{experiment_id:uuid}/{deed:str}", name="refusal_deed")
async def refusal_deed(
    request: Asked,
    visit: Visits,
    journey_id: FromPath[UUID],
    experiment_id: FromPath[UUID],
    deed: FromPath[str],
) -> Page:
    """Tell an answer, or one of the six steps."""
    seen = await visit.see("read_refusals", journey_id)
    journey, refusals = await seen.journey(), await seen.view(REFUSALS)
    answers, does = await answers_of(request), DEEDS.get(deed)
    if does is None or experiment_id not in journey.experiments:
        raise NotFoundException
    refusal = next((one for one in refusals.refusals if one.approach_id == experiment_id), None)
    today = visit.today(journey)
    commands = does(answers, Case(journey=journey, experiment_id=experiment_id, refusal=refusal, today=today))
    if not answers.problems and await told(
        visit, journey_id, answers, *commands, where=lambda _command, field: _field(deed, field)
    ):
        return to(f"/journeys/{journey_id}/refusals/{experiment_id}?told={deed}")
    return await _shown(visit, seen, journey_id, experiment_id, answers, deed=deed)


def _field(deed: str, field: str) -> str:
    first = field.partition("/")[0]
    if first == "happened_on":
        return DAYS.get(deed, WHOLE)
    return FIELDS.get(first, first)


async def _shown(
    visit: Visit,
    seen: JourneySeen,
    journey_id: UUID,
    experiment_id: UUID,
    answers: Answers,
    *,
    receipt: str | None = None,
    deed: str = "",
) -> Page:
    journey = await seen.journey()
    shown = one_approach(journey, await seen.view(REFUSALS), experiment_id, spoken())
    if shown is None:
        raise NotFoundException
    return page(
        "refusals/approach.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.client_frame(journey_id, journey, "more"),
        at=f"/journeys/{journey_id}",
        answers=answers,
        receipt=spoken().gettext(receipt) if receipt else "",
        page=shown,
        deed=deed,
        guidance=GUIDANCE,
        names=NAMES,
        ways=WAYS,
        today=visit.today(journey),
    )


HANDLERS = (refusals_page, refusal_page, refusal_deed)
