"""Accepts invitations: stores name, password and consents, gives the role,
and records what the journey has to learn.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from domain.vocabulary import ConsentPurpose
from service.accounts import journey_clients, passwords, pending_onboarding, people, role_requests, roles
from service.accounts.caller import AccountRole
from service.accounts.context import AccountsContext
from service.accounts.errors import InvitationGone, NotAllowed
from service.accounts.invitation_terms import CONSENT_WORDING_VERSION, REQUIRED_PURPOSES
from service.accounts.invitations import TAKE, find_open_invitation
from service.accounts.normalization import normalize_account_name
from service.accounts.passwords import PasswordHashPool
from service.accounts.pending_onboarding import PendingOnboarding
from service.accounts.people import Person
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import PooledConnection

ACTIVATE_PERSON = """
update people set name = $3, state = 'active', joined_at = $4, locale = $5 where tenant_id = $1 and person_id = $2
"""
INSERT_AGREEMENTS = """
insert into agreements (tenant_id, person_id, purpose, wording, agreed_at)
select $1, $2, unnest($3::text[]), $4, $5 on conflict do nothing
"""


class InvitationAcceptance:
    """Accepts invitations."""

    def __init__(self, context: AccountsContext, hash_pool: PasswordHashPool, words: Collection[str]) -> None:
        self._context = context
        self._passwords = hash_pool
        self._words = tuple(words)

    async def accept(
        self, secret: str, *, name: str, password: str | None, consents: Collection[ConsentPurpose]
    ) -> Person:
        """Accepts an invitation.

        Raises `InvitationGone`, `InvalidPassword`, `InvalidName`, `JourneyTaken`, `Throttled`.
        """
        offer = await find_open_invitation(self._context, secret)
        if offer is None:
            raise InvitationGone
        row, organisation = offer
        if not set(consents) <= {*REQUIRED_PURPOSES.get(row["role"], ()), *row["consents"]}:
            raise NotAllowed("This consent was not part of the invitation.")
        tenant_id, person_id = row["tenant_id"], row["person_id"]
        sealed = new_hash = None
        if row["state"] == "invited":
            await self._context.seals.load_keys(tenant_id, [person_id], create=True)
            sealed = self._context.seals.seal(tenant_id, person_id, "name", normalize_account_name(name))
            new_hash = await self._hash(row, password, (organisation, name)) if password is not None else None
        async with tenant_tx(self._context.pool, tenant_id) as connection:
            await self._join(connection, row, sealed, new_hash, sorted(set(consents)))
        if row["state"] != "invited":
            await people.notify_people(self._context, tenant_id, [person_id], "role_changed")
        return await people.get_person(self._context, tenant_id, person_id)

    async def _hash(self, row: "Record", password: str, words: Collection[str]) -> str:
        email = self._context.seals.open(row["tenant_id"], row["person_id"], "email", row["email"]) or ""
        passwords.check_password(password, (*self._words, *words, email.partition("@")[0]))
        return await self._passwords.hash(password)

    async def _join(
        self,
        connection: "PooledConnection",
        row: "Record",
        name: bytes | None,
        new_hash: str | None,
        consents: list[ConsentPurpose],
    ) -> None:
        place, now = (row["tenant_id"], row["person_id"]), self._context.now()
        account = await people.lock_account(connection, *place)
        taken = await connection.fetchrow(TAKE, row["tenant_id"], row["invitation_id"], now)
        if taken is None or account.standing != row["state"]:
            raise InvitationGone
        if account.standing == "invited":
            await connection.execute(ACTIVATE_PERSON, *place, name, now, row["locale"])
            if new_hash is not None:
                await passwords.save_password_hash(connection, *place, new_hash, now)
        await self._grant_role(connection, place, taken["role"], taken["invited_by"])
        await connection.execute(INSERT_AGREEMENTS, *place, consents, CONSENT_WORDING_VERSION, now)
        if taken["journey_id"]:
            await journey_clients.insert_client(
                connection, row["tenant_id"], taken["journey_id"], row["person_id"]
            )
        await pending_onboarding.save_pending_onboarding(
            connection, self._pending_onboarding(place, taken, consents)
        )

    async def _grant_role(
        self, connection: "PooledConnection", who: tuple[UUID, UUID], role: AccountRole, invited_by: UUID
    ) -> None:
        """Gives the role of the invitation, unless it still waits for a second administrator."""
        assent = await role_requests.take_approval(connection, who, role, by=invited_by)
        if assent:
            await roles.add_role(self._context, connection, who, role, assent)

    def _pending_onboarding(
        self, who: tuple[UUID, UUID], taken: "Record", consents: list[ConsentPurpose]
    ) -> PendingOnboarding:
        return PendingOnboarding(
            tenant_id=who[0],
            arrival_id=uuid4(),
            person_id=who[1],
            journey_id=taken["journey_id"],
            consents=tuple(consents) if taken["role"] == "client" else (),
            wording=CONSENT_WORDING_VERSION,
            coach_id=taken["coach_id"],
            programme_id=taken["programme_id"],
            invited_by=taken["invited_by"],
            arrived_at=self._context.now(),
        )
