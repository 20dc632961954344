"""People: whom the client knows, and each of them; somebody is added, introduced, or asked to stand by."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from projections.guidance import GUIDANCE
from projections.network import NETWORK
from service.authorization.authorized_journeys import JourneySeen
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.form_data import WHOLE, Answers, answers_of
from service.web.form_submission import told
from service.web.page_context import Visit, Visits
from service.web.people.forms import DEEDS, FIELDS, card
from service.web.people.page import one_person, people
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

RECEIPTS = {
    "add": marked("Noted. Plan a talk with them while you think of it."),
    "introduction": marked("Noted. Who brings others together is remembered."),
    "lead": marked("Noted. It shows by which ways openings reach you."),
    "card": marked("Noted. Give them the card, or read it to them."),
    "forgotten": marked("Forgotten. Who it was can never be read again; the steps stay, without a name."),
}


@get("/journeys/{journey_id:uuid}/people", name="people")
async def people_page(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Everybody the client knows."""
    seen = await visit.see("read_network", journey_id)
    receipt = RECEIPTS.get(request.query_params.get("told", ""))
    return await _everybody(visit, seen, journey_id, Answers(), receipt=receipt)


@post("/journeys/{journey_id:uuid}/people/{deed:str}", name="people_deed")
async def people_deed(request: Asked, visit: Visits, journey_id: FromPath[UUID], deed: FromPath[str]) -> Page:
    """Add somebody, note an introduction or a lead."""
    seen = await visit.see("read_network", journey_id)
    journey, answers, does = await seen.journey(), await answers_of(request), DEEDS.get(deed)
    if does is None:
        raise NotFoundException
    command = does(answers, journey, visit.today(journey))
    if not answers.problems and await told(
        visit, journey_id, answers, command, where=lambda _command, field: _field(deed, field)
    ):
        return to(f"/journeys/{journey_id}/people?told={deed}")
    return await _everybody(visit, seen, journey_id, answers, deed=deed)


@get("/journeys/{journey_id:uuid}/people/{contact_id:uuid}", name="person")
async def person_page(
    request: Asked, visit: Visits, journey_id: FromPath[UUID], contact_id: FromPath[UUID]
) -> Page:
    """One of them, and the steps with them."""
    seen = await visit.see("read_network", journey_id)
    receipt = RECEIPTS.get(request.query_params.get("told", ""))
    return await _somebody(visit, seen, journey_id, contact_id, Answers(), receipt=receipt)


@post("/journeys/{journey_id:uuid}/people/{contact_id:uuid}/card", name="ally_card")
async def ally_card(
    request: Asked, visit: Visits, journey_id: FromPath[UUID], contact_id: FromPath[UUID]
) -> Page:
    """Ask somebody to stand by, and say how."""
    seen = await visit.see("read_network", journey_id)
    journey, answers = await seen.journey(), await answers_of(request)
    command = card(answers, contact_id, visit.today(journey))
    if not answers.problems and await told(visit, journey_id, answers, command):
        return to(f"/journeys/{journey_id}/people/{contact_id}?told=card")
    return await _somebody(visit, seen, journey_id, contact_id, answers)


def _field(deed: str, field: str) -> str:
    first = field.partition("/")[0]
    return WHOLE if first == "happened_on" else FIELDS[deed].get(first, first)


async def _everybody(
    visit: Visit,
    seen: JourneySeen,
    journey_id: UUID,
    answers: Answers,
    *,
    receipt: str | None = None,
    deed: str = "",
) -> Page:
    journey = await seen.journey()
    return page(
        "people/people.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.client_frame(journey_id, journey, "more"),
        at=f"/journeys/{journey_id}",
        answers=answers,
        receipt=spoken().gettext(receipt) if receipt else "",
        page=people(journey, await seen.view(NETWORK), spoken()),
        deed=deed,
        roles=sorted((role.title, key) for key, role in journey.roles.items() if role.standing == "in_play"),
        employers=sorted(journey.network.employers.values()),
    )


async def _somebody(
    visit: Visit,
    seen: JourneySeen,
    journey_id: UUID,
    contact_id: UUID,
    answers: Answers,
    *,
    receipt: str | None = None,
) -> Page:
    journey = await seen.journey()
    shown = one_person(journey, await seen.view(NETWORK), contact_id)
    if shown is None:
        raise NotFoundException
    return page(
        "people/person.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.client_frame(journey_id, journey, "more"),
        at=f"/journeys/{journey_id}",
        answers=answers,
        receipt=spoken().gettext(receipt) if receipt else "",
        page=shown,
        guidance=GUIDANCE,
    )


HANDLERS = (people_page, people_deed, person_page, ally_card)
