"""The pages over a log in memory, behind the real middleware: for whoever sits at this machine."""

import re
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from html import unescape
from types import SimpleNamespace
from typing import Any, TypeVar, cast
from uuid import UUID

import httpx
from litestar import Litestar
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Struct

from domain.history import RecordedEvent
from domain.journey.decide import UserCommand
from projections.caseload.projection import CASELOAD
from projections.caseload.state import CaseloadEntry
from projections.fold import Projection, fold
from service.api.routes import api_routers
from service.application.journeys import Journeys
from service.application.programmes import Programmes
from service.application.studies import Studies
from service.atlas.atlas import Atlas
from service.clock import Clock
from service.container import Services
from service.event_store.change_feed import ChangeFeed
from service.event_store.log import EventLog
from service.event_store.memory import MemoryEventLog
from service.http.denied_requests import DenialReason
from service.http.dependencies import DEPENDENCIES
from service.http.middleware import add_middleware
from service.read_models.caseload import CaseloadPage
from service.settings import Settings
from service.system_ids import LOCAL_TENANT
from service.web.error_pages import error_page
from service.web.home.routes import home_router
from service.web.page_registry import pages_router
from tests.api.client import speaking_to
from tests.commands import execute_each
from tests.same_origin import SAME_ORIGIN
from tests.web.atlas_in_memory import SMALL_ATLAS
from tests.web.sample import MARLOES, NOON
from tests.web.seen_in_memory import SeenInMemory

V = TypeVar("V")


class Cases:
    """The list of journeys, folded when it is asked for."""

    def __init__(self, journeys: Journeys, known: set[UUID]) -> None:
        self._journeys = journeys
        self._known = known

    async def page(
        self, _cursor: str | None, _limit: int = 50, *, tenant_id: UUID = LOCAL_TENANT, named: bool = True
    ) -> CaseloadPage:
        assert named
        return CaseloadPage(await self._lines(tenant_id), None)

    async def desk(
        self,
        coach_id: UUID | None,
        *,
        ended: bool,
        tenant_id: UUID = LOCAL_TENANT,
        deputy_until: date = date.max,
    ) -> list[CaseloadEntry]:
        found = await self._lines(tenant_id)
        return [one for one in found if (coach_id in {None, one.coach_id}) and (ended or one.ending is None)]

    async def _lines(self, tenant_id: UUID) -> list[CaseloadEntry]:
        folded = [
            fold(CASELOAD, await self._journeys.recorded_events(one, tenant_id=tenant_id))
            for one in sorted(self._known)
        ]
        return [line for line in folded if line]


class PagesClock:
    """A time that stands still until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Pages:
    """Somebody at a browser without scripts, and the journeys behind the pages."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        journeys: Journeys,
        known: set[UUID],
        app: Litestar | None = None,
        clock: "PagesClock | None" = None,
    ) -> None:
        self.clock = clock or PagesClock(NOON)
        self.http = http
        self.app = app
        self.journeys = journeys
        self._known = known

    async def tell(self, commands: Iterable[UserCommand], journey_id: UUID = MARLOES) -> UUID:
        """Have something told, each command by itself."""
        await execute_each(self.journeys, journey_id, *commands)
        self._known.add(journey_id)
        return journey_id

    async def keep(self, journey_id: UUID) -> None:
        """Have a journey that stands in the log on the list of journeys."""
        self._known.add(journey_id)

    async def entries(self, journey_id: UUID = MARLOES) -> Sequence[RecordedEvent]:
        return await self.journeys.recorded_events(journey_id)

    async def view(self, projection: Projection[Any, V], journey_id: UUID = MARLOES) -> V:
        return await self.journeys.view(projection, journey_id)

    async def get(self, path: str, **query: str) -> "Shown":
        """A page, with where redirects lead."""
        return Shown.of(await self.http.get(path, params=query or None, follow_redirects=True))

    async def send(self, path: str, **form: str | list[str]) -> "Shown":
        """A form, and the page it leads to."""
        return Shown.of(await self.http.post(path, data=form, headers=SAME_ORIGIN, follow_redirects=True))


class Shown(Struct, frozen=True, kw_only=True):
    """A page as it was answered."""

    status: int
    path: str
    """Where it is, without how many entries it must know."""
    must_know: int | None
    """How many entries a page must know that a form led to."""
    html: str
    text: str
    """What a reader sees, in one line."""

    @staticmethod
    def of(answer: httpx.Response) -> "Shown":
        path, must_know = without_at(answer.url.raw_path.decode())
        return Shown(
            status=answer.status_code,
            path=path,
            must_know=must_know,
            html=answer.text,
            text=seen(answer.text),
        )

    def field(self, name: str) -> str:
        """What stands in a hidden or written field."""
        tag = re.search(rf'<input[^>]*\bname="{name}"[^>]*>', self.html)
        value = re.search(r'\bvalue="([^"]*)"', tag[0]) if tag else None
        return unescape(value[1]) if value else ""


