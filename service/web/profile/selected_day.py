"""Which day of a journey is looked at: the end of a week, or a day that was asked for."""

from datetime import date

from msgspec import Struct

from service.web.journey_weeks import MAX_WEEKS, JourneyWeek, journey_week, week_number_of


class DayOutsideJourney(LookupError):
    """The journey cannot be shown then: it had not begun, or the day lies ahead."""

    def __init__(self, started_on: date, today: date) -> None:
        super().__init__(f"There is something to see from {started_on} to {today}.")
        self.first = started_on
        self.final = today
        self.weeks = max(1, week_number_of(started_on, today))


class SelectedDay(Struct, frozen=True, kw_only=True):
    """A day of a journey, and the weeks around it."""

    on: date
    today: date
    here: JourneyWeek
    """The week that is looked at."""
    latest: JourneyWeek
    """The running week."""
    axis: tuple[JourneyWeek, ...]
    """The weeks that are drawn: all of them, or of a long journey a year."""
    previous: JourneyWeek | None
    following: JourneyWeek | None

    @property
    def days(self) -> tuple[date, ...]:
        """The end of every week drawn, up to the day that is looked at."""
        return tuple(min(one.sunday, self.on) for one in self.axis if one.monday <= self.on)


def select_day(
    started_on: date, today: date, *, number: int | None = None, on: date | None = None
) -> SelectedDay:
    """The end of a week by its number, a day, or today; what lies ahead in the running week is today.

    Raises `DayOutsideJourney`.
    """
    today = max(today, started_on)
    latest = journey_week(started_on, week_number_of(started_on, today))
    if number is not None:
        if not 1 <= number <= latest.number:
            raise DayOutsideJourney(started_on, today)
        on = journey_week(started_on, number).sunday
    on = today if on is None else on
    if not started_on <= on <= latest.sunday:
        raise DayOutsideJourney(started_on, today)
    on = min(on, today)
    here = journey_week(started_on, week_number_of(started_on, on))
    return SelectedDay(
        on=on,
        today=today,
        here=here,
        latest=latest,
        axis=_axis(started_on, here.number, latest.number),
        previous=journey_week(started_on, here.number - 1) if here.number > 1 else None,
        following=journey_week(started_on, here.number + 1) if here.number < latest.number else None,
    )


def _axis(started_on: date, here: int, latest: int) -> tuple[JourneyWeek, ...]:
    first = max(1, min(latest - MAX_WEEKS + 1, here))
    return tuple(
        journey_week(started_on, number) for number in range(first, min(latest, first + MAX_WEEKS - 1) + 1)
    )
