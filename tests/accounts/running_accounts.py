"""Accounts on a real database with a clock that is set by hand, and hashes that cost next to nothing."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import asyncpg
from pyotp.totp import TOTP

from domain.vocabulary import ConsentPurpose
from service.accounts.accounts import Accounts
from service.accounts.caller import AccountRole, Caller
from service.accounts.passwords import PasswordHashPool
from service.accounts.people import Person
from service.accounts.session_tokens import NewSession
from service.accounts.throttle import AttemptSource
from service.encryption.memory import MemoryVault
from tests.apps import CheapHasher

if TYPE_CHECKING:
    from service.postgres.connections import Pool

PASSWORD = "a sounding line of 40 fathoms"
NEW_PASSWORD = "the lead was armed with tallow"
NETWORK = "192.0.2.7"
SOURCE = AttemptSource(NETWORK)
BROWSER = "b" * 43
"""The secret of a browser."""
TABLES = """
select relname::text as name, exists (
    select from pg_attribute where attrelid = c.oid and attname = 'tenant_id') as walled
from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r'
"""


class RunningAccounts:
    """One organisation of the service, and its people."""

    def __init__(self, dsn: str, pool: "Pool", kept: PasswordHashPool | None = None) -> None:
        self.at = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self.dsn = dsn
        self.vault = MemoryVault()
        self.pool = pool
        self.kept = kept or PasswordHashPool(CheapHasher())
        self.accounts = Accounts(pool, self.vault, now=lambda: self.at, hash_pool=self.kept)
        self.tenant_id = UUID(int=0)
        self.operator = Caller(tenant_id=self.tenant_id, person_id=uuid4(), roles=frozenset(), way="local")

    async def founded(self, name: str = "Harbour Pilots") -> "RunningAccounts":
        self.tenant_id = await self.accounts.create_organisation(name)
        self.operator = Caller(
            tenant_id=self.tenant_id, person_id=uuid4(), roles=frozenset({"admin"}), way="local"
        )
        return self

    def pass_by(self, **span: float) -> None:
        self.at += timedelta(**span)

    async def invited(self, email: str, role: AccountRole = "client", journey_id: UUID | None = None) -> str:
        """The secret of an invitation."""
        invited = await self.accounts.invite(self.operator, email, role, locale="nl", journey_id=journey_id)
        return invited.link_secret

    async def person(
        self,
        email: str = "ada@example.org",
        role: AccountRole = "client",
        *,
        name: str = "Ada Byron",
        password: str | None = PASSWORD,
        consents: tuple[ConsentPurpose, ...] = (),
    ) -> Person:
        """Somebody who was invited and came."""
        secret = await self.invited(email, role)
        return await self.accounts.accept_invitation(secret, name=name, password=password, consents=consents)

    async def signed_in(
        self, email: str = "ada@example.org", *, code: str | None = None, password: str = PASSWORD
    ) -> NewSession:
        return await self.accounts.sign_in(email, password, code=code, source=SOURCE)

    async def totp(self, signed: NewSession) -> tuple[TOTP, NewSession]:
        """An authenticator that was set up in this session, and the session that came of it."""
        offer = await self.accounts.credentials.start_totp(signed.caller)
        totp = TOTP(offer.secret)
        return totp, await self.accounts.credentials.confirm_totp(signed.caller, self.code(totp), SOURCE)

    def code(self, totp: TOTP, steps: int = 0) -> str:
        return totp.at(int(self.at.timestamp()) + 30 * steps)

    async def admin(self, email: str = "grace@example.org", name: str = "Grace Hopper") -> NewSession:
        """An administrator with a second proof."""
        await self.person(email, "admin", name=name)
        _, signed = await self.totp(await self.signed_in(email))
        return signed

    async def dump(self) -> dict[str, str]:
        """This organisation's rows in every table, and all rows of tables without organisations, as text."""
        connection = await asyncpg.connect(self.dsn)
        rows = {
            table["name"]: await connection.fetch(
                f"select * from {table['name']} t"
                + (f" where tenant_id = '{self.tenant_id}'" if table["walled"] else "")
            )
            for table in await connection.fetch(TABLES)
        }
        await connection.close()
        return {
            name: "\n".join(sorted(repr(tuple(row.values())) for row in found))
            for name, found in rows.items()
        }
