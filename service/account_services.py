"""The services that exist only with accounts, and how they are built."""

from collections.abc import Iterator
from contextlib import AsyncExitStack

import httpx
from msgspec import Struct

from service.accounts.accounts import Accounts
from service.accounts.notices import Notifier
from service.accounts.oidc_client import CALLBACK_PATH, OidcClient
from service.accounts.organisation_directory import OrganisationDirectory
from service.accounts.passkeys import Passkeys
from service.accounts.passwords import PasswordHashPool
from service.accounts.provider_http import open_http_client
from service.application.journeys import Journeys
from service.application.programmes import Programmes
from service.authorization.authorizer import Authorizer
from service.authorization.client_directory import ClientDirectory
from service.email.background_sending import EmailSender, make_notifier, wait_until_sent
from service.email.mailer import Mailer, parse_smtp_server
from service.jobs.account_cleanup import AccountCleanup
from service.jobs.periodic_task import PeriodicTask
from service.jobs.tasks import account_tasks
from service.jobs.weekly_email import WeeklyEmailJob
from service.processes.onboarding import OnboardingProcess
from service.reply_links.store import ReplyLinks
from service.stores import Stores

DEFAULT_ORIGIN = "http://localhost:8000"
"""The origin of links in e-mails without SOUNDINGS_ORIGIN."""


class AccountServices(Struct, frozen=True, kw_only=True):
    """The services that exist only with accounts."""

    accounts: Accounts
    passkeys: Passkeys
    oidc: OidcClient
    organisations: OrganisationDirectory
    authorizer: Authorizer
    onboarding: OnboardingProcess
    reply_links: ReplyLinks
    mailer: EmailSender | None
    """None without a mail server: then links are shown instead of sent."""


def open_account_services(
    stack: AsyncExitStack,
    stores: Stores,
    journeys: Journeys,
    programmes: Programmes,
    *,
    clients: ClientDirectory | None,
    mailer: EmailSender | None,
    notifier: Notifier | None,
    password_hashes: PasswordHashPool | None,
    provider_http: httpx.AsyncClient | None,
) -> AccountServices | None:
    """Opens what accounts need; None where the settings ask for no accounts."""
    settings, pool, clock, vault = stores.settings, stores.pool, stores.clock, stores.vault
    if settings.access != "accounts" or vault is None:
        return None
    mailer, http = mailer or _mailer(stores), provider_http or open_http_client()
    notify = notifier or make_notifier(mailer, settings.origin or DEFAULT_ORIGIN)
    accounts = Accounts(
        pool, vault, now=clock, hash_pool=password_hashes or PasswordHashPool(), notify=notify
    )
    stack.push_async_callback(http.aclose)
    stack.callback(accounts.close)
    stack.push_async_callback(wait_until_sent)
    onboarding = OnboardingProcess(accounts, journeys, programmes)
    accounts.on_person_joined(onboarding.on_person_joined)
    return AccountServices(
        accounts=accounts,
        passkeys=Passkeys(pool, vault, rp_id=settings.host, origin=settings.origin, now=clock),
        oidc=OidcClient(pool, vault, redirect_uri=settings.origin + CALLBACK_PATH, now=clock, http=http),
        organisations=OrganisationDirectory(stores.workers),
        authorizer=Authorizer(
            journeys,
            clients or accounts,
            pool,
            now=clock,
            on_started=onboarding.on_journey_started,
            vault=vault,
        ),
        onboarding=onboarding,
        reply_links=ReplyLinks(pool, vault, now=clock),
        mailer=mailer,
    )


def account_service_tasks(
    stores: Stores, journeys: Journeys, services: AccountServices
) -> Iterator[PeriodicTask]:
    """The periodic tasks of a service with accounts."""
    accounts, mailer, weekly_email = services.accounts, services.mailer, None
    if mailer:
        origin = stores.settings.origin or DEFAULT_ORIGIN
        weekly_email = WeeklyEmailJob(
            stores.workers, accounts, journeys, mailer, origin=origin, now=stores.clock
        )
    cleanup = AccountCleanup(accounts, services.onboarding, stores.workers, now=stores.clock)
    return account_tasks(services.authorizer.access_log, cleanup, weekly_email)


def _mailer(stores: Stores) -> EmailSender | None:
    server = parse_smtp_server(stores.settings.smtp_url, stores.settings.mail_from)
    return Mailer(server, now=stores.clock) if server else None
