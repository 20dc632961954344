"""Invitations to a role: made, read, declined and withdrawn."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from msgspec import Struct

from domain.vocabulary import ConsentPurpose
from service.accounts import journey_clients, organisations, people, role_requests
from service.accounts.caller import AccountRole, Caller
from service.accounts.context import NO_PERSON, AccountsContext
from service.accounts.errors import NotAllowed
from service.accounts.invitation_terms import (
    INVITATION_LIFETIME,
    MAY_INVITE,
    OPTIONAL_PURPOSES,
    REQUIRED_PURPOSES,
)
from service.accounts.login_lookup import find_invitation, hash_secret, hashes_equal, new_secret
from service.accounts.normalization import require_reachable
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import PooledConnection

# A new invitation postpones the clean-up of a person without an account by an hour. No row: they are erased already.
TOUCH_KNOWN_PERSON = """
update people set invited_at = case state when 'invited' then $3 else invited_at end
where tenant_id = $1 and address = $2 returning person_id
"""
INSERT_PERSON = """
insert into people (tenant_id, person_id, address, email, locale, state, invited_at)
values ($1, $2, $3, $4, $5, 'invited', $6) on conflict (tenant_id, address) do nothing returning person_id
"""
UPSERT = """
insert into invitations (tenant_id, invitation_id, person_id, role, hash, invited_by, journey_id, coach_id,
                         programme_id, consents, locale, invited_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (tenant_id, person_id, role) do update set
    (invitation_id, hash, invited_by, journey_id, coach_id, programme_id, consents, locale, invited_at, expires_at)
    = (excluded.invitation_id, excluded.hash, excluded.invited_by, excluded.journey_id, excluded.coach_id,
       excluded.programme_id, excluded.consents, excluded.locale, excluded.invited_at, excluded.expires_at)
"""
SELECT = """
select i.*, p.state, p.email from invitations i join people p using (tenant_id, person_id)
where i.tenant_id = $1 and i.invitation_id = $2 and i.expires_at > $3 and p.state <> 'disabled'
"""
TAKE = """
delete from invitations where tenant_id = $1 and invitation_id = $2 and expires_at > $3
returning person_id, role, invited_by, journey_id, coach_id, programme_id
"""
DELETE_UNANSWERED = """
delete from people p where tenant_id = $1 and person_id = $2 and state = 'invited'
  and not exists (select from invitations i where i.tenant_id = $1 and i.person_id = $2)
returning person_id
"""


class InvitationTerms(Struct, frozen=True, kw_only=True):
    """The terms of an invitation beside its role."""

    locale: str
    journey_id: UUID | None = None
    coach_id: UUID | None = None
    programme_id: UUID | None = None
    consents: tuple[ConsentPurpose, ...] | None = None
    """The optional consents to ask for; None for all of them."""


class SentInvitation(Struct, frozen=True, kw_only=True):
    """An invitation that was made; looks the same whether the address was known or not."""

    person_id: UUID
    email: str
    role: AccountRole
    locale: str
    link_secret: str
    """Secret of the link in the e-mail: whoever has it can accept."""
    expires_at: datetime
    waits: bool = False
    """Whether a second administrator has to confirm the role."""


class InvitationView(Struct, frozen=True, kw_only=True):
    """What the invited person sees before answering."""

    tenant_id: UUID
    person_id: UUID
    organisation: str
    role: AccountRole
    inviter: str | None
    """None if it came from the service itself, or from somebody who has left."""
    invited_by: UUID
    purposes: tuple[ConsentPurpose, ...]
    consents: tuple[ConsentPurpose, ...]
    known: bool
    """Whether they have an account already: then accepting asks for no name and no password."""
    journey_id: UUID | None
    coach_id: UUID | None
    coach: str | None
    """The coach's name."""
    locale: str
    expires_at: datetime


class Invitations:
    """Invites people, and lets them decline."""

    def __init__(self, context: AccountsContext) -> None:
        self._context = context

    async def invite(
        self, by: Caller, email: str, role: AccountRole, terms: InvitationTerms
    ) -> SentInvitation:
        """Invites a person; replaces an earlier invitation to the same role.

        Raises `NotAllowed`, `InvalidEmail`.
        """
        if by.way == "api" or not any(role in MAY_INVITE.get(mine, ()) for mine in by.roles):
            raise NotAllowed
        if role != "client" and (terms.journey_id or terms.coach_id or terms.programme_id):
            raise NotAllowed("Only a client can be given a journey, a coach or a programme.")
        plain = require_reachable(email)
        person_id = await self._person_at(by.tenant_id, plain, terms.locale)
        if person_id == by.person_id:
            raise NotAllowed("You cannot invite yourself.")
        now, secret = self._context.now(), new_secret()
        async with tenant_tx(self._context.pool, by.tenant_id) as connection:
            if terms.journey_id:
                await _require_free_journey(connection, by.tenant_id, terms.journey_id, person_id)
            values = _values(by, person_id, role, terms, hash_secret(secret))
            await connection.execute(UPSERT, by.tenant_id, uuid4(), *values, now, now + INVITATION_LIFETIME)
            waits = await role_requests.needs_confirmation(self._context, connection, by, role)
            request = (
                await role_requests.request_role(self._context, connection, by, person_id, role)
                if waits
                else None
            )
        if request:
            await role_requests.notify_confirmers(self._context, by.tenant_id, request)
        return SentInvitation(
            person_id=person_id,
            email=plain,
            role=role,
            locale=terms.locale,
            link_secret=secret,
            expires_at=now + INVITATION_LIFETIME,
            waits=waits,
        )

    async def get(self, secret: str) -> InvitationView | None:
        """Reads an open invitation by its secret. Changes nothing."""
        offer = await find_open_invitation(self._context, secret)
        if offer is None:
            return None
        row, organisation = offer
        concerned = [one for one in (row["invited_by"], row["coach_id"]) if one]
        named = await people.person_names(self._context, row["tenant_id"], concerned)
        role: AccountRole = row["role"]
        return InvitationView(
            tenant_id=row["tenant_id"],
            person_id=row["person_id"],
            organisation=organisation,
            role=role,
            inviter=named.get(row["invited_by"]),
            invited_by=row["invited_by"],
            purposes=REQUIRED_PURPOSES.get(role, ()),
            consents=tuple(row["consents"]),
            known=row["state"] == "active",
            journey_id=row["journey_id"],
            coach_id=row["coach_id"],
            coach=named.get(row["coach_id"]),
            locale=row["locale"],
            expires_at=row["expires_at"],
        )

    async def decline(self, secret: str) -> None:
        """Declines an invitation and erases the address, unless it has an account.

        Does nothing if it is gone already.
        """
        place = await find_invitation(self._context.pool, secret)
        if place is not None:
            await self.withdraw(*place)

    async def withdraw(self, tenant_id: UUID, invitation_id: UUID) -> bool:
        """Withdraws an invitation and erases a person who never joined; False if there is none."""
        async with tenant_tx(self._context.pool, tenant_id) as connection:
            taken = await connection.fetchrow(TAKE, tenant_id, invitation_id, self._context.now())
            person_id = taken["person_id"] if taken else NO_PERSON
            if taken:
                await role_requests.delete_role_request(connection, (tenant_id, person_id), taken["role"])
            gone = await connection.fetchval(DELETE_UNANSWERED, tenant_id, person_id)
        if gone is not None:
            await self._context.seals.destroy_keys(tenant_id, person_id)
        return taken is not None

    async def _person_at(self, tenant_id: UUID, email: str, locale: str) -> UUID:
        """The person with this address in the organisation; creates one if there is none."""
        address, person_id, now = self._context.seals.address_fingerprint(email), uuid4(), self._context.now()
        async with tenant_tx(self._context.pool, tenant_id) as connection:
            known: UUID | None = await connection.fetchval(TOUCH_KNOWN_PERSON, tenant_id, address, now)
        if known is not None:
            return known
        await self._context.seals.load_keys(tenant_id, [person_id], create=True)
        sealed = self._context.seals.seal(tenant_id, person_id, "email", email)
        async with tenant_tx(self._context.pool, tenant_id) as connection:
            new = await connection.fetchval(INSERT_PERSON, tenant_id, person_id, address, sealed, locale, now)
        # A concurrent invitation to the same address may have created the person first.
        return person_id if new is not None else await self._person_at(tenant_id, email, locale)


async def find_open_invitation(context: AccountsContext, secret: str) -> "tuple[Record, str] | None":
    """An invitation that can be accepted, and the name of its organisation."""
    place = await find_invitation(context.pool, secret)
    if place is None:
        return None
    async with tenant_tx(context.pool, place[0]) as connection:
        row = await connection.fetchrow(SELECT, *place, context.now())
        if row is None or not hashes_equal(row["hash"], hash_secret(secret)):
            return None
        return row, await organisations.fetch_organisation_name(connection, place[0])


def _values(
    by: Caller, person_id: UUID, role: AccountRole, terms: InvitationTerms, secret_hash: bytes
) -> tuple[object, ...]:
    may_ask = OPTIONAL_PURPOSES.get(role, ())
    asked = may_ask if terms.consents is None else [one for one in may_ask if one in terms.consents]
    return (
        person_id,
        role,
        secret_hash,
        by.person_id,
        terms.journey_id,
        terms.coach_id,
        terms.programme_id,
        list(asked),
        terms.locale,
    )


async def _require_free_journey(
    connection: "PooledConnection", tenant_id: UUID, journey_id: UUID, person_id: UUID
) -> None:
    if await journey_clients.fetch_client(connection, tenant_id, journey_id) not in (None, person_id):
        raise NotAllowed("This journey belongs to someone else.")
