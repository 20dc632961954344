"""Log: what happened, in under two minutes and by thumb; the rest can be added later."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.experiments import Experiment
from projections.profile import PROFILE
from service.localization.current_translator import spoken
from service.web.form_data import Answers, answers_of
from service.web.form_submission import told
from service.web.log.choices import FIRST_SIGNALS, HAPPENED, SIGNALS
from service.web.log.forms import NEXT_WITHIN, logged, where
from service.web.log.page import moved, steps_this_week
from service.web.log.tradeoff_pair import pair_to_ask
from service.web.page_context import Visit, Visits
from service.web.rendering import page
from service.web.role_and_contact_forms import is_new_role, known_people, role_titles
from service.web.sign_in.routes import Page, to


class Receipt(Struct, frozen=True, kw_only=True):
    """What is said of a step that was just logged."""

    sentence: str
    moved: tuple[str, ...]
    experiment_id: UUID


@get("/journeys/{journey_id:uuid}/log", name="log")
async def log_page(request: Request[Any, Any, Any], visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """The form; of a plan when one is named, and with what became of what was just logged."""
    seen = await visit.see("read_page", journey_id)
    journey = await seen.journey()
    receipt = None
    if just := _step(journey, request.query_params.get("logged", "")):
        state = (await seen.read(PROFILE)).state
        receipt = _receipt(journey, state, just, visit)
    offer = {
        name: value for name in ("kind", "role", "who", "about") if (value := request.query_params.get(name))
    }
    answers = Answers((*offer.items(), ("plan", request.query_params.get("plan", ""))))
    return _form(visit, journey_id, journey, answers, receipt)


@post("/journeys/{journey_id:uuid}/log", name="log_it")
async def log_it(request: Request[Any, Any, Any], visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Log a step: planned before or not, with what it taught and what follows."""
    journey = await (await visit.see("read_page", journey_id)).journey()
    answers = await answers_of(request)
    plan = _step(journey, answers.raw("plan"))
    step = logged(answers, journey, plan if plan and plan.stage == "planned" else None, visit.today(journey))
    if step and await told(visit, journey_id, answers, *step.commands, where=where(step)):
        return to(f"/journeys/{journey_id}/log?logged={step.experiment_id}")
    return _form(visit, journey_id, journey, answers)


def _form(
    visit: Visit, journey_id: UUID, journey: Journey, answers: Answers, receipt: Receipt | None = None
) -> Page:
    today = visit.today(journey)
    plan = _step(journey, answers.raw("plan"))
    return page(
        "log/log.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.client_frame(journey_id, journey, "log"),
        at=f"/journeys/{journey_id}",
        answers=answers,
        receipt=receipt,
        plan=plan if plan and plan.stage == "planned" else None,
        plans=[one for one in journey.experiments.values() if one.stage == "planned"],
        journey=journey,
        happened=HAPPENED,
        signals=SIGNALS,
        first_signals=FIRST_SIGNALS,
        roles=role_titles(journey),
        people=known_people(journey),
        new_role=is_new_role(answers, journey),
        pair=pair_to_ask(journey),
        today=today,
        began=journey.started.fact.happened_on,
        next_due=today + NEXT_WITHIN,
    )


def _step(journey: Journey, text: str) -> Experiment | None:
    return next((step for key, step in journey.experiments.items() if str(key) == text), None)


def _receipt(journey: Journey, state: Any, step: Experiment, visit: Visit) -> Receipt:
    words, today = spoken(), visit.today(journey)
    count = steps_this_week(journey, today)
    sentence = words.ngettext(
        "That is %(count)s step this week.", "That is %(count)s steps this week.", count
    ) % {"count": words.number(count)}
    experiment_id = step.planned.experiment_id
    return Receipt(
        sentence=sentence if count else "",
        moved=moved(state, experiment_id, today, words),
        experiment_id=experiment_id,
    )


HANDLERS = (log_page, log_it)
