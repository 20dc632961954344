"""The services of a running application, and how they are built."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import httpx
from msgspec import Struct

from service.accounts.accounts import Accounts
from service.accounts.notices import Notifier
from service.accounts.oidc_client import CALLBACK_PATH, OidcClient
from service.accounts.organisation_directory import OrganisationDirectory
from service.accounts.passkeys import Passkeys
from service.accounts.passwords import PasswordHashPool
from service.accounts.provider_http import open_http_client
from service.application.enrolments import EnrolmentCloser
from service.application.journeys import Journeys
from service.application.programmes import Programmes
from service.authorization.authorizer import Authorizer
from service.authorization.client_directory import ClientDirectory
from service.clock import Clock, utc_now
from service.email.background_sending import EmailSender, make_notifier, wait_until_sent
from service.email.mailer import Mailer, parse_smtp_server
from service.encryption.keyring import keyring_source
from service.encryption.postgres import PostgresVault
from service.encryption.vault import Vault
from service.event_store.change_feed import ChangeFeed
from service.event_store.event_sealer import EventSealer
from service.event_store.postgres import PostgresEventLog
from service.event_store.redaction import Redactor
from service.jobs.account_cleanup import AccountCleanup
from service.jobs.cache_invalidation import CacheInvalidator
from service.jobs.gc_policy import infrequent_gc
from service.jobs.periodic_task import PeriodicTask
from service.jobs.retention import RetentionJob
from service.jobs.tasks import CLOCK_TASKS, account_tasks, journey_tasks
from service.jobs.weekly_email import WeeklyEmailJob
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.ledger import open_ledger
from service.personal_data.erasure.restored_backup import refuse_restored_data
from service.postgres.connections import open_pool, open_worker_pool
from service.postgres.migrations import migrate
from service.processes.onboarding import OnboardingProcess
from service.processes.scheduler import Scheduler
from service.read_models.caseload import Caseload
from service.read_models.daily_checks import DailyChecks
from service.read_models.enrolments import EnrolmentList
from service.read_models.programme_list import ProgrammeList
from service.read_models.projector import Projector
from service.read_models.stored_names import clear_name
from service.settings import InvalidSettings, Settings

if TYPE_CHECKING:
    from service.postgres.connections import Pool, WorkerPool

DEFAULT_ORIGIN = "http://localhost:8000"
"""The origin of links in e-mails without SOUNDINGS_ORIGIN."""

READ_POOL_SIZE = 4
"""Connections for queries within one organisation: read models, accounts, access log."""

WORKER_POOL_SIZE = 3
"""Connections for work across organisations: projector, scheduler, retention."""


class AccountServices(Struct, frozen=True, kw_only=True):
    """The services that exist only with accounts."""

    accounts: Accounts
    passkeys: Passkeys
    oidc: OidcClient
    organisations: OrganisationDirectory
    authorizer: Authorizer
    onboarding: OnboardingProcess
    mailer: EmailSender | None
    """None without a mail server: then links are shown instead of sent."""


class Services(Struct, frozen=True, kw_only=True):
    """All services on one database."""

    settings: Settings
    clock: Clock
    pool: "Pool"
    worker_pool: "WorkerPool"
    log: PostgresEventLog
    journeys: Journeys
    programmes: Programmes
    caseload: Caseload
    programme_list: ProgrammeList
    projector: Projector
    change_feed: ChangeFeed
    scheduler: Scheduler
    retention: RetentionJob
    redactor: Redactor
    erasure: ErasureContext
    tasks: Mapping[str, PeriodicTask]
    """Periodic tasks by name."""
    accounts: AccountServices | None
    """None without accounts."""

    @property
    def mailer(self) -> EmailSender | None:
        """Sends e-mails; None without accounts or a mail server."""
        return self.accounts.mailer if self.accounts else None


OpenServices = Callable[[], AbstractAsyncContextManager[Services]]


class _Base(Struct, frozen=True, kw_only=True):
    """What all other services are built on."""

    settings: Settings
    clock: Clock
    dsn: str
    log: PostgresEventLog
    pool: "Pool"
    workers: "WorkerPool"
    vault: Vault | None
    """None if nothing is sealed."""
    sealer: EventSealer | None


@asynccontextmanager
async def open_services(
    settings: Settings,
    clock: Clock = utc_now,
    *,
    vault: Vault | None = None,
    password_hashes: PasswordHashPool | None = None,
    mailer: EmailSender | None = None,
    notifier: Notifier | None = None,
    provider_http: httpx.AsyncClient | None = None,
    clients: ClientDirectory | None = None,
) -> AsyncGenerator[Services]:
    """Builds all services on the database of the settings, and closes them at the end. Starts no background
    tasks.

    A service that is passed in replaces the one that the settings describe. Raises `InvalidSettings`,
    `StoreError`.
    """
    async with AsyncExitStack() as stack:
        base = await _open_base(stack, settings, clock, vault)
        journeys = Journeys(base.log, now=clock, cached=settings.journeys_cached, sealing=base.sealer)
        programmes = Programmes(base.log, now=clock, sealing=base.sealer)
        accounts: AccountServices | None = None
        if settings.access == "accounts" and base.vault:
            accounts = _open_accounts(
                stack,
                base,
                base.vault,
                journeys,
                programmes,
                clients=clients,
                mailer=mailer or _mailer(base),
                notifier=notifier,
                password_hashes=password_hashes or PasswordHashPool(),
                provider_http=provider_http or open_http_client(),
            )
        yield _services(base, journeys, programmes, accounts)


@asynccontextmanager
async def run_in_background(services: Services) -> AsyncGenerator[None]:
    """Runs projector, scheduler and periodic tasks until the block ends.

    Refuses a database that lags behind the erasure ledger.
    """
    await refuse_restored_data(services.erasure)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(services.projector.run_in_background())
        for name, task in services.tasks.items():
            if services.settings.clock or name not in CLOCK_TASKS:
                await stack.enter_async_context(task.run_in_background())
        stack.enter_context(infrequent_gc())
        yield


async def _open_base(stack: AsyncExitStack, settings: Settings, clock: Clock, vault: Vault | None) -> _Base:
    dsn = settings.database_url
    if dsn is None:
        raise InvalidSettings("DATABASE_URL is missing; `soundings serve` starts a database of its own")
    if settings.migrate:
        await migrate(dsn)
    log = await stack.enter_async_context(
        PostgresEventLog.connect(dsn, pool_size=settings.pool_size, queue_limit=settings.queue_limit)
    )
    pool = await open_pool(dsn, READ_POOL_SIZE)
    stack.callback(pool.terminate)
    workers = await open_worker_pool(dsn, WORKER_POOL_SIZE)
    stack.callback(workers.terminate)
    if not settings.seals:
        vault = None
    elif vault is None:
        vault = PostgresVault(pool, keyring_source(settings.keyring, settings.keyring_json, settings.env))
    return _Base(
        settings=settings,
        clock=clock,
        dsn=dsn,
        log=log,
        pool=pool,
        workers=workers,
        vault=vault,
        sealer=EventSealer(vault) if vault else None,
    )


def _services(
    base: _Base, journeys: Journeys, programmes: Programmes, accounts: AccountServices | None
) -> Services:
    projector = Projector(base.log, base.workers)
    enrolments = EnrolmentCloser(programmes, EnrolmentList(base.workers))
    erasure = ErasureContext(
        dsn=base.dsn,
        pool=base.workers,
        log=base.log,
        ledger=open_ledger(base.settings.ledger),
        vault=base.vault,
        now=base.clock,
    )
    scheduler = Scheduler(journeys, DailyChecks(base.workers), enrolments, now=base.clock)
    retention = RetentionJob(erasure)
    return Services(
        settings=base.settings,
        clock=base.clock,
        pool=base.pool,
        worker_pool=base.workers,
        log=base.log,
        journeys=journeys,
        programmes=programmes,
        # Read models are stored in plaintext: with sealing, names come from the journeys instead.
        caseload=Caseload(base.pool, journeys.client_names if base.sealer else None),
        programme_list=ProgrammeList(base.pool, programmes.programme_names if base.sealer else None),
        projector=projector,
        change_feed=ChangeFeed(base.log, projector),
        scheduler=scheduler,
        retention=retention,
        redactor=Redactor(
            base.log, base.workers, clear_name=partial(clear_name, base.workers), sealing=base.sealer
        ),
        erasure=erasure,
        tasks=_tasks(base, journeys, scheduler, retention, accounts),
        accounts=accounts,
    )


def _open_accounts(
    stack: AsyncExitStack,
    base: _Base,
    vault: Vault,
    journeys: Journeys,
    programmes: Programmes,
    *,
    clients: ClientDirectory | None,
    mailer: EmailSender | None,
    notifier: Notifier | None,
    password_hashes: PasswordHashPool,
    provider_http: httpx.AsyncClient,
) -> AccountServices:
    settings, pool, clock = base.settings, base.pool, base.clock
    notify = notifier or make_notifier(mailer, settings.origin or DEFAULT_ORIGIN)
    accounts = Accounts(pool, vault, now=clock, hash_pool=password_hashes, notify=notify)
    stack.push_async_callback(provider_http.aclose)
    stack.callback(accounts.close)
    stack.push_async_callback(wait_until_sent)
    onboarding = OnboardingProcess(accounts, journeys, programmes)
    accounts.on_person_joined(onboarding.on_person_joined)
    return AccountServices(
        accounts=accounts,
        passkeys=Passkeys(pool, vault, rp_id=settings.host, origin=settings.origin, now=clock),
        oidc=OidcClient(
            pool, vault, redirect_uri=settings.origin + CALLBACK_PATH, now=clock, http=provider_http
        ),
        organisations=OrganisationDirectory(base.workers),
        authorizer=Authorizer(
            journeys, clients or accounts, pool, now=clock, begun=onboarding.on_journey_started, vault=vault
        ),
        onboarding=onboarding,
        mailer=mailer,
    )


def _tasks(
    base: _Base,
    journeys: Journeys,
    scheduler: Scheduler,
    retention: RetentionJob,
    accounts: AccountServices | None,
) -> Mapping[str, PeriodicTask]:
    tasks = [*journey_tasks(CacheInvalidator(journeys, base.workers), scheduler, retention)]
    if accounts:
        cleanup = AccountCleanup(accounts.accounts, accounts.onboarding, base.workers)
        weekly_email = _weekly_email(base, journeys, accounts.accounts, accounts.mailer)
        tasks += account_tasks(accounts.authorizer.access_log, cleanup, weekly_email)
    return {task.name: task for task in tasks}


def _weekly_email(
    base: _Base, journeys: Journeys, accounts: Accounts, mailer: EmailSender | None
) -> WeeklyEmailJob | None:
    origin = base.settings.origin or DEFAULT_ORIGIN
    if mailer is None:
        return None
    return WeeklyEmailJob(base.workers, accounts, journeys, mailer, origin=origin, now=base.clock)


def _mailer(base: _Base) -> EmailSender | None:
    server = parse_smtp_server(base.settings.smtp_url, base.settings.mail_from)
    return Mailer(server, now=base.clock) if server else None
