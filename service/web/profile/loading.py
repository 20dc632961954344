"""Which journey and which day of it a page was asked for, and everything that is read to show it."""

from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request
from msgspec import Struct

from domain.journey.aggregate import Journey
from projections.agenda import AGENDA
from projections.gaps import GAPS
from projections.portrait import PORTRAIT
from projections.profile import PROFILE
from projections.profile.state import ProfileState
from projections.strengths import STRENGTHS
from projections.timeline.state import TimelineState
from projections.timeline.view import TIMELINE
from service.authorization.authorized_journeys import AuthorizedJourney
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.error_pages import PageError
from service.web.journey_weeks import journey_week, week_number_of
from service.web.profile.page import ProfileViews
from service.web.profile.selected_day import DayOutsideJourney, SelectedDay, select_day

AnyRequest = Request[Any, Any, Any]

NOT_A_DATE_TEXT = gettext_noop("A date is written as year, month and day, such as 2026-04-05.")
NOT_A_DATE_TITLE = gettext_noop("This is not a date")
NOT_A_WEEK_TEXT = gettext_noop("A week is a number, such as 3.")
NOT_A_WEEK_TITLE = gettext_noop("This is not a week")
OUTSIDE_JOURNEY_TITLE = gettext_noop("There is nothing to see then")
OUTSIDE_JOURNEY_TEXT = gettext_noop("This journey can be seen from %(first)s to %(final)s.")
SEE_TODAY = gettext_noop("See it as of today")


class ProfileData(Struct, frozen=True):
    """A journey as it was read, and the day that is looked at."""

    journey_id: UUID
    seen: AuthorizedJourney
    journey: Journey
    state: ProfileState
    kept: TimelineState
    looked: SelectedDay

    async def load_views(self) -> ProfileViews:
        """What else is shown of it on that day."""
        on = self.looked.on
        return ProfileViews(
            strengths=await self.seen.view(STRENGTHS, on=on),
            gaps=await self.seen.view(GAPS, on=on),
            portrait=await self.seen.view(PORTRAIT, on=on),
            agenda=await self.seen.view(AGENDA, on=on),
        )


async def load_profile_data(request: AnyRequest, seen: AuthorizedJourney, journey_id: UUID) -> ProfileData:
    """A journey on the day that the address names: a date (`on`), the end of a week (`journey_week`), or today.

    Raises `PageError` for a day on which there is nothing to see.
    """
    journey = await seen.get()
    reading, kept = await seen.fold(PROFILE), (await seen.fold(TIMELINE)).state(TIMELINE)
    here = f"/journeys/{journey_id}/profile"
    number, on = _number(request, here), _on(request, here)
    if number is None and on is None and journey.endings.recorded:
        on = _end_of_week(reading.started_on, kept.last_on)
    try:
        day = select_day(reading.started_on, reading.today, number=number, on=on)
    except DayOutsideJourney as outside:
        between = {
            "first": current_translator().day(outside.first),
            "final": current_translator().day(outside.final),
        }
        raise _trouble(
            OUTSIDE_JOURNEY_TITLE, OUTSIDE_JOURNEY_TEXT, here, HTTPStatus.NOT_FOUND, **between
        ) from None
    return ProfileData(journey_id, seen, journey, reading.state(PROFILE), kept, day)


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
