"""Who recorded an entry, and on which day it was in the client's time zone."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, TypeAlias
from uuid import UUID

from domain.history import RecordedEvent
from domain.journey.events.coaches import CoachAssigned
from domain.journey.events.course import TimeZoneChanged
from domain.journey.events.deputies import DeputyProposed
from domain.journey.events.start import JourneyStarted
from service.clock import stored_time_zone
from service.system_ids import CLOCK_ACTOR, ERASURE_ACTOR

Author: TypeAlias = Literal["client", "coach", "service"]

_WITH_ZONE = (JourneyStarted, TimeZoneChanged)
_SERVICE = (None, CLOCK_ACTOR, ERASURE_ACTOR)


def authors_of(recorded: Iterable[RecordedEvent]) -> dict[UUID | None, Author]:
    """Who each actor of a journey is. Whoever is no coach of it counts as the client."""
    entries = list(recorded)
    authors: dict[UUID | None, Author] = {one.actor_id: "client" for one in entries}
    for one in entries:
        event = one.event
        if isinstance(event, CoachAssigned):
            authors[event.coach_id] = "coach"
        elif isinstance(event, DeputyProposed):
            authors[event.deputy_id] = "coach"
    authors.update(dict.fromkeys(_SERVICE, "service"))
    return authors


def recorded_days(recorded: Iterable[RecordedEvent]) -> dict[int, date]:
    """The day on which each entry was recorded, by its number."""
    zone = stored_time_zone("UTC")
    found = dict[int, date]()
    for one in recorded:
        if isinstance(one.event, _WITH_ZONE):
            zone = stored_time_zone(one.event.time_zone)
        found[one.number] = one.recorded_at.astimezone(zone).date()
    return found
