"""The use of a journey is stopped or lifted, and it is erased: asked once more, and taken back within some days."""

from collections.abc import Awaitable
from http import HTTPStatus
from typing import Any, get_args
from urllib.parse import quote
from uuid import UUID

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.errors import IllegalStep
from service.accounts.errors import AccountRefusal, StepUpNeeded
from service.authorization.restrictions import GRACE, Ground, Standing
from service.http.dependencies import personal_of
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.localization.message_translation import told
from service.web.error_pages import in_words
from service.web.form_data import WHOLE, Answers, answers_of
from service.web.page_context import Visit, Visits
from service.web.privacy.labels import WORD
from service.web.privacy.routes import shown
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

PROOF = "/account/proof"
NOT_TYPED = marked("Type the word %(word)s to say that you mean it.")
GROUNDS: tuple[Ground, ...] = get_args(Ground)


@post("/journeys/{journey_id:uuid}/data/restriction", name="stop_use")
async def restrict(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Stop the use of a journey."""
    await _own(visit, journey_id)
    answers = await answers_of(request)
    ground = answers.one_of("ground", GROUNDS, needed=True)
    if ground is None:
        return await shown(request, visit, journey_id, answers, deed="restriction")
    await personal_of(request.app.state, request.scope).restrict(journey_id, ground)
    return to(f"/journeys/{journey_id}/data?told=stopped")


@post("/journeys/{journey_id:uuid}/data/lifting", name="lift_stop")
async def lift(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Let a journey be used again."""
    await _own(visit, journey_id)
    lifting = personal_of(request.app.state, request.scope).lift(journey_id)
    return await _done(request, visit, journey_id, lifting, "lifted")


@get("/journeys/{journey_id:uuid}/data/erase", name="erase_page")
async def erase_page(visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Whether one is sure."""
    await _own(visit, journey_id)
    return await _asked(visit, journey_id, Answers())


@post("/journeys/{journey_id:uuid}/data/erase", name="erase_it")
async def erase(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Have a journey erased when the days of grace are over."""
    await _own(visit, journey_id)
    answers, at = await answers_of(request), f"/journeys/{journey_id}/data"
    word = spoken().gettext(WORD)
    if answers.raw("word").strip().casefold() not in {WORD, word.casefold()}:
        answers.complain("word", spoken().gettext(NOT_TYPED) % {"word": word})
        return await _asked(visit, journey_id, answers)
    try:
        await personal_of(request.app.state, request.scope).erase(journey_id)
    except StepUpNeeded:
        return to(f"{PROOF}?next={quote(f'{at}/erase')}")
    except AccountRefusal as refusal:
        answers.complain(WHOLE, in_words(refusal))
        return await _asked(visit, journey_id, answers)
    return to(f"{at}?told=erase")


@post("/journeys/{journey_id:uuid}/data/keeping", name="keep_it")
async def keep(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Take back that a journey is to be erased."""
    await _own(visit, journey_id)
    keeping = personal_of(request.app.state, request.scope).keep(journey_id)
    return await _done(request, visit, journey_id, keeping, "kept")


async def _own(visit: Visit, journey_id: UUID) -> None:
    """Only of her own, and where accounts are kept. Raises `UnknownJourney`, `Forbidden`."""
    await visit.see("read_access_log", journey_id)
    if visit.rights is None:
        raise NotFoundException


async def _done(
    request: Asked, visit: Visit, journey_id: UUID, doing: Awaitable[Standing], receipt: str
) -> Page:
    try:
        await doing
    except IllegalStep as refusal:
        answers = Answers()
        answers.complain(WHOLE, told(spoken(), refusal.message))
        return await shown(request, visit, journey_id, answers)
    return to(f"/journeys/{journey_id}/data?told={receipt}")


async def _asked(visit: Visit, journey_id: UUID, answers: Answers) -> Page:
    seen = await visit.see("read_access_log", journey_id)
    return page(
        "privacy/erase.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.client_frame(journey_id, await seen.journey(), "more"),
        at=f"/journeys/{journey_id}",
        answers=answers,
        word=spoken().gettext(WORD),
        days=GRACE.days,
    )


HANDLERS = (restrict, lift, erase_page, erase, keep)
