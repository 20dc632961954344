"""A client's planned steps and follow-ups as a calendar: all-day events, and no more words than a calendar needs."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from icalendar import Calendar, Event
from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.redacted import is_readable
from domain.text import displayed, normalize_name
from projections.agenda.view import Agenda, AgendaItem
from service.clock import stored_time_zone
from service.localization.code_labels import CALENDAR_TITLES
from service.localization.gettext_noop import gettext_noop
from service.localization.translator import Translator

CALENDAR_ITEM_KINDS = frozenset({"planned", "follow_up"})
"""What stands in the calendar: what one does on a day."""
REFRESH_INTERVAL = timedelta(hours=6)
"""How often a calendar program should fetch the feed."""

FOLLOW_UP_TITLE = gettext_noop("Soundings: follow up on a step")


class CalendarEvent(Struct, frozen=True, kw_only=True):
    """One all-day event."""

    uid: str
    on: date
    title: str
    told_on: date
    """The day it was planned, from which it does not change unless it is planned anew."""


def calendar_events(
    journey: Journey, agenda: Agenda, translator: Translator, *, names: bool
) -> Iterator[CalendarEvent]:
    """What is planned and not done yet; with names the titles say with whom, and about which work."""
    for item in agenda.items:
        if item.kind in CALENDAR_ITEM_KINDS and item.item_id:
            yield CalendarEvent(
                uid=f"{item.kind}-{item.item_id}@soundings",
                on=item.due,
                title=_title(journey, item, translator, names=names),
                told_on=_told_on(journey, item),
            )


def render_icalendar(events: Iterator[CalendarEvent], zone: str) -> bytes:
    """The file: the same bytes for the same steps."""
    # Typed as loosely as the library has it: what may be added depends on the name.
    made: Any = Calendar()
    made.add("prodid", "-//Soundings//Steps//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "Soundings")
    made.add("x-wr-timezone", stored_time_zone(zone).key)
    made.add("refresh-interval", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT6H")
    for one in events:
        made.add_component(_event(one))
    body: bytes = made.to_ical()
    return body


def entity_tag(body: bytes) -> str:
    """The entity tag of a file (RFC 9110, 8.8.3)."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def matches_if_none_match(tag: str, if_none_match: str) -> bool:
    """Whether who asks has this very file: `If-None-Match` compares weakly (RFC 9110, 13.1.2)."""
    known = (one.strip().removeprefix("W/") for one in if_none_match.split(","))
    return any(one in ("*", tag) for one in known)


def _event(one: CalendarEvent) -> Any:
    event: Any = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", datetime.combine(one.told_on, time.min, UTC))
    event.add("dtstart", one.on)
    event.add("dtend", one.on + timedelta(days=1))
    event.add("summary", displayed(normalize_name(one.title)))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _title(journey: Journey, item: AgendaItem, translator: Translator, *, names: bool) -> str:
    own = item.kind == "follow_up"
    title = translator.gettext(FOLLOW_UP_TITLE if own else CALENDAR_TITLES[item.step or "conversation"])
    about = ", ".join(_about(journey, item)) if names else ""
    return f"{title} ({about})" if about else title


def _about(journey: Journey, item: AgendaItem) -> Iterator[str]:
    step = journey.experiments.get(item.experiment_id) if item.experiment_id else None
    meeting = step.planned.meeting if step else None
    who = journey.network.contacts.get(meeting.contact_id) if meeting else None
    if who and is_readable(who.name):
        yield who.name
    if item.role and is_readable(item.role):
        yield item.role


def _told_on(journey: Journey, item: AgendaItem) -> date:
    if item.kind == "follow_up":
        return _day_of(journey, item.item_id, item.due)
    step = journey.experiments.get(item.experiment_id) if item.experiment_id else None
    return step.planned.happened_on if step else item.due


def _day_of(journey: Journey, follow_up_id: UUID | None, otherwise: date) -> date:
    promised = journey.answers.follow_ups.get(follow_up_id) if follow_up_id else None
    return promised.happened_on if promised else otherwise
