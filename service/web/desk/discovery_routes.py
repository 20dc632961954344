"""Discoveries of the coach's own: what she came upon, and offering it to a client without crowding a market."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, get_args
from uuid import UUID, uuid5

from litestar import Request, get, post

from domain.journey.roles import DiscoverRole
from domain.vocabulary import Distance
from projections.alerts import ALERTS
from projections.learning_model.state import State
from service.authorization.policy import reaches
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.desk.discoveries_page import discoveries, gathered, spelt
from service.web.form_data import Answers, answers_of
from service.web.form_submission import told
from service.web.page_context import Visit, Visits
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

RECEIPTS = {
    "offered": marked(
        "Offered. It is on their list now, as something you came upon: whether it suits is theirs to find out."
    )
}
NO_TITLE = marked("Say which kind of work it is.")
NO_CLIENT = marked("Say to whom you offer it.")
NO_DISTANCE = marked("Say how far it is from what they did.")
KNOWN_THERE = marked("This is on their list already.")
CROWDED = marked(
    "Several of your clients consider this already. Offer it all the same only if it is wide enough for one more."
)

Known = Mapping[UUID, tuple[str, State]]


@get("/desk/discoveries", name="discoveries")
async def discoveries_page(request: Asked, visit: Visits) -> Page:
    """What the coach came upon, and to whom she gave it."""
    receipt = RECEIPTS.get(request.query_params.get("told", ""))
    return _shown(visit, await _known(visit), Answers(), receipt)


@post("/desk/discoveries", name="offer_discovery")
async def offer(request: Asked, visit: Visits) -> Page:
    """Put a kind of work on a client's list."""
    answers, known = await answers_of(request), await _known(visit)
    command = await _command(visit, answers, known)
    if command and await told(visit, command[0], answers, command[1]):
        return to("/desk/discoveries?told=offered")
    return _shown(visit, known, answers)


async def _command(visit: Visit, answers: Answers, known: Known) -> tuple[UUID, DiscoverRole] | None:
    words = spoken()
    title = answers.text("title", needed=words.gettext(NO_TITLE), most=200)
    distance = answers.one_of("distance", get_args(Distance), needed=words.gettext(NO_DISTANCE))
    journey_id = answers.one_of("journey_id", [str(one) for one in known], needed=words.gettext(NO_CLIENT))
    role_id = uuid5(answers.command_id, "role")
    if title and journey_id:
        _no_second_time(answers, title, known[UUID(journey_id)][1], role_id)
    if title and not answers.has("anyway") and _is_crowded(title, known, role_id):
        answers.complain("anyway", words.gettext(CROWDED))
    if not (title and distance and journey_id) or answers.problems:
        return None
    journey = await (await visit.see("read_profile", UUID(journey_id))).journey()
    return UUID(journey_id), DiscoverRole(
        happened_on=visit.today(journey), role_id=role_id, title=title, distance=distance, found="coach"
    )


def _no_second_time(answers: Answers, title: str, state: State, role_id: UUID) -> None:
    """What this very form brought before is no second time."""
    theirs = {spelt(one.discovered.title): known for known, one in state.roles.items()}
    if theirs.get(spelt(title), role_id) != role_id:
        answers.complain("title", spoken().gettext(KNOWN_THERE))


def _is_crowded(title: str, known: Known, role_id: UUID) -> bool:
    if any(role_id in state.roles for _, state in known.values()):
        return False
    every = gathered((one, called, state) for one, (called, state) in known.items())
    return any(one.crowded for one in every if spelt(one.title) == spelt(title))


async def _known(visit: Visit) -> Known:
    """The clients whose lists may be seen, with the facts of their journeys: what the desk reads anyway."""
    cases = [one for one in await visit.cases.desk(None, ended=False) if reaches(one.level, "read_profile")]
    readings = await visit.journeys.readings(cases, ALERTS)
    return {
        one.case.journey_id: (one.case.called, readings[one.case.journey_id].state.learning)
        for one in cases
        if one.case.journey_id in readings
    }


def _shown(visit: Visit, known: Known, answers: Answers, receipt: str | None = None) -> Page:
    clients = ((journey_id, called, state) for journey_id, (called, state) in known.items())
    return page(
        "desk/discoveries.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.staff_frame("discoveries"),
        page=discoveries(clients, words=spoken()),
        answers=answers,
        receipt=spoken().gettext(receipt) if receipt else "",
    )


HANDLERS = (discoveries_page, offer)
