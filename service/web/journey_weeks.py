"""The weeks of a journey: Monday to Sunday, 1 in the week of the start."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from domain.journey.events.weeks import monday_of
from service.localization.current_translator import current_translator

MAX_WEEKS = 52
"""As many weeks as a page draws; of a longer journey the latest."""


class JourneyWeek(Struct, frozen=True, kw_only=True):
    """A week by its number, and the day on which it is looked at."""

    number: int
    monday: date

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + timedelta(days=6)


class AxisTick(Struct, frozen=True, kw_only=True):
    """A label on the axis of weeks, centred over the weeks it spans; None only fills the end."""

    span: int
    week: JourneyWeek | None


MAX_TICKS = 13
"""As many labels as fit under a thumb beside each other on a phone."""


def week_number_of(started_on: date, day: date) -> int:
    """The number of the week a day lies in."""
    return (monday_of(day) - monday_of(started_on)).days // 7 + 1


def weeks_between(started_on: date, until: date) -> tuple[JourneyWeek, ...]:
    """The weeks from the start to the one a day lies in; of very many the latest."""
    final = max(1, week_number_of(started_on, until))
    first = max(1, final - MAX_WEEKS + 1)
    return tuple(journey_week(started_on, number) for number in range(first, final + 1))


def journey_week(started_on: date, number: int) -> JourneyWeek:
    """A week by its number."""
    return JourneyWeek(number=number, monday=monday_of(started_on) + timedelta(weeks=number - 1))


def week_caption(started_on: date, programme_end: date | None, today: date) -> str:
    """Where a journey is today, for the corner of a page: Week 3 of 12."""
    number = max(1, week_number_of(started_on, today))
    if programme_end is None or today > programme_end:
        return current_translator().gettext("Week %(week)s") % {"week": number}
    last = week_number_of(started_on, programme_end)
    return current_translator().gettext("Week %(week)s of %(last)s") % {"week": number, "last": last}


def axis_ticks(weeks: Sequence[JourneyWeek]) -> tuple[AxisTick, ...]:
    """A label for every week, or for every third, fifth and so on when there are many."""
    span = -(-len(weeks) // MAX_TICKS)
    # An odd number of weeks has one in the middle.
    span += 1 - span % 2
    whole = len(weeks) // span
    labels = [AxisTick(span=span, week=weeks[place * span + span // 2]) for place in range(whole)]
    rest = len(weeks) - whole * span
    return (*labels, *([AxisTick(span=rest, week=None)] if rest else []))
