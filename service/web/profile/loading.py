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
from projections.profile.state import State
from projections.strengths import STRENGTHS
from service.authorization.authorized_journeys import JourneySeen
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.error_pages import PageTrouble
from service.web.journey_weeks import week, week_of
from service.web.profile.page import Views
from service.web.profile.selected_day import Looked, NotInTheJourney, looked
from service.web.timeline import TIMELINE, Kept

Asked = Request[Any, Any, Any]

NOT_A_DAY = marked("A date is written as year, month and day, such as 2026-04-05.")
NO_DAY = marked("This is not a date")
NOT_A_WEEK = marked("A week is a number, such as 3.")
NO_WEEK = marked("This is not a week")
NOTHING_THEN = marked("There is nothing to see then")
BETWEEN = marked("This journey can be seen from %(first)s to %(final)s.")
SEE_TODAY = marked("See it as of today")


class Read(Struct, frozen=True):
    """A journey as it was read, and the day that is looked at."""

    journey_id: UUID
    seen: JourneySeen
    journey: Journey
    state: State
    kept: Kept
    looked: Looked

    async def views(self) -> Views:
        """What else is shown of it on that day."""
        on = self.looked.on
        return Views(
            strengths=await self.seen.view(STRENGTHS, on=on),
            gaps=await self.seen.view(GAPS, on=on),
            portrait=await self.seen.view(PORTRAIT, on=on),
            agenda=await self.seen.view(AGENDA, on=on),
        )


async def read(request: Asked, seen: JourneySeen, journey_id: UUID) -> Read:
    """A journey on the day that the address names: a date (`on`), the end of a week (`week`), or today.

    Raises `PageTrouble` for a day on which there is nothing to see.
    """
    journey = await seen.journey()
    reading, kept = await seen.read(PROFILE), (await seen.read(TIMELINE)).state
    here = f"/journeys/{journey_id}/profile"
    number, on = _number(request, here), _on(request, here)
    if number is None and on is None and journey.endings.recorded:
        on = _end_of_week(reading.started_on, kept.last_on)
    try:
        day = looked(reading.started_on, reading.today, number=number, on=on)
    except NotInTheJourney as outside:
        between = {"first": spoken().day(outside.first), "final": spoken().day(outside.final)}
        raise _trouble(NOTHING_THEN, BETWEEN, here, HTTPStatus.NOT_FOUND, **between) from None
    return Read(journey_id, seen, journey, reading.state, kept, day)


def _end_of_week(started_on: date, day: date) -> date:
    return week(started_on, week_of(started_on, day)).sunday


def _number(request: Asked, href: str) -> int | None:
    text = request.query_params.get("week", "")
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) < 6:
        return int(text)
    raise _trouble(NO_WEEK, NOT_A_WEEK, href, HTTPStatus.BAD_REQUEST)


def _on(request: Asked, href: str) -> date | None:
    text = request.query_params.get("on", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _trouble(NO_DAY, NOT_A_DAY, href, HTTPStatus.BAD_REQUEST) from None


def _trouble(title: str, sentence: str, href: str, status: HTTPStatus, **values: str) -> PageTrouble:
    words = spoken()
    return PageTrouble(
        words.gettext(sentence) % values if values else words.gettext(sentence),
        status=status,
        title=words.gettext(title),
        href=href,
        link=words.gettext(SEE_TODAY),
    )
