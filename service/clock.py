"""What day it is for a client: dates in the journey's time zone, from a clock that tests can set."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from types import MappingProxyType
from zoneinfo import ZoneInfo

from domain.errors import InvalidValue
from domain.time_zones import known_time_zone
from domain.vocabulary import Language

Clock = Callable[[], datetime]


utc_now: Clock = partial(datetime.now, UTC)
"""The time now."""
DEFAULT_TIME_ZONES: Mapping[Language, str] = MappingProxyType(
    {"en": "Europe/London", "nl": "Europe/Amsterdam", "sv": "Europe/Stockholm", "nb": "Europe/Oslo"}
)
"""Where those live who speak a language, until they say otherwise."""


log = logging.getLogger(__name__)


def time_zone_named(name: str) -> ZoneInfo:
    """A time zone by its IANA name; refused when there is none of that name."""
    if zone := known_time_zone(name):
        return zone
    raise InvalidValue(
        "No time zone has this name.", field="time_zone", allowed="an IANA name, such as Europe/Oslo"
    )


@cache
def stored_time_zone(name: str) -> ZoneInfo:
    """A time zone that stands in the log; UTC, with a warning, when this machine knows none of that name."""
    if zone := known_time_zone(name):
        return zone
    log.warning("no time zone is called %r here: its journeys go by UTC", name)
    return ZoneInfo("UTC")


def today_in(zone: str, now: datetime) -> date:
    """The date on a calendar in a zone that stands in the log."""
    return now.astimezone(stored_time_zone(zone)).date()


def end_of_day(day: date, zone: str) -> datetime:
    """The first moment after a day in that zone."""
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC)
    return datetime.combine(day + timedelta(days=1), time.min, stored_time_zone(zone))
