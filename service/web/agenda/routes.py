"""The agenda: everything that is due, the deeds that settle it, and the calendar feed."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from projections.agenda import AGENDA
from service.authorization.authorized_journeys import JourneySeen
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.agenda.calendar_feed_routes import FeedShown, address_of, calendar_file, feeds_of
from service.web.agenda.forms import DEEDS, WAYS
from service.web.agenda.page import HEADS, OWN_WORDS, agenda_page
from service.web.agenda.weekly_email_routes import HANDLERS as WEEKLY
from service.web.agenda.weekly_email_routes import weekly_shown
from service.web.form_data import Answers, answers_of
from service.web.form_submission import by_its_name, told
from service.web.page_context import Visit, Visits
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

RECEIPTS = {
    "follow-up": marked("Noted. You came back to it, which few people do."),
    "ring": marked("Noted. Then a call afterwards comes as no surprise."),
    "promise": marked("Noted. It is off your agenda."),
    "challenge": marked("Noted. A challenge is yours to meet or to leave."),
    "goal": marked("Reached. Take a moment to enjoy that."),
    "feed-off": marked("Switched off. The address opens nothing any more."),
    "weekly": marked("You get one question a week by e-mail, until you switch it off."),
    "weekly-off": marked("Switched off. No more e-mails come."),
}


@get("/journeys/{journey_id:uuid}/agenda", name="agenda")
async def agenda(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """What is due, first things first."""
    seen = await visit.see("read_agenda", journey_id)
    receipt = RECEIPTS.get(request.query_params.get("told", ""), "")
    return await _shown(request, visit, seen, journey_id, Answers(), receipt=receipt)


@post("/journeys/{journey_id:uuid}/agenda/{deed:str}/{item_id:uuid}", name="agenda_deed")
async def settle(
    request: Asked, visit: Visits, journey_id: FromPath[UUID], deed: FromPath[str], item_id: FromPath[UUID]
) -> Page:
    """Settle one of the things that are due."""
    seen = await visit.see("read_agenda", journey_id)
    journey, does = await seen.journey(), DEEDS.get(deed)
    if does is None:
        raise NotFoundException
    answers = await answers_of(request)
    commands = does(answers, journey, item_id, visit.today(journey))
    if not commands and not answers.problems:
        raise NotFoundException
    if not answers.problems and await told(visit, journey_id, answers, *commands, where=_where):
        return to(f"/journeys/{journey_id}/agenda?told={deed}")
    return await _shown(request, visit, seen, journey_id, answers, about=item_id)


@post("/journeys/{journey_id:uuid}/agenda/feed", name="make_feed")
async def make_feed(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Make a secret address, or a new one in its place; it is shown on the page that answers, and never again."""
    seen, answers = await visit.see("read_agenda", journey_id), await answers_of(request)
    feeds = feeds_of(visit)
    secret = (
        await feeds.make(visit.caller, journey_id, names=answers.raw("names") == "yes")
        if feeds and seen.level == "own"
        else None
    )
    if secret is None:
        raise NotFoundException
    return await _shown(request, visit, seen, journey_id, Answers(), address=address_of(request, secret))


@post("/journeys/{journey_id:uuid}/agenda/feed/off", name="end_feed")
async def end_feed(visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Switch the feed off."""
    seen = await visit.see("read_agenda", journey_id)
    feeds = feeds_of(visit)
    if feeds is None or seen.level != "own":
        raise NotFoundException
    await feeds.end(visit.caller, journey_id)
    return to(f"/journeys/{journey_id}/agenda?told=feed-off")


def _where(command: int, field: str) -> str:
    found = by_its_name(command, field)
    return {"happened_on": "on", "conclusion": "conclusion", "note": "note"}.get(found, "")


async def _shown(
    request: Asked,
    visit: Visit,
    seen: JourneySeen,
    journey_id: UUID,
    answers: Answers,
    *,
    receipt: str = "",
    about: UUID | None = None,
    address: str = "",
) -> Page:
    journey = await seen.journey()
    return page(
        "agenda/agenda.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.client_frame(journey_id, journey, "agenda"),
        at=f"/journeys/{journey_id}",
        answers=answers,
        receipt=spoken().gettext(receipt) if receipt else "",
        page=agenda_page(journey, await seen.view(AGENDA), spoken()),
        about=about,
        own=seen.level in {"own", "whole"},
        feed=await _feed(visit, seen, journey_id, address),
        weekly=await weekly_shown(visit, seen, journey_id, request.app.state),
        heads=HEADS,
        own_words=OWN_WORDS,
        ways=WAYS,
        today=visit.today(journey),
    )


async def _feed(visit: Visit, seen: JourneySeen, journey_id: UUID, address: str) -> FeedShown | None:
    """None where there are no accounts; and nobody but the client has one."""
    feeds = feeds_of(visit)
    if feeds is None or seen.level != "own":
        return None
    return FeedShown(kept=await feeds.kept(visit.caller, journey_id), address=address)


HANDLERS = (agenda, settle, make_feed, end_feed, calendar_file, *WEEKLY)
