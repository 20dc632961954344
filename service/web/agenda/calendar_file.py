"""The calendar as a file (RFC 5545)."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from domain.text import displayed, normalize_name
from service.application.folded_journey import FoldedJourney
from service.clock import stored_time_zone
from service.web.agenda.calendar_events import AHEAD, MORNING, CalendarEvent

REFRESH_INTERVAL = timedelta(hours=6)
"""How often a calendar program should fetch the feed."""


def render_icalendar(events: Iterable[CalendarEvent], folded: FoldedJourney) -> bytes:
    """The file: the same bytes until something is recorded or an alarm has gone off."""
    # Typed as loosely as the library has it: what may be added depends on the name.
    made: Any = Calendar()
    zone = stored_time_zone(folded.journey.time_zone)
    made.add("prodid", "-//Soundings//Steps//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "Soundings")
    made.add("x-wr-timezone", zone.key)
    made.add("refresh-interval", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT6H")
    last = folded.journey.authored_events[-1].event.happened_on
    for one in events:
        made.add_component(
            _event(one, zone, changed=datetime.combine(last, time.min, UTC), revision=folded.version)
        )
    body: bytes = made.to_ical()
    return body


def entity_tag(body: bytes) -> str:
    """The entity tag of a file (RFC 9110, 8.8.3)."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def matches_if_none_match(tag: str, if_none_match: str) -> bool:
    """Whether who asks has this very file: `If-None-Match` compares weakly (RFC 9110, 13.1.2)."""
    known = (one.strip().removeprefix("W/") for one in if_none_match.split(","))
    return any(one in ("*", tag) for one in known)


def _event(one: CalendarEvent, zone: ZoneInfo, *, changed: datetime, revision: int) -> Any:
    event: Any = Event()
    title = displayed(normalize_name(one.title))
    event.add("uid", one.uid)
    event.add("dtstamp", changed)
    event.add("sequence", revision)
    if one.at:
        start = datetime.combine(one.on, one.at, zone).astimezone(UTC)
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(hours=1))
    else:
        event.add("dtstart", one.on)
        event.add("dtend", one.on + timedelta(days=1))
    event.add("summary", title)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if one.alarm:
        event.add_component(_alarm(title, -AHEAD if one.at else timedelta(hours=MORNING.hour)))
    return event


def _alarm(title: str, after: timedelta) -> Any:
    alarm: Any = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", after)
    return alarm
