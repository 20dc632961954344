"""The service as one application: the log, the projector, the API and the pages, started and ended together."""

import gc
from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any

from litestar import Litestar, Request, Response
from litestar.exceptions import HTTPException

from service.api.refusals import told
from service.api.routes import api_routers, misdirected
from service.clock import Now, utc_now
from service.door import door
from service.enrolments import Enrolments
from service.journeys import Journeys
from service.programmes import Programmes
from service.projector import Projector
from service.read_models.enrolments import EnrolmentList
from service.read_models.journeys import CaseList
from service.read_models.looks import Looks
from service.read_models.programmes import ProgrammeList
from service.scheduler import Scheduler
from service.settings import Settings, SettingsRefused, read_settings
from service.store.connections import open_pool
from service.store.migrations import migrate
from service.store.postgres import PostgresEventLog
from service.web.routes import web_router
from service.web.trouble import trouble_page

FOR_PROGRAMS = ("/api", "/health", "/problems", "/schema")

READERS = 4
"""Connections for the read models."""


def create_app(settings: Settings | None = None, *, now: Now = utc_now) -> Litestar:
    """The application, with settings from the environment unless they are given."""
    settings = settings or read_settings()
    return Litestar(
        route_handlers=[*api_routers(), web_router(now)],
        lifespan=[lambda app: _running(app, settings, now)],
        middleware=[door(settings.hosts, misdirected)],
        exception_handlers={HTTPException: _answer, Exception: _answer},
        openapi_config=None,
        logging_config=None,
    )


def _answer(request: Request[Any, Any, Any], failure: Exception) -> Response[Any]:
    """What is answered at addresses that are nobody's: a document to programs, a page to people."""
    answer = told if request.url.path.startswith(FOR_PROGRAMS) else trouble_page
    return answer(request, failure)


@asynccontextmanager
async def _running(app: Litestar, settings: Settings, now: Now) -> AsyncGenerator[None]:
    if settings.database_url is None:
        raise SettingsRefused("DATABASE_URL is missing; `soundings serve` starts a database of its own")
    if settings.migrate:
        await migrate(settings.database_url)
    async with AsyncExitStack() as stack:
        log = await stack.enter_async_context(
            PostgresEventLog.connect(
                settings.database_url, pool_size=settings.pool_size, queue_limit=settings.queue_limit
            )
        )
        pool = await open_pool(settings.database_url, READERS)
        stack.callback(pool.terminate)
        projector = Projector(log, pool)
        await stack.enter_async_context(projector.running())
        journeys = Journeys(log, now=now, cached=settings.journeys_cached)
        programmes = Programmes(log, journeys, now=now)
        enrolments = Enrolments(programmes, EnrolmentList(pool))
        scheduler = Scheduler(journeys, Looks(pool), enrolments, now=now)
        if settings.clock:
            await stack.enter_async_context(scheduler.running())
        app.state.settings = settings
        app.state.journeys = journeys
        app.state.programmes = programmes
        app.state.case_list = CaseList(pool)
        app.state.programme_list = ProgrammeList(pool)
        app.state.projector = projector
        app.state.scheduler = scheduler
        with _seldom_collected():
            yield


@contextmanager
def _seldom_collected() -> Generator[None]:
    """Leave what the start loaded alone, and look for cycles seldom: halves the slowest answers' time."""
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
