"""Sight and data: who sees what and who looked, what was agreed to, the coach and the plan."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from projections.sight.view import SIGHT
from service.accounts.coaches import Coach
from service.accounts.errors import NoSuchCoach
from service.accounts.invitation_terms import WORDING
from service.application.coach_assignment import choice
from service.authorization.access_log import UnknownLook
from service.http.account_dependencies import accounts_of
from service.http.dependencies import personal_of
from service.localization import codes
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.localization.locales import NAMES
from service.web.error_pages import in_words
from service.web.form_data import Answers, answers_of
from service.web.form_submission import told
from service.web.invitation import PURPOSES
from service.web.page_context import Visit, Visits
from service.web.privacy import labels
from service.web.privacy.access_log import looks_shown
from service.web.privacy.forms import DEEDS, GOALS, NO_SCOPE, SCOPES, field_of
from service.web.privacy.page import data
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

LAST, MOST = 30, 200
"""Looks that are asked for: on the page, and on the page of all of them."""
SHOWN = 3
RECEIPTS = {
    "sight": marked("Noted. They see it from now on, and you can take it back at any time."),
    "change": marked("Changed. It counts from now on."),
    "withdraw": marked("Taken back. They see nothing any more, from this moment on."),
    "consent": marked("Noted. You can take it back at any time, and lose nothing by it."),
    "take-back": marked("Taken back. It counts from now on; what was done before stays as it was."),
    "plan": marked("Changed. Your weeks and your agenda go by it from now on."),
    "coach": marked("This is your coach now. A coach you had before sees nothing any more."),
    "stopped": marked(
        "Stopped. Nobody but you reads this journey, and nothing is told in it until you lift that."
    ),
    "lifted": marked("Lifted. Whoever you let see this journey sees it again."),
    "erase": marked("It is erased when these days are over. Until then you can keep it after all."),
    "kept": marked("It stays. Nothing was erased."),
}
NO_COACH = marked("Choose one of them.")


@get("/journeys/{journey_id:uuid}/data", name="data")
async def data_page(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Who sees what, and what can be done about one's own data."""
    return await shown(request, visit, journey_id, Answers())


@get("/journeys/{journey_id:uuid}/data/looks", name="looks")
async def looks_page(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Everybody who looked."""
    seen = await visit.see("read_access_log", journey_id)
    journey = await seen.journey()
    try:
        found = await visit.journeys.looks(journey_id, request.query_params.get("after"), MOST)
    except UnknownLook:
        raise NotFoundException from None
    return page(
        "privacy/access_log.html",
        frame=visit.client_frame(journey_id, journey, "more"),
        at=f"/journeys/{journey_id}",
        looks=tuple(looks_shown(found.looks, found.names, journey.started.fact.time_zone)),
        next=found.next,
        first="after" not in request.query_params,
        accounts=visit.rights is not None,
        data_words=labels,
    )


@post("/journeys/{journey_id:uuid}/data/{deed:str}", name="data_deed")
async def data_deed(request: Asked, visit: Visits, journey_id: FromPath[UUID], deed: FromPath[str]) -> Page:
    """Decide about sight, a consent or the plan."""
    seen = await visit.see("read_access_log", journey_id)
    answers, does = await answers_of(request), DEEDS.get(deed)
    if does is None:
        raise NotFoundException
    journey = await seen.journey()
    command = does(answers, journey, visit.today(journey))
    if (
        command
        and not answers.problems
        and await told(
            visit, journey_id, answers, command, where=lambda _command, field: field_of(deed, answers, field)
        )
    ):
        return to(f"/journeys/{journey_id}/data?told={deed}")
    return await shown(request, visit, journey_id, answers, deed=deed)


@post("/journeys/{journey_id:uuid}/data/coach", name="choose_coach")
async def choose_coach(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Choose a coach, or another one, and say how much they see."""
    seen = await visit.see("read_access_log", journey_id)
    if visit.rights is None:
        raise NotFoundException
    journey, answers, say = await seen.journey(), await answers_of(request), spoken()
    coach_id = answers.id("coach_id", needed=say.gettext(NO_COACH))
    scope = answers.one_of("coach_scope", SCOPES, needed=say.gettext(NO_SCOPE))
    try:
        coach = await accounts_of(request).coach(visit.caller.tenant_id, coach_id) if coach_id else None
    except NoSuchCoach as refusal:
        answers.complain("coach_id", in_words(refusal))
        coach = None
    if coach and not answers.problems:
        commands = choice(coach, scope, visit.today(journey))
        if await told(visit, journey_id, answers, *commands, where=_of_coach):
            return to(f"/journeys/{journey_id}/data?told=coach")
    return await shown(request, visit, journey_id, answers, deed="coach")


def _of_coach(_command: int, field: str) -> str:
    return "coach_scope" if field == "scope" else "coach_id"


async def shown(request: Asked, visit: Visit, journey_id: UUID, answers: Answers, *, deed: str = "") -> Page:
    """The page, with what was filled in. Raises `UnknownJourney`, `Forbidden`."""
    seen, accounts = await visit.see("read_access_log", journey_id), visit.rights is not None
    journey = await seen.journey()
    personal = personal_of(request.app.state, request.scope) if accounts else None
    found = await visit.journeys.looks(journey_id, None, LAST)
    looks = tuple(looks_shown(found.looks, found.names, journey.started.fact.time_zone))
    receipt = RECEIPTS.get(request.query_params.get("told", ""))
    return page(
        "privacy/privacy.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.client_frame(journey_id, journey, "more"),
        at=f"/journeys/{journey_id}",
        answers=answers,
        deed=deed,
        receipt=spoken().gettext(receipt) if receipt else "",
        page=data(
            journey,
            await seen.view(SIGHT),
            await personal.standing(journey_id) if personal else None,
            looks[:SHOWN],
            spoken(),
        ),
        more_looks=len(looks) > SHOWN or found.next is not None,
        coaches=await _coaches(request, visit),
        today=visit.today(journey),
        goals=[(one, one) for one in GOALS],
        languages_of=NAMES,
        codes=codes,
        data_words=labels,
        purposes=PURPOSES,
        wording=WORDING,
        accounts=accounts,
    )


async def _coaches(request: Asked, visit: Visit) -> list[Coach]:
    """Who takes clients; where no accounts are kept, nobody knows of any."""
    return await accounts_of(request).coaches(visit.caller.tenant_id) if visit.rights else []


HANDLERS = (data_page, looks_page, data_deed, choose_coach)
