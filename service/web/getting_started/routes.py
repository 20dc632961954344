"""Beginning: the idea on one page for a journey that runs, and the form that starts one."""

from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid5

from litestar import Request, get, post
from litestar.params import FromPath

from domain.journey.start import StartJourney
from domain.vocabulary import WEEKLY_GOAL_MOST
from service.authorization.errors import Forbidden
from service.clock import today_in
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.form_data import Answers, answers_of
from service.web.form_submission import told
from service.web.getting_started.time_zones import USUAL, zones
from service.web.page_context import Visit, Visits
from service.web.rendering import page
from service.web.sign_in.routes import Page, to
from service.web.words import OCCASIONS

Asked = Request[Any, Any, Any]

WITHOUT_NAME = marked("Say what we may call you.")
WITHOUT_OCCASION = marked("Say what brings you here: it sets the words we use.")
BEFORE_TODAY = marked("This day is over. Leave it empty if you do not know it.")
USUAL_GOAL = 2


@get("/journeys/{journey_id:uuid}/start", name="how_it_works")
async def how_it_works(visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """What this is, how a week goes, who sees what, and the first step."""
    journey = await (await visit.see("read_page", journey_id)).journey()
    return page(
        "getting_started/how_it_works.html",
        frame=visit.client_frame(journey_id, journey, "more"),
        at=f"/journeys/{journey_id}",
        called=journey.started.fact.called,
        begun=bool(journey.experiments),
    )


@get("/start", name="begin")
async def begin_page(visit: Visits) -> Page:
    """The form; for who has a journey already, the way to it."""
    return await _form(visit, Answers())


@post("/start", name="begin_it")
async def begin(request: Asked, visit: Visits) -> Page:
    """Set out."""
    answers = await answers_of(request)
    # Under an id made of the form's, so that to send it twice is to begin once.
    journey_id = uuid5(answers.command_id, "journey")
    command = _start(answers, visit)
    if command and await told(visit, journey_id, answers, command):
        return to(f"/journeys/{journey_id}/week")
    return await _form(visit, answers)


def _start(answers: Answers, visit: Visit) -> StartJourney | None:
    words = spoken()
    called = answers.text("called", needed=words.gettext(WITHOUT_NAME), most=200)
    track = answers.one_of("track", tuple(OCCASIONS), needed=words.gettext(WITHOUT_OCCASION))
    goal = answers.number("weekly_goal", 1, WEEKLY_GOAL_MOST)
    zone = answers.one_of("time_zone", [name for name, _ in zones()], needed=True)
    today = today_in(zone or USUAL[words.language], visit.moment)
    end = _end(answers, today)
    if not called or not track or not zone or answers.problems:
        return None
    return StartJourney(
        happened_on=today,
        called=called,
        track=track,
        locale=words.language,
        time_zone=zone,
        weekly_goal=goal or USUAL_GOAL,
        programme_end=end,
    )


def _end(answers: Answers, today: date) -> date | None:
    if not answers.has("programme_end"):
        return None
    end = answers.day("programme_end", today)
    if end <= today and "programme_end" not in answers.problems:
        answers.complain("programme_end", spoken().gettext(BEFORE_TODAY))
    return end


async def _form(visit: Visit, answers: Answers) -> Page:
    return page(
        "getting_started/begin.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        answers=answers,
        journeys=await _hers(visit),
        zones=zones(),
        usual=USUAL[spoken().language],
        goals=[(number, spoken().number(number)) for number in range(1, WEEKLY_GOAL_MOST + 1)],
        usual_goal=USUAL_GOAL,
    )


async def _hers(visit: Visit) -> list[tuple[UUID, str]]:
    """The journeys a client has already; where nobody signs in, nobody has one."""
    if visit.caller.way == "local":
        return []
    try:
        found = await visit.cases.page(None, 5, "read_page")
    except Forbidden:
        return []
    return [(one.case.journey_id, one.case.called) for one in found.cases if one.level == "own"]


HANDLERS = (how_it_works, begin_page, begin)
