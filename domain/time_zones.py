"""Time zones by their names, and the day that a moment falls on there."""

from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

UNNAMED_ZONES = frozenset({"Factory", "localtime", "posixrules"})
"""What stands among the zones of a machine and names none: each machine has its own."""


@cache
def time_zone_names() -> frozenset[str]:
    """The IANA names of all time zones that this machine knows."""
    return frozenset(available_timezones() - UNNAMED_ZONES)


def known_time_zone(name: str) -> ZoneInfo | None:
    """A time zone by its IANA name; None when there is none of that name."""
    # Not tried on ZoneInfo itself: names such as `Europe` or `../x` raise half a dozen different errors there.
    return ZoneInfo(name) if name in time_zone_names() else None


def day_in(zone: str, moment: datetime) -> date:
    """The date of a moment on a calendar in a zone; that of UTC when there is no zone of that name."""
    return moment.astimezone(known_time_zone(zone) or UTC).date()
