"""The weekly letter on the agenda: asked for, put at another time, switched off."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from litestar import Request, post
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Struct

from service.accounts.weekly_emails import Wanted, WeeklyLetters
from service.authorization.authorized_journeys import JourneySeen
from service.localization.current_translator import spoken
from service.web.form_data import Answers, answers_of
from service.web.page_context import Visit, Visits
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

A_MONDAY = date(2024, 1, 1)
USUAL = Wanted(weekday=5, hour=16)
"""What is offered first: the end of a working week."""
HOURS = tuple(f"{hour:02}:00" for hour in range(24))


class WeeklyShown(Struct, frozen=True, kw_only=True):
    """The weekly letter on the agenda page."""

    wanted: Wanted | None
    answers: Answers
    can_be_sent: bool
    """Whether there is a mail server."""

    @property
    def weekdays(self) -> list[tuple[int, str]]:
        """The days of the week, in the reader's language."""
        return [(number, _weekday(number)) for number in range(1, 8)]

    @property
    def hours(self) -> list[tuple[int, str]]:
        """The hours of the day."""
        return list(enumerate(HOURS))

    @property
    def offered(self) -> Wanted:
        """What stands in the form."""
        return self.wanted or USUAL

    @property
    def on(self) -> str:
        """The day it comes on."""
        return _weekday(self.offered.weekday)

    @property
    def at(self) -> str:
        """The hour it comes at."""
        return HOURS[self.offered.hour]


@post("/journeys/{journey_id:uuid}/agenda/weekly", name="ask_weekly")
async def ask_weekly(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Ask for the letter, or for another time."""
    letters = await _own(visit, journey_id)
    answers = await answers_of(request)
    weekday, hour = answers.number("weekday", 1, 7, needed=True), answers.number("hour", 0, 23, needed=True)
    if weekday is None or hour is None or not can_be_sent(request.app.state):
        return to(f"/journeys/{journey_id}/agenda#weekly")
    journey = await (await visit.see("read_agenda", journey_id)).journey()
    zone = journey.started.fact.time_zone
    if not await letters.ask(visit.caller, journey_id, Wanted(weekday=weekday, hour=hour), zone):
        raise NotFoundException
    return to(f"/journeys/{journey_id}/agenda?told=weekly")


@post("/journeys/{journey_id:uuid}/agenda/weekly/off", name="end_weekly")
async def end_weekly(visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Switch it off."""
    letters = await _own(visit, journey_id)
    await letters.end(visit.caller, journey_id)
    return to(f"/journeys/{journey_id}/agenda?told=weekly-off")


async def weekly_shown(visit: Visit, seen: JourneySeen, journey_id: UUID, state: State) -> WeeklyShown | None:
    """None where there are no accounts; and nobody but the client gets one."""
    if visit.rights is None or seen.level != "own":
        return None
    letters = WeeklyLetters(visit.rights.pool, now=lambda: visit.moment)
    return WeeklyShown(
        wanted=await letters.wanted(visit.caller, journey_id),
        answers=Answers(),
        can_be_sent=can_be_sent(state),
    )


def can_be_sent(state: State) -> bool:
    """Whether there is a mail server."""
    return state.get("post") is not None


async def _own(visit: Visit, journey_id: UUID) -> WeeklyLetters:
    """The letters, for the client of this journey."""
    seen = await visit.see("read_agenda", journey_id)
    if visit.rights is None or seen.level != "own":
        raise NotFoundException
    return WeeklyLetters(visit.rights.pool, now=lambda: visit.moment)


def _weekday(number: int) -> str:
    return spoken().weekday(A_MONDAY + timedelta(days=number - 1))


HANDLERS = (ask_weekly, end_weekly)