def without_at(address: str) -> tuple[str, int | None]:
    """An address without how many entries its page must know, and that number."""
    found = re.search(r"[?&]at=(\d+)", address)
    return (address.replace(found[0], "", 1), int(found[1])) if found else (address, None)


def seen(html: str) -> str:
    words = unescape(re.sub(r"<[^>]+>", " ", html))
    return re.sub(r"\s+([,.:])", r"\1", re.sub(r"\s+", " ", words))


class UpToDate:
    """Read models that are never behind: the list of journeys is folded when it is asked for."""

    async def wait_for(self, _position: int, _seconds: float) -> bool:
        return True


def services_in_memory(
    log: EventLog, journeys: Journeys, clock: Clock, caseload: Any = None, atlas: Atlas | None = None
) -> Services:
    """The services over a log in memory; what needs a database is missing."""
    missing: Any = None
    progress: Any = UpToDate()
    seen_news: Any = SeenInMemory()
    no_programmes: Any = NoProgrammes()
    no_studies: Any = NoStudies()
    in_time: Any = SimpleNamespace(is_late=False)
    return Services(
        settings=Settings(),
        clock=clock,
        pool=missing,
        worker_pool=missing,
        log=missing,
        journeys=journeys,
        programmes=Programmes(log, now=clock, sealing=None),
        studies=Studies(log, journeys, no_studies, no_studies, now=clock, sealing=None),
        research=None,
        caseload=caseload,
        seen_news=seen_news,
        atlas=atlas or SMALL_ATLAS,
        programme_list=no_programmes,
        leadership=missing,
        projector=missing,
        progress=progress,
        rebuilder=missing,
        vital_signs=in_time,
        change_feed=ChangeFeed(log),
        scheduler=missing,
        retention=missing,
        redactor=missing,
        erasure=missing,
        keyrings=None,
        tasks={},
        accounts=None,
    )


class NoProgrammes:
    """The list of programmes of an organisation that has none."""

    async def all(self, *, tenant_id: UUID) -> list[Any]:
        return []

    async def names_by_journey(self, journeys: Sequence[UUID], *, tenant_id: UUID) -> dict[UUID, list[str]]:
        return {}


class NoStudies:
    """The list of studies of an organisation that has none, and so no consents to any."""

    async def all(self, *, tenant_id: UUID) -> list[Any]:
        return []

    async def counts(self, tenant_id: UUID) -> dict[UUID, Any]:
        return {}

    async def programmes_of(self, tenant_id: UUID, journey_id: UUID) -> list[UUID]:
        return []

    async def declined(self, tenant_id: UUID, journey_id: UUID) -> frozenset[UUID]:
        return frozenset()

    async def asked(self, tenant_id: UUID, tracks: Any, programmes: Any) -> int:
        return 0

    async def ever_agreed(self, tenant_id: UUID, study_id: UUID) -> list[UUID]:
        return []


UNUSED: list[Litestar] = []
"""Applications that no test uses now: to make the routes of one takes a tenth of a second."""


@asynccontextmanager
async def pages(
    now: datetime = NOON, log: EventLog | None = None, *, answers: bool = False, atlas: Atlas | None = None
) -> AsyncIterator[Pages]:
    """The pages at a moment, with nothing told yet; or of another process, over a log that there is. `answers`: with the API."""
    clock = PagesClock(now)
    log = log or MemoryEventLog(clock)
    journeys, known = Journeys(log, now=clock, sealing=None), set[UUID]()
    services = services_in_memory(log, journeys, clock, caseload=Cases(journeys, known), atlas=atlas)
    app = UNUSED.pop() if UNUSED and not answers else _routes(answers=answers)
    app.state = State({"services": services})
    bare = app.asgi_handler
    app.asgi_handler = add_middleware(bare, Settings(), _refuse)
    async with speaking_to(app) as http:
        yield Pages(http, journeys, known, app, clock)
    app.asgi_handler = bare
    if not answers:
        UNUSED.append(app)


def _routes(*, answers: bool = False) -> Litestar:
    return Litestar(
        route_handlers=[home_router(), pages_router(), *(api_routers() if answers else ())],
        dependencies=DEPENDENCIES,
        openapi_config=None,
        exception_handlers={HTTPException: error_page},
    )


def _refuse(refusal: DenialReason) -> ASGIApp:
    async def answer(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise AssertionError(refusal)

    return cast("ASGIApp", answer)
