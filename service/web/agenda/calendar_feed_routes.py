"""The calendar feed: made, renewed and switched off by its client; read by a calendar program at its secret address."""

from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Struct

from domain.errors import UnknownJourney
from projections.agenda import AGENDA
from service.accounts.calendar_feeds import Feed, Feeds, Kept
from service.application.journeys import Journeys
from service.authorization.authorizer import Rights
from service.clock import utc_now
from service.http.dependencies import rights_of
from service.localization.locales import DEFAULT, language_of
from service.localization.translator import words_in
from service.settings import Settings
from service.web.agenda.calendar_file import calendar, days, is_known, tag_of
from service.web.page_context import Visit

Asked = Request[Any, Any, Any]
ENDING = ".ics"
FRESH = 60 * 60
"""Seconds for which a program need not ask again."""


class FeedShown(Struct, frozen=True, kw_only=True):
    """The feed on the agenda page."""

    kept: Kept | None
    address: str = ""
    """The secret address, right after it was made; it is not shown again."""

    @property
    def subscription(self) -> str:
        """The same for programs that open calendars."""
        return self.address.replace("https://", "webcal://", 1).replace("http://", "webcal://", 1)


@get("/calendar/{file:str}", name="calendar_feed")
async def calendar_file(request: Asked, file: FromPath[str]) -> Response[bytes]:
    """The calendar at a secret address; what opens nothing, is restricted or was erased is not there."""
    rights = rights_of(request.app.state)
    feed = await _feed_at(rights, file) if rights else None
    if rights is None or feed is None:
        raise NotFoundException
    body = await _body(request.app.state, rights, feed)
    tag = tag_of(body)
    headers = {
        "etag": tag,
        "cache-control": f"private, max-age={FRESH}",
        "x-robots-tag": "noindex",
    }
    if is_known(tag, request.headers.get("if-none-match", "")):
        return Response(b"", status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)


def feeds_of(visit: Visit) -> Feeds | None:
    """The feeds; None where no accounts are kept, for then there is nobody an address could be secret from."""
    rights = visit.rights
    return Feeds(rights.pool, now=lambda: visit.moment) if rights else None


def address_of(request: Asked, secret: str) -> str:
    """Where a calendar program finds the feed."""
    settings = cast("Settings | None", request.app.state.get("settings"))
    origin = (settings.origin if settings else "") or str(request.base_url).rstrip("/")
    return f"{origin}/calendar/{secret}{ENDING}"


async def _feed_at(rights: Rights, file: str) -> Feed | None:
    if not file.endswith(ENDING):
        return None
    return await Feeds(rights.pool, now=utc_now).at(file.removesuffix(ENDING))


async def _body(state: State, rights: Rights, feed: Feed) -> bytes:
    if await rights.restrictions.holds(feed.tenant_id, feed.journey_id):
        raise NotFoundException
    journeys = cast("Journeys", state.journeys)
    journey_id: UUID = feed.journey_id
    try:
        journey = await journeys.journey(journey_id, tenant_id=feed.tenant_id)
        agenda = await journeys.view(AGENDA, journey_id, tenant_id=feed.tenant_id)
    except UnknownJourney:
        raise NotFoundException from None
    words = words_in(language_of(feed.locale) or DEFAULT)
    return calendar(days(journey, agenda, words, names=feed.names), journey.started.fact.time_zone)


HANDLERS = (calendar_file,)
