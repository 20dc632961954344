"""The services of a running application, and how they are built."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import httpx
from msgspec import Struct

from service.account_services import AccountServices, account_service_tasks, open_account_services
from service.accounts.notices import Notifier
from service.accounts.passwords import PasswordHashPool
from service.application.enrolments import EnrolmentCloser
from service.application.journeys import Journeys
from service.application.programmes import Programmes
from service.application.studies import Studies
from service.atlas.atlas import Atlas
from service.authorization.break_glass_reasons import reseal_reasons
from service.authorization.client_directory import ClientDirectory
from service.clock import Clock, utc_now
from service.email.background_sending import EmailSender
from service.encryption.keyring import InvalidKeyring, KeyringFile, KeyringSource
from service.encryption.vault import Renewal, Vault
from service.event_store.change_feed import ChangeFeed
from service.event_store.postgres import PostgresEventLog
from service.event_store.redaction import Redactor
from service.jobs.cache_invalidation import CacheInvalidator
from service.jobs.key_epochs import KeyEpochJob
from service.jobs.periodic_task import PeriodicTask
from service.jobs.retention import RetentionJob
from service.jobs.tasks import journey_tasks, key_epoch_task, read_model_tasks, research_tasks
from service.leadership.leadership import Leadership
from service.operations.folders import watched_folders
from service.operations.invariants.job import InvariantJob
from service.operations.invariants.task import invariant_task
from service.operations.vitals import VitalSigns
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.ledger import open_ledger
from service.postgres.disk.disk import Disk
from service.processes.scheduler import Scheduler
from service.read_models.caseload import Caseload
from service.read_models.daily_checks import DailyChecks
from service.read_models.enrolments import EnrolmentList
from service.read_models.programme_list import ProgrammeList
from service.read_models.progress import ReadModelProgress
from service.read_models.projector import Projector
from service.read_models.rebuild import Rebuilder
from service.read_models.retry import ParkedRetry
from service.read_models.seen_news import SeenNews
from service.read_models.stored_names import clear_name
from service.read_models.study_list import StudyList
from service.read_models.study_participants import StudyParticipants
from service.reply_links.link_sealer import reseal_replies
from service.research.analyses import Analyses
from service.research.export_files import ExportFiles, exports_folder
from service.research.exports.studies import StudyServices
from service.research.research_services import ResearchServices, make_research_services
from service.research.storage.memberships import reseal_memberships
from service.settings import Settings
from service.stores import Connections, Stores, make_stores, open_connections, require_fitting_keys

if TYPE_CHECKING:
    from service.postgres.connections import Pool, PooledConnection, WorkerPool


class Services(Struct, frozen=True, kw_only=True):
    """All services on one datastores."""

    settings: Settings
    clock: Clock
    pool: "Pool"
    worker_pool: "WorkerPool"
    log: PostgresEventLog
    journeys: Journeys
    programmes: Programmes
    studies: Studies
    research: ResearchServices | None
    """None without a keyring: pseudonyms are made with its keys."""
    caseload: Caseload
    seen_news: SeenNews
    programme_list: ProgrammeList
    atlas: Atlas
    leadership: Leadership
    projector: Projector
    progress: ReadModelProgress
    """How far the read models are, whichever process keeps them."""
    rebuilder: Rebuilder
    vital_signs: VitalSigns
    change_feed: ChangeFeed
    scheduler: Scheduler
    retention: RetentionJob
    redactor: Redactor
    erasure: ErasureContext
    keyrings: KeyringSource | None
    """None if nothing is sealed, or a vault was passed in."""
    tasks: Mapping[str, PeriodicTask]
    accounts: AccountServices | None
    """None without accounts."""

    @property
    def analyses(self) -> Analyses | None:
        """The analyses of studies; None without a keyring."""
        return self.research.analyses if self.research else None

    @property
    def mailer(self) -> EmailSender | None:
        """Sends e-mails; None without accounts or a mail server."""
        return self.accounts.mailer if self.accounts else None


OpenServices = Callable[[], AbstractAsyncContextManager[Services]]


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
    connect: Callable[[Settings], AbstractAsyncContextManager[Connections]] = open_connections,
    reads_only: bool = False,
    private_server: bool = False,
) -> AsyncGenerator[Services]:
    """Builds all services on the database of the settings, and closes them at the end.
    Starts no background tasks.

    A service that is passed in replaces the one that the settings describe.
    With `reads_only` nothing may be recorded, and what cannot be opened reads as redacted. With `private_server` the database's
    files are this service's own. Raises `InvalidSettings`, `InvalidKeyring`, `StoreError`.
    """
    async with AsyncExitStack() as stack:
        connections = await stack.enter_async_context(connect(settings))
        stores = make_stores(connections, settings, clock, vault)
        if not reads_only:
            await require_fitting_keys(stores)
        journeys = Journeys(stores.log, now=clock, cached=settings.journeys_cached, sealing=stores.sealer)
        stack.callback(journeys.long_work.close)
        programmes = Programmes(stores.log, now=clock, sealing=stores.sealer)
        accounts = open_account_services(
            stack,
            stores,
            journeys,
            programmes,
            clients=clients,
            mailer=mailer,
            notifier=notifier,
            password_hashes=password_hashes,
            provider_http=provider_http,
        )
        yield _services(stores, journeys, programmes, accounts, Disk(dsn=stores.dsn, private=private_server))


def _services(
    stores: Stores,
    journeys: Journeys,
    programmes: Programmes,
    accounts: AccountServices | None,
    disk: Disk,
) -> Services:
    rebuilder = Rebuilder(stores.dsn, stores.log, stores.workers)
    projector, leadership = Projector(stores.log, stores.workers), Leadership(stores.dsn)
    enrolments = EnrolmentCloser(programmes, EnrolmentList(stores.workers))
    ledger = open_ledger(stores.settings.ledger)
    folder = exports_folder(stores.settings.exports, ledger.path)
    files = ExportFiles(folder, days=stores.settings.export_days)
    erasure = ErasureContext(
        disk=disk,
        pool=stores.workers,
        log=stores.log,
        ledger=ledger,
        exports=files,
        vault=stores.vault,
        now=stores.clock,
    )
    scheduler = Scheduler(journeys, DailyChecks(stores.workers), enrolments, now=stores.clock)
    retention = RetentionJob(erasure)
    studies = Studies(
        stores.log,
        journeys,
        StudyList(stores.pool),
        StudyParticipants(stores.pool),
        now=stores.clock,
        sealing=stores.sealer,
    )
    atlas = Atlas(stores.pool)
    research = _research(stores, studies, atlas, projector.progress, files)
    vital_signs = VitalSigns(
        stores.log,
        stores.workers,
        projector,
        leadership,
        stores.settings,
        keyrings=stores.keyrings,
        folders=watched_folders(ledger.path, folder),
    )
    tasks = _tasks(stores, journeys, scheduler, retention, accounts) | research_tasks(research)
    tasks |= read_model_tasks(rebuilder, ParkedRetry(stores.log, stores.workers))
    if stores.keyrings or not stores.settings.seals:
        tasks |= invariant_task(InvariantJob(stores.dsn, stores.workers, partial(_own_keyrings, stores)))
    return Services(
        settings=stores.settings,
        clock=stores.clock,
        pool=stores.pool,
        worker_pool=stores.workers,
        log=stores.log,
        journeys=journeys,
        programmes=programmes,
        studies=studies,
        research=research,
        # Read models are stored in plaintext: with sealing, names come from the journeys instead.
        caseload=Caseload(stores.pool, journeys.client_names if stores.sealer else None),
        seen_news=SeenNews(stores.pool),
        programme_list=ProgrammeList(stores.pool, programmes.programme_names if stores.sealer else None),
        atlas=atlas,
        leadership=leadership,
        projector=projector,
        progress=projector.progress,
        rebuilder=rebuilder,
        vital_signs=vital_signs,
        change_feed=ChangeFeed(stores.log, projector.progress),
        scheduler=scheduler,
        retention=retention,
        redactor=Redactor(
            stores.log,
            stores.workers,
            clear_name=partial(clear_name, stores.workers),
            sealing=stores.sealer,
            reseal_others=_reseal_others,
        ),
        erasure=erasure,
        keyrings=stores.keyrings,
        tasks=tasks | vital_signs.watching(tasks),
        accounts=accounts,
    )


def _own_keyrings(stores: Stores) -> KeyringSource:
    if stores.keyrings is None:
        raise InvalidKeyring("this process has no keyring")
    return stores.keyrings


def _research(
    stores: Stores, studies: Studies, atlas: Atlas, progress: ReadModelProgress, files: ExportFiles
) -> ResearchServices | None:
    if stores.keyrings is None:
        return None
    return make_research_services(
        StudyServices(log=stores.log, studies=studies, keyrings=stores.keyrings, atlas=atlas),
        stores.pool,
        stores.workers,
        stores.vault,
        files,
        now=stores.clock,
        progress=progress,
    )


async def _reseal_others(
    connection: "PooledConnection", tenant_id: UUID, journey_id: UUID, keys: Renewal
) -> None:
    """Seals anew what is sealed under the keys of a journey outside of its events."""
    await reseal_reasons(connection, tenant_id, journey_id, keys)
    await reseal_replies(connection, tenant_id, journey_id, keys)
    await reseal_memberships(connection, tenant_id, journey_id, keys)


def _tasks(
    stores: Stores,
    journeys: Journeys,
    scheduler: Scheduler,
    retention: RetentionJob,
    accounts: AccountServices | None,
) -> dict[str, PeriodicTask]:
    tasks = [*journey_tasks(CacheInvalidator(journeys, stores.workers), scheduler, retention)]
    if isinstance(stores.keyrings, KeyringFile):
        tasks.append(key_epoch_task(KeyEpochJob(stores.workers, stores.keyrings)))
    if accounts:
        tasks += account_service_tasks(stores, journeys, accounts)
    return {task.name: task for task in tasks}
