"""What day it is for a client: dates in the journey's time zone, from a clock that tests can set."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from zoneinfo import ZoneInfo, available_timezones

from domain.errors import InvalidValue

Clock = Callable[[], datetime]


utc_now: Clock = partial(datetime.now, UTC)
"""The time now."""


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def time_zone_named(name: str) -> ZoneInfo:
    """A time zone by its IANA name; refused when there is none of that name."""
    # Not tried on ZoneInfo itself: names such as `Europe` or `../x` raise half a dozen different errors there.
    if name in _known_zones():
        return ZoneInfo(name)
    raise InvalidValue(
        "No time zone has this name.", field="time_zone", allowed="an IANA name, such as Europe/Oslo"
    )


def today_in(zone: str, now: datetime) -> date:
    """The date on a calendar in that zone."""
    return now.astimezone(time_zone_named(zone)).date()


def end_of_day(day: date, zone: str) -> datetime:
    """The first moment after a day in that zone."""
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC)
    return datetime.combine(day + timedelta(days=1), time.min, time_zone_named(zone))
