"""The addresses of the pages: the list of journeys, and a journey on a date."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from litestar import Response, Router, get
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.params import FromPath, FromQuery, SkipValidation
from litestar.types import Scope

from domain.errors import UnknownJourney
from domain.history import Entry
from domain.journey.start import JourneyStarted
from projections.caseload import Case
from service.accounts.caller import Caller
from service.clock import Now, today_in, utc_now
from service.read_models.journeys import CasePage, UnknownCursor
from service.rights.cases import CasesSeen
from service.rights.refusals import Forbidden
from service.rights.rights import NOBODY, Rights
from service.rights.seen import JourneysSeen
from service.web import words
from service.web.assets import asset
from service.web.calendar import week_of
from service.web.page import LATEST_WEEKS, NotOnThisDay, journey_page
from service.web.reader import LINES, JourneyPages, kept
from service.web.rendering import page
from service.web.trouble import PageTrouble, trouble_page

Pages = NamedDependency[SkipValidation[JourneyPages]]
Moment = NamedDependency[SkipValidation[datetime]]


def web_router(now: Now = utc_now, pages: Callable[[State], JourneyPages] = kept) -> Router:
    """The pages and their files, over the journeys that `pages` finds in the application's state."""
    return Router(
        path="/",
        route_handlers=[journey_list, journey, asset],
        dependencies={
            "journey_pages": Provide(_found_by(pages), sync_to_thread=False),
            "moment": Provide(now, sync_to_thread=False),
        },
        exception_handlers={HTTPException: trouble_page, Exception: trouble_page},
        include_in_schema=False,
    )


def _found_by(pages: Callable[[State], JourneyPages]) -> Callable[[State, Scope], Any]:
    # Litestar calls with the state and the scope what has parameters of these names.
    def found(state: State, scope: Scope) -> Any:
        rights: Rights | None = state.get("rights")
        caller: Caller | None = cast("dict[str, Any]", scope).get("caller")
        local = caller.way == "local" if caller else rights is None
        return pages(state) if local else SeenPages(state, caller or NOBODY, rights)

    return found


class SeenPages:
    """The journeys whose pages a caller may see: the client's own, and those granted whole."""

    def __init__(self, state: State, caller: Caller, rights: Rights | None) -> None:
        self._cases = CasesSeen(caller, state.case_list, rights)
        self._journeys = JourneysSeen(caller, state.journeys, rights)

    async def list(self, cursor: str | None) -> CasePage:
        try:
            found = await self._cases.page(cursor, LINES, "read_page")
        except Forbidden:
            return CasePage([], None)
        return CasePage([one.case for one in found.cases], found.next)

    async def entries(self, journey_id: UUID) -> Sequence[Entry]:
        try:
            return await (await self._journeys.see("read_page", journey_id)).entries()
        except (UnknownJourney, Forbidden):
            return ()


@get("/", name="journey_list")
async def journey_list(
    journey_pages: Pages, moment: Moment, after: FromQuery[str | None] = None
) -> Response[str]:
    """The journeys, each a link."""
    try:
        found = await journey_pages.list(after)
    except UnknownCursor:
        raise PageTrouble(
            "This list has no page there.",
            status=HTTPStatus.BAD_REQUEST,
            title="The list does not go on from there",
        ) from None
    lines = [(line, _week(line, moment)) for line in found.cases]
    return page("journeys.html", lines=lines, more=found.next, first=after is None)


@get("/journeys/{journey_id:str}", name="journey")
async def journey(
    journey_id: FromPath[str], journey_pages: Pages, moment: Moment, on: FromQuery[str | None] = None
) -> Response[str]:
    """A journey at the end of its latest week, or on the date asked for."""
    entries = await _entries(journey_pages, journey_id)
    href = f"/journeys/{entries[0].journey_id}"
    try:
        asked = _date(on, href)
        # A year of weeks is some 60 ms of arithmetic, in which others need not wait.
        shown = await asyncio.to_thread(journey_page, entries, asked, _today(entries, moment))
    except NotOnThisDay as outside:
        raise PageTrouble(
            f"This journey can be seen from {words.day(outside.first)} to {words.day(outside.final)}.",
            status=HTTPStatus.NOT_FOUND,
            title="There is nothing to see on that day",
            href=href,
            link="See the latest week",
        ) from None
    return page("journey.html", page=shown, latest_weeks=LATEST_WEEKS)


async def _entries(journey_pages: JourneyPages, journey_id: str) -> Sequence[Entry]:
    try:
        known = UUID(journey_id)
    except ValueError:
        entries: Sequence[Entry] = ()
    else:
        entries = await journey_pages.entries(known)
    if entries:
        return entries
    raise PageTrouble(
        "The address may be mistyped, or the journey was erased.",
        status=HTTPStatus.NOT_FOUND,
        title="There is no such journey",
    )


def _date(on: str | None, href: str) -> date | None:
    try:
        return date.fromisoformat(on) if on else None
    except ValueError:
        raise PageTrouble(
            "A date is written as year, month and day, such as 2026-04-05.",
            status=HTTPStatus.BAD_REQUEST,
            title="This is not a date",
            href=href,
            link="See the latest week",
        ) from None


def _week(line: Case, moment: datetime) -> int:
    """The week a journey is in; after its programme the last one."""
    today = today_in(line.time_zone, moment)
    return week_of(line.started_on, min(today, line.programme_end or today))


def _today(entries: Sequence[Entry], moment: datetime) -> date:
    """The date in the journey's own time zone."""
    started = entries[0].event
    zone = started.time_zone if isinstance(started, JourneyStarted) else "UTC"
    return today_in(zone, moment.astimezone(UTC))
