"""The calendar feed: made, renewed and switched off by its client; read by a calendar program at its secret address."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import get_args

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Struct

from domain.errors import UnknownJourney
from projections.agenda.projection import AGENDA
from service.accounts.calendar_feeds import CalendarAlarms, CalendarFeed, CalendarFeeds, FeedSettings
from service.accounts.throttle import FEED
from service.application.journeys import Journeys
from service.authorization.authorizer import Authorizer
from service.container import Services
from service.http.account_dependencies import attempt_source, public_origin
from service.http.dependencies import AnyRequest, ServicesDependency, get_authorizer
from service.localization.gettext_noop import gettext_noop
from service.localization.locales import DEFAULT_LANGUAGE, parse_language
from service.localization.translator import Translator, translator_for
from service.web.agenda.calendar_events import CalendarEvent, calendar_events
from service.web.agenda.calendar_file import entity_tag, matches_if_none_match, render_icalendar
from service.web.page_context import PageContext

FILE_SUFFIX = ".ics"
MAX_AGE_SECONDS = 60 * 60
"""Seconds for which a program need not ask again."""


ALARMS: tuple[CalendarAlarms, ...] = get_args(CalendarAlarms)
ALARM_LABELS: Mapping[CalendarAlarms, str] = MappingProxyType(
    {
        "all": gettext_noop("All dates, with one reminder a day at 9:00"),
        "appointments": gettext_noop("Appointments only"),
        "none": gettext_noop("No alarms"),
    }
)


class CalendarFeedCard(Struct, frozen=True, kw_only=True):
    """The feed on the agenda page."""

    kept: FeedSettings | None
    address: str = ""
    """The secret address, right after it was made; it is not shown again."""
    finding: str = ""
    """How many dates the calendar has, and how many with an alarm."""
    alarms: Mapping[CalendarAlarms, str] = ALARM_LABELS

    @property
    def subscription(self) -> str:
        """The same for programs that open calendars."""
        return self.address.replace("https://", "webcal://", 1).replace("http://", "webcal://", 1)


@get("/calendar/{file:str}", name="calendar_feed")
async def calendar_file(
    request: AnyRequest, services: ServicesDependency, file: FromPath[str]
) -> Response[bytes]:
    """The calendar at a secret address; what opens nothing, is restricted or was erased is not there."""
    rights = get_authorizer(services)
    feed = await _feed_at(services, rights, file) if rights else None
    if rights is None or feed is None:
        if services.accounts:
            # Those that are right are not counted: calendar programs of many people share their networks.
            await services.accounts.accounts.count_attempt(FEED, attempt_source(request.scope))
        raise NotFoundException
    body = await _body(services.journeys, rights, feed, services.clock())
    tag = entity_tag(body)
    headers = {
        "etag": tag,
        "cache-control": f"private, max-age={MAX_AGE_SECONDS}",
        "x-robots-tag": "noindex",
    }
    if matches_if_none_match(tag, request.headers.get("if-none-match", "")):
        return Response(b"", status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, media_type="text/calendar", headers=headers)


def feeds_for(context: PageContext) -> CalendarFeeds | None:
    """The feeds; None where no accounts are kept, for then there is nobody an address could be secret from."""
    rights = context.rights
    return CalendarFeeds(rights.pool, now=lambda: context.moment) if rights else None


def feed_address(request: AnyRequest, secret: str) -> str:
    """Where a calendar program finds the feed."""
    origin = public_origin(request)
    return f"{origin}/calendar/{secret}{FILE_SUFFIX}"


def calendar_finding(events: Sequence[CalendarEvent], translator: Translator) -> str:
    """How many dates there are, and how many with an alarm."""
    dates, ringing = len(events), sum(one.alarm for one in events)
    if not dates:
        return translator.gettext("Nothing is due yet, so your calendar is empty.")
    if ringing:
        text = translator.ngettext(
            "Your calendar has one date, with an alarm.",
            "Your calendar has %(dates)s dates, %(alarms)s with an alarm.",
            dates,
        )
    else:
        text = translator.ngettext(
            "Your calendar has one date, without an alarm.",
            "Your calendar has %(dates)s dates, none with an alarm.",
            dates,
        )
    return text % {"dates": translator.number(dates), "alarms": translator.number(ringing)}


async def _feed_at(services: Services, rights: Authorizer, file: str) -> CalendarFeed | None:
    if not file.endswith(FILE_SUFFIX):
        return None
    return await CalendarFeeds(rights.pool, now=services.clock).find_by_secret(file.removesuffix(FILE_SUFFIX))


async def _body(journeys: Journeys, rights: Authorizer, feed: CalendarFeed, now: datetime) -> bytes:
    if await rights.restrictions.is_restricted(feed.tenant_id, feed.journey_id):
        raise NotFoundException
    try:
        folded = await journeys.load(feed.journey_id, AGENDA, tenant_id=feed.tenant_id)
    except UnknownJourney:
        raise NotFoundException from None
    translator = translator_for(parse_language(feed.locale) or DEFAULT_LANGUAGE)
    events = calendar_events(folded, translator, now, names=feed.names, alarms=feed.alarms)
    return render_icalendar(events, folded)


HANDLERS = (calendar_file,)
