"""The service as one application: the log, the projector, the API and the pages, started and ended together."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from litestar import Litestar
from msgspec.structs import replace

from service.accounts.accounts import Accounts
from service.accounts.oidc_client import OidcClient
from service.accounts.organisation_directory import OrganisationDirectory
from service.accounts.passkeys import Passkeys
from service.accounts.passwords import PasswordHashPool
from service.accounts.provider_http import open_http_client
from service.application.enrolments import EnrolmentCloser
from service.application.journeys import Journeys
from service.authorization.authorizer import Authorizer
from service.clock import Clock
from service.email.background_sending import make_notifier, wait_until_sent
from service.email.mailer import Mailer, parse_smtp_server
from service.encryption.keyring_file import keyring_source
from service.encryption.postgres import PostgresVault
from service.encryption.vault import Vault
from service.event_store.event_sealer import EventSealer
from service.event_store.postgres import PostgresEventLog
from service.event_store.redaction import Redactor
from service.http.provider_sign_in import CALLBACK_PATH
from service.jobs.account_cleanup import account_cleanup
from service.jobs.cache_invalidation import CacheInvalidator
from service.jobs.gc_policy import infrequent_gc
from service.jobs.retention import RetentionJob
from service.jobs.weekly_email import WeeklyEmailJob
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.ledger import open_ledger
from service.personal_data.erasure.restored_backup import refuse_restored_data
from service.postgres.connections import open_pool, open_worker_pool
from service.postgres.migrations import migrate
from service.processes.onboarding import OnboardingProcess
from service.processes.scheduler import Scheduler
from service.programmes import Programmes
from service.read_models.caseload import Caseload
from service.read_models.daily_checks import DailyChecks
from service.read_models.enrolments import EnrolmentList
from service.read_models.programme_list import ProgrammeList
from service.read_models.projector import Projector
from service.settings import InvalidSettings, Settings

if TYPE_CHECKING:
    from service.postgres.connections import Pool, WorkerPool


DEFAULT_ORIGIN = "http://localhost:8000"
"""Where letters lead without a public address."""


READ_POOL_SIZE = 4
"""Connections for the read models."""


WORKER_POOL_SIZE = 3
"""Connections for what works across organisations: the projector and the clock."""


@asynccontextmanager
async def _running(
    app: Litestar, settings: Settings, now: Clock, vault: Vault | None, passwords: PasswordHashPool | None
) -> AsyncGenerator[None]:
    if settings.database_url is None:
        raise InvalidSettings("DATABASE_URL is missing; `soundings serve` starts a database of its own")
    if settings.migrate:
        await migrate(settings.database_url)
    async with AsyncExitStack() as stack:
        log = await stack.enter_async_context(
            PostgresEventLog.connect(
                settings.database_url, pool_size=settings.pool_size, queue_limit=settings.queue_limit
            )
        )
        pool = await open_pool(settings.database_url, READ_POOL_SIZE)
        stack.callback(pool.terminate)
        workers = await open_worker_pool(settings.database_url, WORKER_POOL_SIZE)
        stack.callback(workers.terminate)
        premises = ErasureContext(
            dsn=settings.database_url, pool=workers, log=log, ledger=open_ledger(settings.ledger), now=now
        )
        await refuse_restored_data(premises)
        projector = Projector(log, workers)
        await stack.enter_async_context(projector.run_in_background())
        keys = vault or (_vault(settings, pool) if settings.seals else None)
        sealing = EventSealer(keys) if keys and settings.seals else None
        premises = replace(premises, vault=keys if sealing else None)
        journeys = Journeys(log, now=now, cached=settings.journeys_cached, sealing=sealing)
        programmes = Programmes(log, journeys, now=now, sealing=sealing)
        enrolments = EnrolmentCloser(programmes, EnrolmentList(workers))
        scheduler = Scheduler(journeys, DailyChecks(workers), enrolments, now=now)
        duties = RetentionJob(premises)
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
            http = open_http_client()
            stack.push_async_callback(http.aclose)
            app.state.oidc = OidcClient(
                pool, keys, redirect_uri=settings.origin + CALLBACK_PATH, now=now, http=http
            )
            app.state.directory = OrganisationDirectory(workers)
            stack.callback(accounts.close)
            stack.push_async_callback(wait_until_sent)
            arrivals = OnboardingProcess(accounts, journeys, programmes)
            accounts.on_person_joined(arrivals.on_person_joined)
            rights = Authorizer(
                journeys, accounts, pool, now=now, begun=arrivals.on_journey_started, vault=keys
            )
            await stack.enter_async_context(rights.run_in_background())
            app.state.rights = rights
            await stack.enter_async_context(account_cleanup(accounts, arrivals, workers))
            if settings.clock:
                rounds = WeeklyEmailJob(
                    workers,
                    accounts,
                    journeys,
                    lambda: app.state.get("post"),
                    origin=settings.origin or DEFAULT_ORIGIN,
                    now=now,
                )
                await stack.enter_async_context(rounds.run_in_background())
        with infrequent_gc():
            yield


@asynccontextmanager
async def _overwriting(
    app: Litestar, log: PostgresEventLog, workers: "WorkerPool", sealing: EventSealer | None
) -> AsyncGenerator[None]:
    """Wrong values are overwritten here and elsewhere, and this process lets go of them."""
    app.state.redactor = Redactor(log, workers, sealing=sealing)
    async with CacheInvalidator(app.state.journeys, workers).run_in_background():
        yield


def _keep_lists(app: Litestar, pool: "Pool", *, sealed: bool) -> None:
    """Lists are kept without keys: where texts are sealed they hold no names, and the histories tell them."""
    app.state.case_list = Caseload(pool, app.state.journeys.client_names if sealed else None)
    app.state.programme_list = ProgrammeList(pool, app.state.programmes.programme_names if sealed else None)


async def _by_themselves(stack: AsyncExitStack, scheduler: Scheduler, duties: RetentionJob) -> None:
    """What time does in journeys, and what is erased without anybody typing it."""
    await stack.enter_async_context(scheduler.run_in_background())
    await stack.enter_async_context(duties.run_in_background())


def _vault(settings: Settings, pool: "Pool") -> Vault:
    return PostgresVault(pool, keyring_source(settings.keyring, settings.keyring_json, settings.env))


def _keep_accounts(
    app: Litestar,
    settings: Settings,
    pool: "Pool",
    keys: Vault,
    now: Clock,
    *,
    passwords: PasswordHashPool | None,
) -> Accounts:
    server = parse_smtp_server(settings.smtp_url, settings.mail_from)
    tell = make_notifier(lambda: app.state.get("post"), lambda: settings.origin or DEFAULT_ORIGIN)
    accounts = Accounts(pool, keys, now=now, kept=passwords, tell=tell)
    app.state.accounts = accounts
    app.state.passkeys = Passkeys(pool, keys, rp_id=settings.host, origin=settings.origin, now=now)
    app.state.post = Mailer(server, now=now) if server else None
    return accounts
