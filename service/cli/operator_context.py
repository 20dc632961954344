"""What commands for operators work with: accounts, keys, letters and the ledger, on one database."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import click
from msgspec import Struct
from msgspec.structs import replace

from service.accounts.accounts import Accounts
from service.accounts.caller import Caller
from service.accounts.errors import UnknownPerson
from service.accounts.normalization import normalize_email
from service.accounts.notices import Notifier, notify_nobody
from service.accounts.organisation_directory import all_organisations
from service.accounts.people import Person
from service.cli.database import DatabaseLocation, open_log, running_database
from service.cli.keyring import with_keyring
from service.email.background_sending import make_notifier, wait_until_sent
from service.email.mailer import Mailer, parse_smtp_server
from service.encryption.keyring import KeyringSource
from service.encryption.keyring_file import keyring_source
from service.encryption.postgres import PostgresVault
from service.event_store.postgres import PostgresEventLog
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.ledger import open_ledger
from service.postgres.connections import open_pool, open_worker_pool
from service.settings import Settings, read_settings
from service.system_ids import LOCAL_ACTOR

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

T = TypeVar("T")

POOL_SIZE = 4

DEFAULT_ORIGIN = "http://localhost:8000"
"""Where links lead when SOUNDINGS_ORIGIN does not say."""


class OperatorContext(Struct, frozen=True, kw_only=True):
    """Everything at hand, for as long as a command runs."""

    dsn: str
    settings: Settings
    place: DatabaseLocation
    log: PostgresEventLog
    workers: "WorkerPool"
    keyrings: KeyringSource
    vault: PostgresVault
    accounts: Accounts

    @property
    def erasure_context(self) -> ErasureContext:
        """Where erasures are done."""
        ledger = open_ledger(self.settings.ledger, self.place.data_dir)
        return ErasureContext(dsn=self.dsn, pool=self.workers, log=self.log, ledger=ledger, vault=self.vault)

    async def operator(self, organisation: str | None) -> Caller:
        """Whoever runs the service, as an administrator of one organisation: the only one, or the one of this name or id."""
        found = await all_organisations(self.workers)
        if organisation is not None:
            found = [one for one in found if organisation in (one.name, str(one.tenant_id))]
        if len(found) != 1:
            raise click.ClickException(
                "there is no such organisation; `soundings admin organisations` lists them"
                if not found
                else "there are several organisations: say which with --organisation (a name or an id)"
            )
        return Caller(
            tenant_id=found[0].tenant_id, person_id=LOCAL_ACTOR, roles=frozenset({"admin"}), way="local"
        )

    async def person(self, by: Caller, email: str) -> Person:
        """Who has an address. Raises `UnknownPerson`, `InvalidEmail`."""
        wanted = normalize_email(email)
        for person in await self.accounts.list_people(by):
            if person.email == wanted:
                return person
        raise UnknownPerson

    async def person_id(self, by: Caller, email: str) -> UUID:
        """The same, as an id."""
        return (await self.person(by, email)).person_id


@asynccontextmanager
async def open_operator_context(
    dsn: str, place: DatabaseLocation, settings: Settings | None = None
) -> AsyncGenerator[OperatorContext]:
    """An office on a database, brought up to date first; with settings from the environment unless they are given."""
    # Who is looked after here has an account, and accounts are sealed, whatever access this process was told of.
    settings = with_keyring(replace(settings or read_settings(), sealing=True), place)
    async with open_log(dsn) as log:
        workers, pool = await open_worker_pool(dsn, POOL_SIZE), await open_pool(dsn, POOL_SIZE)
        ring = keyring_source(settings.keyring, settings.keyring_json, settings.env)
        vault = PostgresVault(pool, ring)
        accounts = Accounts(pool, vault, tell=_telling(settings))
        try:
            yield OperatorContext(
                dsn=dsn,
                settings=settings,
                place=place,
                log=log,
                workers=workers,
                keyrings=ring,
                vault=vault,
                accounts=accounts,
            )
        finally:
            await wait_until_sent()
            accounts.close()
            workers.terminate()
            pool.terminate()


def _telling(settings: Settings) -> Notifier:
    """By letter where there is a mail server; whoever runs the service tells people otherwise."""
    if not (settings.smtp_url and settings.mail_from):
        return notify_nobody
    server = parse_smtp_server(settings.smtp_url, settings.mail_from)
    return make_notifier(Mailer(server) if server else None, settings.origin.rstrip("/") or DEFAULT_ORIGIN)


def run_with_context(place: DatabaseLocation, work: Callable[[OperatorContext], Coroutine[Any, Any, T]]) -> T:
    """Do some work, then let go of the database."""

    async def run(dsn: str) -> T:
        async with open_operator_context(dsn, place) as office:
            return await work(office)

    with running_database(place) as dsn:
        return asyncio.run(run(dsn))
