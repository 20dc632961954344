"""One role: what is believed of it and why, and what the client has to say to that."""

from http import HTTPStatus
from typing import NoReturn
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from projections.learning_model.parameters import DEFAULT
from projections.profile import PROFILE
from projections.profile.view import RoleView
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.error_pages import PageTrouble
from service.web.form_data import Answers, answers_of
from service.web.form_submission import told
from service.web.page_context import Visit, Visits
from service.web.profile.forms import RECEIPTS, command, field, tenths, where
from service.web.profile.loading import Asked, Read, read
from service.web.profile.role_effects import moved
from service.web.rendering import page
from service.web.role_and_contact_forms import known_people
from service.web.sign_in.routes import Page, to

NO_ROLE = marked("There is no such role")
NOT_ON_THE_LIST = marked("It is not on your list; perhaps it was taken back.")
BACK = marked("Back to the profile")


@get("/journeys/{journey_id:uuid}/profile/roles/{role_id:uuid}", name="role")
async def role_page(
    request: Asked, visit: Visits, journey_id: FromPath[UUID], role_id: FromPath[UUID]
) -> Page:
    """A role as of today."""
    known = await read(request, await visit.see("read_page", journey_id), journey_id)
    receipt = RECEIPTS.get(request.query_params.get("told", ""))
    return _shown(visit, known, role_id, Answers(), receipt=spoken().gettext(receipt) if receipt else "")


@post("/journeys/{journey_id:uuid}/profile/roles/{role_id:uuid}/{deed:str}", name="role_told")
async def tell(
    request: Asked, visit: Visits, journey_id: FromPath[UUID], role_id: FromPath[UUID], deed: FromPath[str]
) -> Page:
    """Tell something of a role: dispute its odds, score it, park, block or reopen it, judge its distance."""
    known = await read(request, await visit.see("read_page", journey_id), journey_id)
    if deed not in RECEIPTS:
        no_role(journey_id)
    answers = await answers_of(request)
    wish = command(deed, answers, known.journey, role_id, known.looked.today)
    fields = where(deed)
    if wish and await told(visit, journey_id, answers, wish, where=lambda _, name: fields.get(name, name)):
        return to(f"/journeys/{journey_id}/profile/roles/{role_id}?told={deed}")
    return _shown(visit, known, role_id, answers)


def no_role(journey_id: UUID) -> NoReturn:
    """Say that there is no such role."""
    words = spoken()
    raise PageTrouble(
        words.gettext(NOT_ON_THE_LIST),
        status=HTTPStatus.NOT_FOUND,
        title=words.gettext(NO_ROLE),
        href=f"/journeys/{journey_id}/profile",
        link=words.gettext(BACK),
    )


def _shown(visit: Visit, known: Read, role_id: UUID, answers: Answers, *, receipt: str = "") -> Page:
    journey_id = known.journey_id
    profile = PROFILE.view(known.state, known.looked.today, DEFAULT)
    role = next((one for one in profile.roles if one.role_id == role_id), None)
    if role is None:
        no_role(journey_id)
    return page(
        "profile/role.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.client_frame(journey_id, known.journey, "profile"),
        at=f"/journeys/{journey_id}",
        answers=answers,
        receipt=receipt,
        role=role,
        criteria=profile.criteria,
        scored=_scored(role),
        field=field,
        conditions=list(known.journey.started.conditions.items()),
        moves=moved(known.state, role_id, known.looked.today),
        people=known_people(known.journey),
        looked=known.looked,
    )


def _scored(role: RoleView) -> dict[UUID, int]:
    return tenths((one.criterion_id, one.score) for one in role.scored.scores) if role.scored else {}


HANDLERS = (role_page, tell)
