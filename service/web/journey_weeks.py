"""The weeks of a journey, Monday to Sunday from 1 in the week of the start, and the day of it that an address names."""

from collections.abc import Sequence
from datetime import date, timedelta
from http import HTTPStatus

from msgspec import Struct

from domain.journey.events.weeks import monday_of, week_number
from projections.timeline.projection import TIMELINE
from service.application.folded_journey import FoldedJourney
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.error_pages import PageError
from service.web.form_data import parse_number

MAX_WEEKS = 52
"""As many weeks as a page draws; of a longer journey the latest."""
MAX_TICKS = 13
"""As many labels as fit under a thumb beside each other on a phone."""

DAY_PROJECTIONS = (TIMELINE,)
"""Needed to find the day: a journey that ended is shown as of its last week."""

NOT_A_DATE_TEXT = gettext_noop("Write a date as year, month, day, such as 2026-04-05.")
NOT_A_DATE_TITLE = gettext_noop("This is not a date")
NOT_A_WEEK_TEXT = gettext_noop("Enter a week as a number, such as 3.")
NOT_A_WEEK_TITLE = gettext_noop("This is not a week")
OUTSIDE_JOURNEY_TITLE = gettext_noop("There is nothing to see for that date")
OUTSIDE_JOURNEY_TEXT = gettext_noop("You can see this journey from %(first)s to %(final)s.")
SEE_TODAY = gettext_noop("See today")


class JourneyWeek(Struct, frozen=True, kw_only=True):
    """A week of a journey: its number and its Monday."""

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


def weeks_between(started_on: date, until: date) -> tuple[JourneyWeek, ...]:
    """The weeks from the start to the one a day lies in; of very many the latest."""
    final = max(1, week_number(started_on, until))
    first = max(1, final - MAX_WEEKS + 1)
    return tuple(journey_week(started_on, number) for number in range(first, final + 1))


def journey_week(started_on: date, number: int) -> JourneyWeek:
    """A week by its number."""
    return JourneyWeek(number=number, monday=monday_of(started_on) + timedelta(weeks=number - 1))


def week_caption(started_on: date, programme_end: date | None, today: date) -> str:
    """Where a journey is today, for the corner of a page: Week 3 of 12."""
    number = max(1, week_number(started_on, today))
    if programme_end is None or today > programme_end:
        return current_translator().gettext("Week %(week)s") % {"week": number}
    last = week_number(started_on, programme_end)
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


class DayOutsideJourney(LookupError):
    """The journey cannot be shown then: it had not begun, or the day lies ahead."""

    def __init__(self, started_on: date, today: date) -> None:
        super().__init__(f"There is something to see from {started_on} to {today}.")
        self.first = started_on
        self.final = today
        self.weeks = max(1, week_number(started_on, today))


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
    latest = journey_week(started_on, week_number(started_on, today))
    if number is not None:
        if not 1 <= number <= latest.number:
            raise DayOutsideJourney(started_on, today)
        on = journey_week(started_on, number).sunday
    on = today if on is None else on
    if not started_on <= on <= latest.sunday:
        raise DayOutsideJourney(started_on, today)
    on = min(on, today)
    here = journey_week(started_on, week_number(started_on, on))
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


def select_requested_day(request: AnyRequest, folded: FoldedJourney, today_at: str = "") -> SelectedDay:
    """The day of a journey that the address names: a date (`on`), the end of a week (`week`), or today.

    `DAY_PROJECTIONS` must have been loaded. Raises `PageError` for a day on which there is nothing to see; it leads to
    `today_at`, else to the profile.
    """
    here = today_at or f"/journeys/{folded.journey_id}/profile"
    number, on = _week_asked_for(request, here), _day_asked_for(request, here)
    if number is None and on is None and folded.journey.endings.recorded:
        on = _end_of_week(folded.started_on, folded.state(TIMELINE).last_on)
    try:
        return select_day(folded.started_on, folded.today, number=number, on=on)
    except DayOutsideJourney as outside:
        raise _outside_journey(outside, here) from None


def select_requested_monday(request: AnyRequest, folded: FoldedJourney) -> date:
    """The Monday of the week that the address names by one of its days (`monday`), else of the running one.

    Raises `PageError` for a week in which there is nothing to see.
    """
    here = f"/journeys/{folded.journey_id}/week"
    monday = monday_of(_day_asked_for(request, here, "monday") or folded.today)
    if not monday_of(folded.started_on) <= monday <= monday_of(folded.today):
        raise _outside_journey(DayOutsideJourney(folded.started_on, folded.today), here)
    return monday


def _outside_journey(outside: DayOutsideJourney, href: str) -> PageError:
    translator = current_translator()
    between = {"first": translator.day(outside.first), "final": translator.day(outside.final)}
    return _page_error(OUTSIDE_JOURNEY_TITLE, OUTSIDE_JOURNEY_TEXT, href, HTTPStatus.NOT_FOUND, **between)


def _end_of_week(started_on: date, day: date) -> date:
    return journey_week(started_on, week_number(started_on, day)).sunday


def _week_asked_for(request: AnyRequest, href: str) -> int | None:
    text = request.query_params.get("week", "")
    if not text:
        return None
    if (number := parse_number(text, digits=5)) is None:
        raise _page_error(NOT_A_WEEK_TITLE, NOT_A_WEEK_TEXT, href, HTTPStatus.BAD_REQUEST)
    return number


def _day_asked_for(request: AnyRequest, href: str, name: str = "on") -> date | None:
    text = request.query_params.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _page_error(NOT_A_DATE_TITLE, NOT_A_DATE_TEXT, href, HTTPStatus.BAD_REQUEST) from None


def _page_error(title: str, sentence: str, href: str, status: HTTPStatus, **values: str) -> PageError:
    translator = current_translator()
    return PageError(
        translator.gettext(sentence) % values if values else translator.gettext(sentence),
        status=status,
        title=translator.gettext(title),
        href=href,
        link=translator.gettext(SEE_TODAY),
    )
