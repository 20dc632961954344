"""Which day of a journey the address of a page names."""

from datetime import date
from http import HTTPStatus
from typing import Any

from litestar import Request

from projections.timeline.view import TIMELINE
from service.application.folded_journey import FoldedJourney
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.error_pages import PageError
from service.web.journey_weeks import journey_week, week_number_of
from service.web.profile.selected_day import DayOutsideJourney, SelectedDay, select_day

AnyRequest = Request[Any, Any, Any]

DAY_PROJECTIONS = (TIMELINE,)
"""What it takes to tell the day: a journey that ended is shown as of its last week."""

NOT_A_DATE_TEXT = gettext_noop("A date is written as year, month and day, such as 2026-04-05.")
NOT_A_DATE_TITLE = gettext_noop("This is not a date")
NOT_A_WEEK_TEXT = gettext_noop("A week is a number, such as 3.")
NOT_A_WEEK_TITLE = gettext_noop("This is not a week")
OUTSIDE_JOURNEY_TITLE = gettext_noop("There is nothing to see then")
OUTSIDE_JOURNEY_TEXT = gettext_noop("This journey can be seen from %(first)s to %(final)s.")
SEE_TODAY = gettext_noop("See it as of today")


def select_requested_day(request: AnyRequest, folded: FoldedJourney) -> SelectedDay:
    """The day of a journey that the address names: a date (`on`), the end of a week (`week`), or today.

    `DAY_PROJECTIONS` must have been loaded. Raises `PageError` for a day on which there is nothing to see.
    """
    here = f"/journeys/{folded.journey_id}/profile"
    number, on = _number(request, here), _on(request, here)
    if number is None and on is None and folded.journey.endings.recorded:
        on = _end_of_week(folded.started_on, folded.state(TIMELINE).last_on)
    try:
        return select_day(folded.started_on, folded.today, number=number, on=on)
    except DayOutsideJourney as outside:
        between = {
            "first": current_translator().day(outside.first),
            "final": current_translator().day(outside.final),
        }
        raise _trouble(
            OUTSIDE_JOURNEY_TITLE, OUTSIDE_JOURNEY_TEXT, here, HTTPStatus.NOT_FOUND, **between
        ) from None


def _end_of_week(started_on: date, day: date) -> date:
    return journey_week(started_on, week_number_of(started_on, day)).sunday


def _number(request: AnyRequest, href: str) -> int | None:
    text = request.query_params.get("week", "")
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) < 6:
        return int(text)
    raise _trouble(NOT_A_WEEK_TITLE, NOT_A_WEEK_TEXT, href, HTTPStatus.BAD_REQUEST)


def _on(request: AnyRequest, href: str) -> date | None:
    text = request.query_params.get("on", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _trouble(NOT_A_DATE_TITLE, NOT_A_DATE_TEXT, href, HTTPStatus.BAD_REQUEST) from None


def _trouble(title: str, sentence: str, href: str, status: HTTPStatus, **values: str) -> PageError:
    translator = current_translator()
    return PageError(
        translator.gettext(sentence) % values if values else translator.gettext(sentence),
        status=status,
        title=translator.gettext(title),
        href=href,
        link=translator.gettext(SEE_TODAY),
    )
