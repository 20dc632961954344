"""Where one comes in: the start, which leads everybody to their own first page, and the list of journeys."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from uuid import UUID

from litestar import Router, get
from litestar.exceptions import HTTPException
from litestar.params import FromPath, FromQuery

from domain.errors import UnknownJourney
from domain.journey.events.weeks import week_number
from projections.caseload.state import CaseloadEntry
from service.accounts.caller import AccountRole, Caller
from service.application.aggregates import today_after
from service.authorization.authorized_caseload import AuthorizedCaseloadPage
from service.authorization.errors import Forbidden
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.read_models.caseload import UnknownCaseloadCursor
from service.web.assets import asset
from service.web.error_pages import PageError, error_page
from service.web.page_context import PAGE_DEPENDENCIES, PageContext, PageContextDependency
from service.web.rendering import EMPTY_LAYOUT, HtmlResponse, redirect_to, render_page

JOURNEYS_PER_PAGE = 50
"""Journeys on one page of the list."""

HOME_BY_ROLE: Mapping[AccountRole, str] = MappingProxyType(
    {"coach": "/desk", "manager": "/programmes", "researcher": "/studies", "admin": "/people"}
)
"""Where those begin who work here."""

NO_SUCH_LIST_PAGE = gettext_noop("The list has no such page.")
LIST_ENDS_TITLE = gettext_noop("The list does not continue from there")
SEE_ALL_JOURNEYS = gettext_noop("See all journeys")


def home_router() -> Router:
    """The way in and the files of the pages."""
    return Router(
        path="/",
        route_handlers=[home, open_journey, asset],
        dependencies=PAGE_DEPENDENCIES,
        exception_handlers={
            UnknownJourney: error_page,
            Forbidden: error_page,
            HTTPException: error_page,
            Exception: error_page,
        },
        include_in_schema=False,
    )


@get("/", name="journey_list")
async def home(context: PageContextDependency, after: FromQuery[str | None] = None) -> HtmlResponse:
    """To one's own first page; for the rest a list of journeys, or what there is for them instead."""
    found = await _found(context, after)
    if after is None and (path := _own_path(context.caller, found)):
        return redirect_to(path)
    return render_page(
        "home/journeys.html",
        layout=context.staff_layout("") if context.caller.way != "local" else EMPTY_LAYOUT,
        lines=[(one.case, _week(one.case, context)) for one in found.cases],
        more=found.next,
        first=after is None,
        roles=None if context.caller.way == "local" else tuple(sorted(context.caller.roles)),
    )


@get("/journeys/{journey_id:uuid}", name="journey")
async def open_journey(
    context: PageContextDependency, journey_id: FromPath[UUID], on: FromQuery[str | None] = None
) -> HtmlResponse:
    """To a journey's first page for who asks: its client's week, or what a coach sees of it."""
    folded = await context.load("read_line", journey_id)
    at = f"/journeys/{journey_id}"
    match folded.level:
        case "own" if on is None:
            return redirect_to(f"{at}/week")
        case "own" | "whole":
            return redirect_to(f"{at}/profile?on={on}" if on else f"{at}/profile")
        case _:
            return redirect_to(f"/clients/{journey_id}")


def _own_path(caller: Caller, found: AuthorizedCaseloadPage) -> str | None:
    """Where somebody begins: a client in the week of her one journey, or where it sets out; who works here at their work.

    None for who has both, and for who sits at this machine: they choose from the list.
    """
    if caller.way == "local":
        return None
    own = [one.case.journey_id for one in found.cases if one.level == "own"]
    work = next((path for role, path in HOME_BY_ROLE.items() if role in caller.roles), None)
    if work is None and len(own) < 2 and "client" in caller.roles:
        return f"/journeys/{own[0]}/week" if own else "/start"
    return None if own else work


async def _found(context: PageContext, after: str | None) -> AuthorizedCaseloadPage:
    try:
        return await context.cases.page(after, JOURNEYS_PER_PAGE)
    except Forbidden:
        return AuthorizedCaseloadPage([], None)
    except UnknownCaseloadCursor:
        translator = current_translator()
        raise PageError(
            translator.gettext(NO_SUCH_LIST_PAGE),
            status=HTTPStatus.BAD_REQUEST,
            title=translator.gettext(LIST_ENDS_TITLE),
            link=translator.gettext(SEE_ALL_JOURNEYS),
        ) from None


def _week(line: CaseloadEntry, context: PageContext) -> int:
    """The week a journey is in; after its programme the last one."""
    today = today_after(line.last_entry_on or line.started_on, line.time_zone, context.moment)
    return week_number(line.started_on, min(today, line.programme_end or today))
