"""The service as one application: the log, the projector, the API and the pages, started and ended together."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

from litestar import Litestar, Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec.structs import replace

from service.accounts.accounts import Accounts
from service.accounts.oidc_client import OpenIdConnect
from service.accounts.organisation_directory import Directory
from service.accounts.passkeys import Passkeys
from service.accounts.passwords import Passwords
from service.accounts.provider_http import open_http
from service.api.account import session_router
from service.api.coaches import people_router
from service.api.denied_requests import turned_away
from service.api.errors import told
from service.api.routes import api_routers
from service.application.enrolments import Enrolments
from service.application.journeys import Journeys
from service.authorization.authorizer import Rights
from service.clock import Now, utc_now
from service.email.background_sending import all_sent, telling
from service.email.mailer import Post, server_of
from service.encryption.keyring_file import keyrings
from service.encryption.postgres import PostgresVault
from service.encryption.vault import Vault
from service.event_store.event_sealer import Sealing
from service.event_store.postgres import PostgresEventLog
from service.event_store.redaction import Redactor
from service.http.middleware import Refusal, door
from service.http.provider_sign_in import BACK
from service.jobs.account_cleanup import swept
from service.jobs.cache_invalidation import Unlearning
from service.jobs.gc_policy import seldom_collected
from service.jobs.retention import Duties
from service.jobs.weekly_email import WeeklyPost
from service.personal_data.erasure.context import Premises
from service.personal_data.erasure.ledger import ledger_at
from service.personal_data.erasure.restored_backup import refuse_what_lives_again
from service.postgres.connections import open_pool, open_worker_pool
from service.postgres.migrations import migrate
from service.processes.onboarding import Arrivals
from service.processes.scheduler import Scheduler
from service.programmes import Programmes
from service.read_models.caseload import CaseList
from service.read_models.daily_checks import Looks
from service.read_models.enrolments import EnrolmentList
from service.read_models.programme_list import ProgrammeList
from service.read_models.projector import Projector
from service.settings import Settings, SettingsRefused, read_settings
from service.web.account_routes import entry_router
from service.web.denied_requests import turned_away_page
from service.web.error_pages import trouble_page
from service.web.home.routes import web_router
from service.web.page_registry import rooms_router
from service.web.sign_in.demo_routes import DemoEntrance

if TYPE_CHECKING:
    from service.postgres.connections import Pool, WorkerPool

FOR_PROGRAMS = ("/api", "/health", "/problems", "/schema")

NEAR = "http://localhost:8000"
"""Where letters lead without a public address."""

READERS = 4
"""Connections for the read models."""

WORKERS = 3
"""Connections for what works across organisations: the projector and the clock."""


def create_app(
    settings: Settings | None = None,
    *,
    now: Now = utc_now,
    vault: Vault | None = None,
    demo: DemoEntrance | None = None,
) -> Litestar:
    """The application, with settings from the environment unless they are given; and keys where they say. Nothing but `soundings demo` gives `demo`."""
    settings = settings or read_settings()
    return furnished(addresses(settings, now, demo), settings, now=now, vault=vault, demo=demo)


def addresses(settings: Settings, now: Now, demo: DemoEntrance | None = None) -> Litestar:
    """Everything that is answered, and nothing behind it yet. Whether people sign in is all that it takes of the settings, unless there is a demo."""
    signing_in = (
        [session_router(), people_router(), entry_router(now)] if settings.access == "accounts" else []
    )
    entrance = [demo.router(settings, now)] if demo else []
    return Litestar(
        route_handlers=[*api_routers(), web_router(now), rooms_router(now), *signing_in, *entrance],
        lifespan=[lambda app: app.state.running()],
        exception_handlers={HTTPException: _answer, Exception: _answer},
        openapi_config=None,
        logging_config=None,
    )


def furnished(
    app: Litestar,
    settings: Settings,
    *,
    now: Now = utc_now,
    vault: Vault | None = None,
    passwords: Passwords | None = None,
    demo: DemoEntrance | None = None,
) -> Litestar:
    """The addresses with the door before them, and what they need behind them from the start on."""
    app.state.running = lambda: _running(app, settings, now, vault, passwords)
    # Around everything: what Litestar calls a middleware does not see requests for addresses that are nobody's.
    app.asgi_handler = door(app.asgi_handler, settings, _turned_away, demo=demo is not None)
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
async def _running(
    app: Litestar, settings: Settings, now: Now, vault: Vault | None, passwords: Passwords | None
) -> AsyncGenerator[None]:
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
        premises = Premises(
            dsn=settings.database_url, pool=workers, log=log, ledger=ledger_at(settings.ledger), now=now
        )
        await refuse_what_lives_again(premises)
        projector = Projector(log, workers)
        await stack.enter_async_context(projector.running())
        keys = vault or (_vault(settings, pool) if settings.seals else None)
        sealing = Sealing(keys) if keys and settings.seals else None
        premises = replace(premises, vault=keys if sealing else None)
        journeys = Journeys(log, now=now, cached=settings.journeys_cached, sealing=sealing)
        programmes = Programmes(log, journeys, now=now, sealing=sealing)
        enrolments = Enrolments(programmes, EnrolmentList(workers))
        scheduler = Scheduler(journeys, Looks(workers), enrolments, now=now)
        duties = Duties(premises)
        if settings.clock:
            await _by_themselves(stack, scheduler, duties)
        app.state.settings = settings
        app.state.premises, app.state.duties = premises, duties
        app.state.journeys, app.state.programmes = journeys, programmes
        _keep_lists(app, pool, sealed=sealing is not None)
        await stack.enter_async_context(_overwriting(app, log, workers, sealing))
        app.state.projector = projector
        app.state.scheduler = scheduler
        if settings.access == "accounts" and keys:
            accounts = _keep_accounts(app, settings, pool, keys, now, passwords=passwords)
            http = open_http()
            stack.push_async_callback(http.aclose)
            app.state.oidc = OpenIdConnect(
                pool, keys, redirect_uri=settings.origin + BACK, now=now, http=http
            )
            app.state.directory = Directory(workers)
            stack.callback(accounts.close)
            stack.push_async_callback(all_sent)
            arrivals = Arrivals(accounts, journeys, programmes)
            accounts.meet_with(arrivals.met)
            rights = Rights(journeys, accounts, pool, now=now, begun=arrivals.begun, vault=keys)
            await stack.enter_async_context(rights.running())
            app.state.rights = rights
            await stack.enter_async_context(swept(accounts, arrivals, workers))
            if settings.clock:
                rounds = WeeklyPost(
                    workers,
                    accounts,
                    journeys,
                    lambda: app.state.get("post"),
                    origin=settings.origin or NEAR,
                    now=now,
                )
                await stack.enter_async_context(rounds.running())
        with seldom_collected():
            yield


@asynccontextmanager
async def _overwriting(
    app: Litestar, log: PostgresEventLog, workers: "WorkerPool", sealing: Sealing | None
) -> AsyncGenerator[None]:
    """Wrong values are overwritten here and elsewhere, and this process lets go of them."""
    app.state.redactor = Redactor(log, workers, sealing=sealing)
    async with Unlearning(app.state.journeys, workers).running():
        yield


def _keep_lists(app: Litestar, pool: "Pool", *, sealed: bool) -> None:
    """Lists are kept without keys: where texts are sealed they hold no names, and the histories tell them."""
    app.state.case_list = CaseList(pool, app.state.journeys.names if sealed else None)
    app.state.programme_list = ProgrammeList(pool, app.state.programmes.names if sealed else None)


async def _by_themselves(stack: AsyncExitStack, scheduler: Scheduler, duties: Duties) -> None:
    """What time does in journeys, and what is erased without anybody typing it."""
    await stack.enter_async_context(scheduler.running())
    await stack.enter_async_context(duties.running())


def _vault(settings: Settings, pool: "Pool") -> Vault:
    return PostgresVault(pool, keyrings(settings.keyring, settings.keyring_json, settings.env))


def _keep_accounts(
    app: Litestar, settings: Settings, pool: "Pool", keys: Vault, now: Now, *, passwords: Passwords | None
) -> Accounts:
    server = server_of(settings.smtp_url, settings.mail_from)
    tell = telling(lambda: app.state.get("post"), lambda: settings.origin or NEAR)
    accounts = Accounts(pool, keys, now=now, kept=passwords, tell=tell)
    app.state.accounts = accounts
    app.state.passkeys = Passkeys(pool, keys, rp_id=settings.host, origin=settings.origin, now=now)
    app.state.post = Post(server, now=now) if server else None
    return accounts
