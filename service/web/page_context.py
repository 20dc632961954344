"""The context of one page request: the caller, the moment, and what the caller may read and record."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, time
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar
from uuid import UUID

from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation
from msgspec.structs import replace

from projections.fold import Projection
from projections.refusals.projection import REFUSALS
from service.accounts.caller import Caller
from service.application.folded_journey import FoldedJourney
from service.atlas.atlas import Atlas
from service.authorization.actions import Action
from service.authorization.authorized_caseload import AuthorizedCaseload
from service.authorization.authorized_desk import AuthorizedDesk
from service.authorization.authorized_journeys import AuthorizedJourney, AuthorizedJourneys
from service.authorization.authorizer import Authorizer
from service.clock import stored_time_zone
from service.http.dependencies import (
    AnyRequest,
    CallerDependency,
    JourneysDependency,
    MomentDependency,
    ServicesDependency,
    get_authorizer,
    get_caseload,
    get_desk,
)
from service.http.request_context import CURRENT
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.translator import set_year
from service.read_models.seen_news import SeenNews
from service.web.error_pages import CatchingUp, PageError
from service.web.journey_weeks import week_caption
from service.web.rendering import Layout, client_tabs, staff_tabs

T = TypeVar("T")

CATCH_UP_SECONDS = 1.0
"""How long a page waits for what was just recorded."""
CATCH_UP_READS = 10
"""How often it looks meanwhile."""
CLIENT_ONLY_TITLE = gettext_noop("This page is your client's")
CLIENT_ONLY_TEXT = gettext_noop("Only they can use it. What they did is on your own page about them.")
CLIENT_ONLY_LINK = gettext_noop("Go to your page about them")
OWN_PAGE_TITLE = gettext_noop("This page is for your coach")
OWN_PAGE_TEXT = gettext_noop(
    "Everything your coach knows about you is on your own pages, except private notes."
)
OWN_PAGE_LINK = gettext_noop("Go to your profile")
MOST_DIGITS = 10
"""Of a number of entries in an address."""


def set_entries_seen(entries: int) -> None:
    """Notes how many entries the journey has that the page shows."""
    CURRENT.set(replace(CURRENT.get(), seen=entries))


def set_entries_recorded(entries: int) -> None:
    """Notes how many entries the journey has after a form was recorded: the page that follows must know them."""
    CURRENT.set(replace(CURRENT.get(), recorded=entries))


def in_words_alone(folded: AuthorizedJourney) -> bool:
    """Whether the figures of a client's roles are left out or folded away for her: while care comes first after a no.

    One rule for all her pages. `REFUSALS` must have been loaded. Another reader sees the figures.
    """
    return folded.own and folded.view(REFUSALS).care is not None


class PageContext:
    """Who visits, and the journeys as they may see them."""

    def __init__(
        self,
        caller: Caller,
        journeys: AuthorizedJourneys,
        rights: Authorizer | None,
        moment: datetime,
        *,
        open_caseload: Callable[[], AuthorizedCaseload],
        open_desk: Callable[[], AuthorizedDesk],
        seen_news: SeenNews,
        atlas: Atlas,
        opens_page: bool = True,
        must_know: int = 0,
        lists_are_late: bool = False,
    ) -> None:
        self.caller = caller
        self.journeys = journeys
        self.rights = rights
        self.moment = moment
        self.atlas = atlas
        self._open_caseload = open_caseload
        self._open_desk = open_desk
        self._seen_news = seen_news
        self._opens_page = opens_page
        self._must_know = must_know
        self._lists_are_late = lists_are_late

    @property
    def cases(self) -> AuthorizedCaseload:
        """The list of the journeys that the caller may see."""
        return self._open_caseload()

    @property
    def desk(self) -> AuthorizedDesk:
        """The desk of the caller."""
        return self._open_desk()

    async def load(
        self,
        action: Action,
        journey_id: UUID,
        *projections: Projection[Any, Any],
        events_after: int | None = None,
    ) -> AuthorizedJourney:
        """A journey with the projections of a page, out of one read, for this action.

        With `events_after` also its events above that number. Raises `UnknownJourney`, `Forbidden`, `CatchingUp`.
        """
        return await self.load_fullest((action,), journey_id, *projections, events_after=events_after)

    async def load_fullest(
        self,
        actions: Sequence[Action],
        journey_id: UUID,
        *projections: Projection[Any, Any],
        events_after: int | None = None,
    ) -> AuthorizedJourney:
        """Like `load`, for the first of these actions that is allowed.

        After a form the journey is only shown with what the form recorded (`redirect_to`): it is waited for.
        """
        read = partial(
            self.journeys.load_fullest, actions, journey_id, *projections, events_after=events_after
        )
        loaded, reads = await read(), 1
        while loaded.version < self._must_know and reads < CATCH_UP_READS:
            await asyncio.sleep(CATCH_UP_SECONDS / CATCH_UP_READS)
            loaded, reads = await read(), reads + 1
        if loaded.version >= self._must_know:
            set_year(loaded.today.year)
            return loaded
        raise CatchingUp(client_tabs(journey_id) if loaded.level == "own" else staff_tabs(self.caller))

    async def note_seen(self, folded: AuthorizedJourney) -> int | None:
        """Notes up to which entry this page shows its coach the journey, and says what they had seen before this day.

        None if no page is opened: a form shows nothing yet, and what a script fetches again nobody may look at.
        """
        if not self._opens_page:
            return None
        caller, zone = self.caller, stored_time_zone(folded.journey.time_zone)
        day_began = datetime.combine(folded.today, time.min, zone)
        return await self._seen_news.note(
            caller.tenant_id,
            caller.person_id,
            folded.journey_id,
            folded.version,
            self.moment,
            day_began=day_began,
        )

    async def beside_loop(self, folded: FoldedJourney, work: Callable[[], T]) -> T:
        """Builds or renders something of a journey; beside the event loop if the journey is long."""
        return await self.journeys.run_long(folded, work)

    async def list_beside_loop(self, rows: int, work: Callable[[], T]) -> T:
        """Builds or renders a list of so many journeys; beside the event loop if it is long."""
        set_year(self.moment.year)
        return await self.journeys.run_long_list(rows, work)

    async def load_own(
        self, journey_id: UUID, *projections: Projection[Any, Any], events_after: int | None = None
    ) -> AuthorizedJourney:
        """A journey for a page on which its client tells something. Raises `PageError` for other readers."""
        folded = await self.load("read_page", journey_id, *projections, events_after=events_after)
        if folded.own:
            return folded
        translator = current_translator()
        raise PageError(
            translator.gettext(CLIENT_ONLY_TEXT),
            status=HTTPStatus.FORBIDDEN,
            title=translator.gettext(CLIENT_ONLY_TITLE),
            href=f"/clients/{journey_id}",
            link=translator.gettext(CLIENT_ONLY_LINK),
        )

    async def load_as_coach(self, journey_id: UUID) -> AuthorizedJourney:
        """The journey of a client, for who has a desk. Raises `Forbidden`, `UnknownJourney`, `PageError` for the client."""
        self.desk.require_desk()
        folded = await self.load("read_line", journey_id)
        if folded.level == "own":
            raise own_page_error(journey_id)
        return folded

    def client_layout(self, folded: AuthorizedJourney, current: str) -> Layout:
        """The layout of a page of the client's own; its forms carry the version that the page shows.

        Whoever else reads it keeps their own tabs, and finds no forms.
        """
        set_entries_seen(folded.version)
        plan = folded.journey.course.plan
        end = plan.programme_end if plan else folded.journey.started.event.programme_end
        place = week_caption(folded.started_on, end, folded.today)
        if not folded.own:
            name = folded.journey.started.event.called
            return Layout(
                tabs=staff_tabs(self.caller), current="desk", place=place, own=False, written_to=name
            )
        return Layout(tabs=client_tabs(folded.journey_id), current=current, place=place)

    def staff_layout(self, current: str, place: str = "") -> Layout:
        """Round a page of a coach, a manager, a researcher or an administrator."""
        return Layout(
            tabs=staff_tabs(self.caller), current=current, place=place, is_late=self._lists_are_late
        )


def own_page_error(journey_id: UUID) -> PageError:
    """What the client finds here, and the way to her own pages."""
    translator = current_translator()
    return PageError(
        translator.gettext(OWN_PAGE_TEXT),
        status=HTTPStatus.FORBIDDEN,
        title=translator.gettext(OWN_PAGE_TITLE),
        href=f"/journeys/{journey_id}/profile",
        link=translator.gettext(OWN_PAGE_LINK),
    )


PageContextDependency = NamedDependency[SkipValidation[PageContext]]


def page_context(
    request: AnyRequest,
    services: ServicesDependency,
    caller: CallerDependency,
    journeys: JourneysDependency,
    moment: MomentDependency,
) -> PageContext:
    """Provides the handlers of pages with their `context`."""
    at = request.query_params.get("at", "")
    return PageContext(
        caller,
        journeys,
        get_authorizer(services),
        moment,
        open_caseload=partial(get_caseload, services, caller),
        open_desk=partial(get_desk, services, caller),
        seen_news=services.seen_news,
        atlas=services.atlas,
        opens_page=request.method == "GET"
        and request.headers.get("sec-fetch-mode", "navigate") == "navigate",
        must_know=int(at) if at.isdecimal() and len(at) < MOST_DIGITS else 0,
        lists_are_late=services.vital_signs.is_late,
    )


PAGE_DEPENDENCIES = {"context": Provide(page_context, sync_to_thread=False)}
