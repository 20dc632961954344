"""Where one comes in: the start, which leads everybody to their own first page, and the list of journeys."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from uuid import UUID

from litestar import Router, get
from litestar.exceptions import HTTPException
from litestar.params import FromPath, FromQuery

from domain.errors import UnknownJourney
from projections.caseload import Case
from service.accounts.caller import Caller, Role
from service.authorization.cases import CasesPage
from service.authorization.errors import Forbidden
from service.clock import Now, today_in, utc_now
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.read_models.caseload import UnknownCursor
from service.web.assets import asset
from service.web.error_pages import PageTrouble, trouble_page
from service.web.journey_weeks import week_of
from service.web.layout import PLAIN
from service.web.page_context import Visit, Visits, visit_provider
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

LINES = 50
"""Journeys on one page of the list."""

ROOMS: Mapping[Role, str] = MappingProxyType(
    {"coach": "/desk", "manager": "/programmes", "researcher": "/studies", "admin": "/people"}
)
"""Where those begin who work here."""

NO_PAGE = marked("This list has no page there.")
NOT_ON = marked("The list does not go on from there")
SEE_ALL = marked("See all journeys")


def web_router(now: Now = utc_now) -> Router:
    """The way in and the files of the pages."""
    return Router(
        path="/",
        route_handlers=[start, journey, asset],
        dependencies={"visit": visit_provider(now)},
        exception_handlers={
            UnknownJourney: trouble_page,
            Forbidden: trouble_page,
            HTTPException: trouble_page,
            Exception: trouble_page,
        },
        include_in_schema=False,
    )


@get("/", name="journey_list")
async def start(visit: Visits, after: FromQuery[str | None] = None) -> Page:
    """To one's own first page; for the rest a list of journeys, or what there is for them instead."""
    found = await _found(visit, after)
    if after is None and (room := _own_room(visit.caller, found)):
        return to(room)
    return page(
        "home/journeys.html",
        frame=visit.staff_frame("") if visit.caller.way != "local" else PLAIN,
        lines=[(one.case, _week(one.case, visit)) for one in found.cases],
        more=found.next,
        first=after is None,
        roles=None if visit.caller.way == "local" else tuple(sorted(visit.caller.roles)),
    )


@get("/journeys/{journey_id:uuid}", name="journey")
async def journey(visit: Visits, journey_id: FromPath[UUID], on: FromQuery[str | None] = None) -> Page:
    """To a journey's first page for who asks: its client's week, or what a coach sees of it."""
    seen = await visit.see("read_line", journey_id)
    await seen.journey()
    at = f"/journeys/{journey_id}"
    match seen.level:
        case "own" if on is None:
            return to(f"{at}/week")
        case "own" | "whole":
            return to(f"{at}/profile?on={on}" if on else f"{at}/profile")
        case _:
            return to(f"/clients/{journey_id}")


def _own_room(caller: Caller, found: CasesPage) -> str | None:
    """Where somebody begins: a client in the week of her one journey, or where it sets out; who works here at their work.

    None for who has both, and for who sits at this machine: they choose from the list.
    """
    if caller.way == "local":
        return None
    own = [one.case.journey_id for one in found.cases if one.level == "own"]
    work = next((room for role, room in ROOMS.items() if role in caller.roles), None)
    if work is None and len(own) < 2 and "client" in caller.roles:
        return f"/journeys/{own[0]}/week" if own else "/start"
    return None if own else work


async def _found(visit: Visit, after: str | None) -> CasesPage:
    try:
        return await visit.cases.page(after, LINES)
    except Forbidden:
        return CasesPage([], None)
    except UnknownCursor:
        words = spoken()
        raise PageTrouble(
            words.gettext(NO_PAGE),
            status=HTTPStatus.BAD_REQUEST,
            title=words.gettext(NOT_ON),
            link=words.gettext(SEE_ALL),
        ) from None


def _week(line: Case, visit: Visit) -> int:
    """The week a journey is in; after its programme the last one."""
    today = today_in(line.time_zone, visit.moment)
    return week_of(line.started_on, min(today, line.programme_end or today))
