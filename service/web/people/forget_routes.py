"""Forgetting somebody one met: asked once more, for it cannot be undone."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from projections.network import NETWORK
from service.authorization.authorized_journeys import JourneySeen
from service.http.dependencies import rights_of
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.personal_data.data_subject_requests import PersonalRights
from service.personal_data.erasure.contact_eraser import UnknownContact
from service.personal_data.erasure.ledger import LedgerBusy
from service.web.form_data import WHOLE, Answers, answers_of
from service.web.page_context import Visit, Visits
from service.web.people.page import one_person
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

NOT_SURE = marked("Tick the box first: this cannot be undone.")
BUSY = marked("Something else is being erased. Try again in a minute.")


@get("/journeys/{journey_id:uuid}/people/{contact_id:uuid}/forget", name="forget")
async def forget_page(visit: Visits, journey_id: FromPath[UUID], contact_id: FromPath[UUID]) -> Page:
    """Whether one is sure."""
    seen = await visit.see("read_network", journey_id)
    return await _asked(visit, seen, journey_id, contact_id, Answers())


@post("/journeys/{journey_id:uuid}/people/{contact_id:uuid}/forget", name="forget_it")
async def forget(
    request: Asked, visit: Visits, journey_id: FromPath[UUID], contact_id: FromPath[UUID]
) -> Page:
    """Forget somebody, for good."""
    seen = await visit.see("read_network", journey_id)
    answers = await answers_of(request)
    if answers.raw("sure") != "yes":
        answers.complain("sure", spoken().gettext(NOT_SURE))
        return await _asked(visit, seen, journey_id, contact_id, answers)
    try:
        await _personal(request, visit).forget(journey_id, contact_id)
    except UnknownContact:
        raise NotFoundException from None
    except LedgerBusy:
        answers.complain(WHOLE, spoken().gettext(BUSY))
        return await _asked(visit, seen, journey_id, contact_id, answers)
    return to(f"/journeys/{journey_id}/people?told=forgotten")


def _personal(request: Asked, visit: Visit) -> PersonalRights:
    state = request.app.state
    return PersonalRights(
        visit.caller, state.journeys, rights_of(state), state.premises, now=state.premises.now
    )


async def _asked(
    visit: Visit, seen: JourneySeen, journey_id: UUID, contact_id: UUID, answers: Answers
) -> Page:
    journey = await seen.journey()
    shown = one_person(journey, await seen.view(NETWORK), contact_id)
    if shown is None or shown.person.name is None:
        raise NotFoundException
    return page(
        "people/forget.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.client_frame(journey_id, journey, "more"),
        at=f"/journeys/{journey_id}",
        answers=answers,
        person=shown.person,
    )


HANDLERS = (forget_page, forget)
