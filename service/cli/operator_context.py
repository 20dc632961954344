"""The services that operators' commands use: accounts, keys, email and the ledger, on one database."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import UUID

import click
from msgspec import Struct
from msgspec.structs import replace

from service.account_services import AccountServices
from service.accounts.accounts import Accounts
from service.accounts.caller import Caller
from service.accounts.errors import UnknownPerson
from service.accounts.normalization import normalize_email
from service.accounts.notices import notify_nobody
from service.accounts.organisation_directory import all_organisations
from service.accounts.people import Person
from service.cli.database import DatabaseLocation, migrated_database, open_command_services
from service.cli.keyring import with_keyring
from service.container import Services
from service.encryption.keyring import KeyringSource
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.ledger import open_ledger
from service.settings import InvalidSettings, Settings, read_settings
from service.system_ids import LOCAL_ACTOR

T = TypeVar("T")


class OperatorContext(Struct, frozen=True, kw_only=True):
    """The services with accounts and keys, for the duration of a command."""

    services: Services
    account_services: AccountServices
    keyrings: KeyringSource

    @property
    def accounts(self) -> Accounts:
        return self.account_services.accounts

    def erasure(self, *, leave_on_disk: bool = False) -> ErasureContext:
        """What erasures work on; the files of the database are searched afterwards."""
        return replace(self.services.erasure, keyrings=self.keyrings, leave_on_disk=leave_on_disk)

    async def operator(self, organisation: str | None) -> Caller:
        """The operator as an administrator of one organisation (see `tenant_id`)."""
        tenant_id = await self.tenant_id(organisation)
        return Caller(tenant_id=tenant_id, person_id=LOCAL_ACTOR, roles=frozenset({"admin"}), way="local")

    async def tenant_id(self, organisation: str | None) -> UUID:
        """The id of the only organisation, or of the one with this name or id."""
        found = await all_organisations(self.services.worker_pool)
        if organisation is not None:
            found = [one for one in found if organisation in (one.name, str(one.tenant_id))]
        if len(found) != 1:
            raise click.ClickException(
                "there is no such organisation; `soundings admin organisations` lists them"
                if not found
                else "there are several organisations: choose one with --organisation (its name or id)"
            )
        return found[0].tenant_id

    async def person(self, by: Caller, email: str) -> Person:
        """The person with an email address. Raises `UnknownPerson`, `InvalidEmail`."""
        wanted = normalize_email(email)
        for person in await self.accounts.list_people(by):
            if person.email == wanted:
                return person
        raise UnknownPerson

    async def person_id(self, by: Caller, email: str) -> UUID:
        """The id of that person."""
        return (await self.person(by, email)).person_id


@asynccontextmanager
async def open_operator_context(
    dsn: str, place: DatabaseLocation, settings: Settings | None = None
) -> AsyncGenerator[OperatorContext]:
    """Opens the services for operators; settings come from the environment unless given."""
    settings = _operator_settings(settings or read_settings(), place)
    # Without a mail server whoever runs the command tells people.
    notifier = None if settings.smtp_url else notify_nobody
    opened = open_command_services(dsn, settings, notifier=notifier, private_server=place.is_private)
    async with opened as services:
        if services.accounts is None or services.keyrings is None:
            raise InvalidSettings("this command needs accounts, and there are none")
        yield OperatorContext(
            services=services, account_services=services.accounts, keyrings=services.keyrings
        )


def _operator_settings(settings: Settings, place: DatabaseLocation) -> Settings:
    """Settings with accounts and keys, whatever access the environment names."""
    settings = with_keyring(replace(settings, access="accounts"), place)
    return replace(settings, ledger=str(open_ledger(settings.ledger, place.data_dir).path))


def run_with_context(place: DatabaseLocation, work: Callable[[OperatorContext], Coroutine[Any, Any, T]]) -> T:
    """Runs `work` with the context, then closes the database."""

    async def run(dsn: str) -> T:
        async with open_operator_context(dsn, place) as context:
            return await work(context)

    with migrated_database(place) as dsn:
        return asyncio.run(run(dsn))
