"""Planning a step: what, with whom, when and where, and what one expects of it."""

from http import HTTPStatus
from typing import Any, get_args
from uuid import UUID, uuid5

from litestar import Request, get, post
from litestar.params import FromPath

from domain.journey.aggregate import Journey
from domain.journey.commands.experiments import ForecastGiven, PlanExperiment, PlanGiven
from domain.vocabulary import KINDS_ABOUT_A_ROLE, Channel
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.form_data import Answers, answers_of
from service.web.form_submission import told
from service.web.page_context import Visit, Visits
from service.web.rendering import page
from service.web.role_and_contact_forms import contact_from, is_new_role, known_people, role_from, role_titles
from service.web.sign_in.routes import Page, to
from service.web.words import KINDS

ALONE = frozenset({"desk_research", "reflection"})
WITHOUT_KIND = marked("Say what kind of step it is.")
BEHIND = marked("This day is over. What has happened is logged, not planned.")
BOTH_OR_NEITHER = marked("Say both when and where: together they make a plan that carries itself out.")

FIELDS = {
    "role_id": "role",
    "new_role": "role",
    "contact": "who",
    "plan": "where",
    "forecast": "expected",
    "happened_on": "planned_for",
}


@get("/journeys/{journey_id:uuid}/plan", name="plan")
async def plan_page(request: Request[Any, Any, Any], visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """The form; with a kind and a role when they were suggested."""
    journey = await (await visit.see("read_page", journey_id)).journey()
    asked = request.query_params
    offered = [(name, asked[name]) for name in ("kind", "role", "who") if asked.get(name)]
    return _form(visit, journey_id, journey, Answers(offered))


@post("/journeys/{journey_id:uuid}/plan", name="plan_it")
async def plan_it(request: Request[Any, Any, Any], visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Plan a step."""
    journey = await (await visit.see("read_page", journey_id)).journey()
    answers = await answers_of(request)
    command = _command(visit, answers, journey)
    if command and await told(visit, journey_id, answers, command, where=_where):
        return to(f"/journeys/{journey_id}/week?told=planned")
    return _form(visit, journey_id, journey, answers)


def _command(visit: Visit, answers: Answers, journey: Journey) -> PlanExperiment | None:
    words, today = spoken(), visit.today(journey)
    kind = answers.one_of("kind", tuple(KINDS), needed=words.gettext(WITHOUT_KIND))
    role = role_from(answers, journey, needed=kind in KINDS_ABOUT_A_ROLE)
    contact = None if kind in ALONE else contact_from(answers, journey)
    channel = None if kind in ALONE else answers.one_of("channel", get_args(Channel))
    planned_for = answers.day("planned_for", today)
    if planned_for < today:
        answers.complain("planned_for", words.gettext(BEHIND))
    expected = answers.number("expected", 0, 10)
    command_plan = _when_and_where(answers)
    hypothesis = answers.text("hypothesis", most=500)
    dread = answers.number("dread_before", 0, 10)
    if kind is None or answers.problems:
        return None
    return PlanExperiment(
        happened_on=today,
        experiment_id=uuid5(answers.command_id, "experiment"),
        kind=kind,
        role_id=role.known if role else None,
        new_role=role.new if role else None,
        contact=contact,
        channel=channel,
        planned_for=planned_for,
        plan=command_plan,
        hypothesis=hypothesis,
        forecast=None if expected is None else ForecastGiven(appeal=expected),
        dread_before=dread,
    )


def _when_and_where(answers: Answers) -> PlanGiven | None:
    when, where = answers.text("when", most=500), answers.text("where", most=500)
    if_then = answers.text("if_then", most=500)
    if when and where:
        return PlanGiven(when=when, where=where, if_then=if_then)
    if when or where or if_then:
        answers.complain("where" if when else "when", spoken().gettext(BOTH_OR_NEITHER))
    return None


def _where(_command: int, field: str) -> str:
    first = field.partition("/")[0]
    return FIELDS.get(first, first)


def _form(visit: Visit, journey_id: UUID, journey: Journey, answers: Answers) -> Page:
    return page(
        "week/plan.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.client_frame(journey_id, journey, "week"),
        at=f"/journeys/{journey_id}",
        answers=answers,
        roles=role_titles(journey),
        people=known_people(journey),
        new_role=is_new_role(answers, journey),
        today=visit.today(journey),
    )


HANDLERS = (plan_page, plan_it)
