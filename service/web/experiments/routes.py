"""One experiment: everything that was told of it, and what can be added."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from projections.profile import PROFILE
from service.authorization import field_filters
from service.authorization.authorized_journeys import JourneySeen
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.experiments.forms import DEEDS, NEXT_WITHIN, WITNESSES, Case, where
from service.web.experiments.page import experiment_page
from service.web.form_data import Answers, answers_of
from service.web.form_submission import told
from service.web.history.actors import tellers
from service.web.history.labels import YES_NO
from service.web.log.choices import FIRST_SIGNALS, SIGNALS
from service.web.log.tradeoff_pair import pair_to_ask
from service.web.page_context import Visit, Visits
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

RECEIPTS = {
    "conclusion": marked("Concluded. What you learned is in your profile now."),
    "learned": marked("Added. It counts from the day of the step."),
    "follow-up": marked("Noted. It stands in your agenda."),
}
WHO_SAW_IT = {"contact": marked("They did"), "self": marked("I did")}


@get("/journeys/{journey_id:uuid}/experiments/{experiment_id:uuid}", name="experiment")
async def experiment(
    request: Asked, visit: Visits, journey_id: FromPath[UUID], experiment_id: FromPath[UUID]
) -> Page:
    """From plan to conclusion, with all it taught and moved."""
    seen = await visit.see("read_page", journey_id)
    receipt = RECEIPTS.get(request.query_params.get("told", ""), "")
    return await _shown(visit, seen, journey_id, experiment_id, Answers(), receipt=receipt)


@post("/journeys/{journey_id:uuid}/experiments/{experiment_id:uuid}/{deed:str}", name="experiment_deed")
async def add(
    request: Asked,
    visit: Visits,
    journey_id: FromPath[UUID],
    experiment_id: FromPath[UUID],
    deed: FromPath[str],
) -> Page:
    """Conclude it, add what was learned later, or set a day to come back."""
    seen = await visit.see("read_page", journey_id)
    journey = await seen.journey()
    step, does = journey.experiments.get(experiment_id), DEEDS.get(deed)
    if step is None or does is None:
        raise NotFoundException
    answers = await answers_of(request)
    commands = does(answers, Case(journey=journey, step=step, today=visit.today(journey)))
    if not answers.problems and await told(visit, journey_id, answers, *commands, where=where):
        return to(f"/journeys/{journey_id}/experiments/{experiment_id}?told={deed}")
    return await _shown(visit, seen, journey_id, experiment_id, answers, deed=deed)


async def _shown(
    visit: Visit,
    seen: JourneySeen,
    journey_id: UUID,
    experiment_id: UUID,
    answers: Answers,
    *,
    receipt: str = "",
    deed: str = "",
) -> Page:
    journey, today = await seen.journey(), visit.today(await seen.journey())
    if experiment_id not in journey.experiments:
        raise NotFoundException
    entries = field_filters.history(await seen.entries(), journey, seen.level, seen.reader)
    state, reader = (await seen.read(PROFILE)).state, visit.caller.person_id
    shown = experiment_page(
        journey, entries, state, experiment_id, reader=reader, today=today, words=spoken()
    )
    return page(
        "experiments/experiment.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.client_frame(journey_id, journey, "log"),
        at=f"/journeys/{journey_id}",
        answers=answers,
        receipt=spoken().gettext(receipt) if receipt else "",
        page=shown,
        deed=deed,
        own=seen.level in {"own", "whole"},
        signals=SIGNALS,
        first_signals=FIRST_SIGNALS,
        pair=pair_to_ask(journey),
        yes_no=YES_NO,
        witnesses={one: WHO_SAW_IT[one] for one in WITNESSES},
        today=today,
        soon=today + NEXT_WITHIN,
        who=await tellers(visit, journey, (one.by for one in shown.entries)),
    )


HANDLERS = (experiment, add)
