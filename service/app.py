"""The service as one application: the log, the projector, the API and the pages, started and ended together."""

import asyncio
import gc
import logging
from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

from litestar import Litestar, Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Receive, Scope, Send

from service.accounts.accounts import Accounts
from service.accounts.passkeys import Passkeys
from service.api.refusals import told
from service.api.routes import api_routers
from service.api.session import session_router
from service.api.turning import turned_away
from service.clock import Now, utc_now
from service.door.entrance import Refusal, door
from service.door.links import all_sent
from service.enrolments import Enrolments
from service.erasure.ledger import ledger_at
from service.erasure.premises import Premises
from service.erasure.restored import refuse_what_lives_again
from service.journeys import Journeys
from service.keys.files import keyrings
from service.keys.postgres import PostgresVault
from service.keys.vault import Vault
from service.mail.post import Post, server_of
from service.programmes import Programmes
from service.projector import Projector
from service.read_models.enrolments import EnrolmentList
from service.read_models.journeys import CaseList
from service.read_models.looks import Looks
from service.read_models.programmes import ProgrammeList
from service.rights.rights import Rights
from service.scheduler import Scheduler
from service.settings import Settings, SettingsRefused, read_settings
from service.store.connections import open_pool, open_worker_pool
from service.store.log import StoreError
from service.store.migrations import migrate
from service.store.postgres import PostgresEventLog
from service.store.sealing import Sealing
from service.web.entry import entry_router
from service.web.routes import web_router
from service.web.trouble import trouble_page
from service.web.turning import turned_away_page

if TYPE_CHECKING:
    from service.store.connections import Pool

FOR_PROGRAMS = ("/api", "/health", "/problems", "/schema")

A_DAY = 24 * 60 * 60.0

logger = logging.getLogger(__name__)

READERS = 4
"""Connections for the read models."""

WORKERS = 3
"""Connections for what works across organisations: the projector and the clock."""


def create_app(
    settings: Settings | None = None, *, now: Now = utc_now, vault: Vault | None = None
) -> Litestar:
    """The application, with settings from the environment unless they are given; and keys where they say."""
    settings = settings or read_settings()
    signing_in = [session_router(), entry_router(now)] if settings.access == "accounts" else []
    app = Litestar(
        route_handlers=[*api_routers(), web_router(now), *signing_in],
        lifespan=[lambda app: _running(app, settings, now, vault)],
        exception_handlers={HTTPException: _answer, Exception: _answer},
        openapi_config=None,
        logging_config=None,
    )
    # Around everything: what Litestar calls a middleware does not see requests for addresses that are nobody's.
    app.asgi_handler = door(app.asgi_handler, settings, _turned_away)
    return app


def _answer(request: Request[Any, Any, Any], failure: Exception) -> Response[Any]:
    """What is answered at addresses that are nobody's: a document to programs, a page to people."""
    answer = told if request.url.path.startswith(FOR_PROGRAMS) else trouble_page
    return answer(request, failure)


def _turned_away(refusal: Refusal) -> ASGIApp:
    """What is answered to a request that was not let in."""
    to_programs, to_people = turned_away(refusal), turned_away_page(refusal)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        for_programs = refusal == "foreign-host" or scope["path"].startswith(FOR_PROGRAMS)
        await (to_programs if for_programs else to_people)(scope, receive, send)

    return answer


@asynccontextmanager
async def _running(app: Litestar, settings: Settings, now: Now, vault: Vault | None) -> AsyncGenerator[None]:
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
        workers = await open_worker_pool(settings.database_url, WORKERS)
        stack.callback(workers.terminate)
        ledger = ledger_at(settings.ledger)
        await refuse_what_lives_again(
            Premises(dsn=settings.database_url, pool=workers, log=log, ledger=ledger, now=now)
        )
        projector = Projector(log, workers)
        await stack.enter_async_context(projector.running())
        keys = vault or (_vault(settings, pool) if settings.seals else None)
        sealing = Sealing(keys) if keys and settings.seals else None
        journeys = Journeys(log, now=now, cached=settings.journeys_cached, sealing=sealing)
        programmes = Programmes(log, journeys, now=now, sealing=sealing)
        enrolments = Enrolments(programmes, EnrolmentList(workers))
        scheduler = Scheduler(journeys, Looks(workers), enrolments, now=now)
        if settings.clock:
            await stack.enter_async_context(scheduler.running())
        app.state.settings = settings
        app.state.journeys = journeys
        app.state.programmes = programmes
        app.state.case_list = CaseList(pool)
        app.state.programme_list = ProgrammeList(pool)
        app.state.projector = projector
        app.state.scheduler = scheduler
        if settings.access == "accounts" and keys:
            accounts = _keep_accounts(app, settings, pool, keys, now)
            stack.callback(accounts.close)
            stack.push_async_callback(all_sent)
            rights = Rights(journeys, accounts, pool, now=now)
            await stack.enter_async_context(rights.running())
            app.state.rights = rights
            await stack.enter_async_context(_swept(accounts))
        with _seldom_collected():
            yield


def _vault(settings: Settings, pool: "Pool") -> Vault:
    return PostgresVault(pool, keyrings(settings.keyring, settings.keyring_json, settings.env))


def _keep_accounts(app: Litestar, settings: Settings, pool: "Pool", keys: Vault, now: Now) -> Accounts:
    server = server_of(settings.smtp_url, settings.mail_from)
    accounts = Accounts(pool, keys, now=now)
    app.state.accounts = accounts
    app.state.passkeys = Passkeys(pool, keys, rp_id=settings.host, origin=settings.origin, now=now)
    app.state.post = Post(server, now=now) if server else None
    return accounts


@asynccontextmanager
async def _swept(accounts: Accounts) -> AsyncGenerator[None]:
    """Once a day, let go of links, sessions and attempts that are over, and of people who never came."""

    async def sweep() -> None:
        while True:
            try:
                await accounts.sweep()
            except StoreError as failure:
                logger.warning("sweeping accounts: %s", type(failure).__name__)
            await asyncio.sleep(A_DAY)

    task = asyncio.create_task(sweep(), name="sweeper")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


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
