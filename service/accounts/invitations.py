"""Invitations: how somebody comes in, after seeing by whom they are asked, for what, and what they agree to."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from msgspec import Struct

from domain.vocabulary import Purpose
from service.accounts import clients, organisations, passwords, people, roles
from service.accounts.caller import Caller, Role
from service.accounts.finding import invitation_of
from service.accounts.ground import NOBODY, Ground, email_normalised, name_normalised
from service.accounts.invitation_terms import CONSENTS, LASTS, MAY_INVITE, PURPOSES, WORDING
from service.accounts.passwords import Passwords
from service.accounts.people import Person
from service.accounts.refusals import InvitationGone, NotAllowed
from service.accounts.secret import hashed, new_secret, same
from service.store.connections import tenant_tx

if TYPE_CHECKING:
    from asyncpg import Record

    from service.store.connections import Borrowed

SELECT_PERSON = "select person_id, state from people where tenant_id = $1 and address = $2"
INSERT_PERSON = """
insert into people (tenant_id, person_id, address, email, locale, state, invited_at)
values ($1, $2, $3, $4, $5, 'invited', $6) on conflict (tenant_id, address) do nothing returning person_id
"""
UPSERT = """
insert into invitations (tenant_id, invitation_id, person_id, role, hash, invited_by, journey_id, coach_id, locale, invited_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (tenant_id, person_id, role) do update set
    (invitation_id, hash, invited_by, journey_id, coach_id, locale, invited_at, expires_at)
    = (excluded.invitation_id, excluded.hash, excluded.invited_by, excluded.journey_id, excluded.coach_id,
       excluded.locale, excluded.invited_at, excluded.expires_at)
"""
SELECT = """
select i.*, p.state, p.email from invitations i join people p using (tenant_id, person_id)
where i.tenant_id = $1 and i.invitation_id = $2 and i.expires_at > $3 and p.state <> 'disabled'
"""
TAKE = """
delete from invitations where tenant_id = $1 and invitation_id = $2 and expires_at > $3
returning person_id, role, invited_by, journey_id
"""
JOIN = """
update people set name = $3, state = 'active', joined_at = $4, locale = $5 where tenant_id = $1 and person_id = $2
"""
DELETE_UNANSWERED = """
delete from people p where tenant_id = $1 and person_id = $2 and state = 'invited'
  and not exists (select from invitations i where i.tenant_id = $1 and i.person_id = $2)
returning person_id
"""
INSERT_AGREEMENTS = """
insert into agreements (tenant_id, person_id, purpose, wording, agreed_at)
select $1, $2, unnest($3::text[]), $4, $5 on conflict do nothing
"""


class Invited(Struct, frozen=True, kw_only=True):
    """Somebody who was asked in: the same for an address that is known already."""

    person_id: UUID
    email: str
    role: Role
    locale: str
    link_secret: str
    """For the letter to them only: whoever has it can accept."""
    expires_at: datetime


class InvitationView(Struct, frozen=True, kw_only=True):
    """What is told before anything is asked."""

    tenant_id: UUID
    person_id: UUID
    organisation: str
    role: Role
    inviter: str | None
    """None when it came from the service itself, or from somebody who has left."""
    invited_by: UUID
    purposes: tuple[Purpose, ...]
    consents: tuple[Purpose, ...]
    known: bool
    """They have an account here already: accepting asks for no name and no password, and leaves both as they are."""
    journey_id: UUID | None
    coach_id: UUID | None
    locale: str
    expires_at: datetime


class Invitations:
    """Asks people in, and lets them come or decline."""

    def __init__(self, ground: Ground, kept: Passwords, words: Collection[str]) -> None:
        self._ground = ground
        self._passwords = kept
        self._words = tuple(words)

    async def invite(
        self,
        by: Caller,
        email: str,
        role: Role,
        *,
        locale: str,
        journey_id: UUID | None = None,
        coach_id: UUID | None = None,
    ) -> Invited:
        """Ask somebody in; an earlier invitation to the same role is taken back. Raises `NotAllowed`, `EmailRefused`."""
        if by.way == "api" or not any(role in MAY_INVITE.get(mine, ()) for mine in by.roles):
            raise NotAllowed
        if role != "client" and (journey_id or coach_id):
            raise NotAllowed("Only a client comes to a journey and a coach.")
        plain = email_normalised(email)
        person_id = await self._person_at(by.tenant_id, plain, locale)
        if person_id == by.person_id:
            raise NotAllowed("Nobody invites themselves.")
        now, secret = self._ground.now(), new_secret()
        values = (uuid4(), person_id, role, hashed(secret), by.person_id, journey_id, coach_id, locale, now)
        async with tenant_tx(self._ground.pool, by.tenant_id) as connection:
            if journey_id:
                await _still_free(connection, by.tenant_id, journey_id, person_id)
            await connection.execute(UPSERT, by.tenant_id, *values, now + LASTS)
        return Invited(
            person_id=person_id,
            email=plain,
            role=role,
            locale=locale,
            link_secret=secret,
            expires_at=now + LASTS,
        )

    async def invitation(self, secret: str) -> InvitationView | None:
        """What an invitation says; nothing is stored by looking at it."""
        found = await self._find(secret)
        if found is None:
            return None
        row, organisation = found
        inviter = await people.names(self._ground, row["tenant_id"], [row["invited_by"]])
        role: Role = row["role"]
        return InvitationView(
            tenant_id=row["tenant_id"],
            person_id=row["person_id"],
            organisation=organisation,
            role=role,
            inviter=inviter.get(row["invited_by"]),
            invited_by=row["invited_by"],
            purposes=PURPOSES.get(role, ()),
            consents=CONSENTS.get(role, ()),
            known=row["state"] == "active",
            journey_id=row["journey_id"],
            coach_id=row["coach_id"],
            locale=row["locale"],
            expires_at=row["expires_at"],
        )

    async def accept(
        self, secret: str, *, name: str, password: str | None, consents: Collection[Purpose]
    ) -> Person:
        """Come in. Raises `InvitationGone`, `PasswordRefused`, `NameRefused`, `JourneyTaken`, `Throttled`."""
        found = await self._find(secret)
        if found is None:
            raise InvitationGone
        row, organisation = found
        if not set(consents) <= {*PURPOSES.get(row["role"], ()), *CONSENTS.get(row["role"], ())}:
            raise NotAllowed("This consent was not asked for.")
        tenant_id, person_id = row["tenant_id"], row["person_id"]
        sealed = kept = None
        if row["state"] == "invited":
            await self._ground.seals.ready(tenant_id, [person_id], create=True)
            sealed = self._ground.seals.seal(tenant_id, person_id, "name", name_normalised(name))
            kept = await self._hash(row, password, (organisation, name)) if password is not None else None
        async with tenant_tx(self._ground.pool, tenant_id) as connection:
            await self._join(connection, row, sealed, kept, consents)
        return await people.person(self._ground, tenant_id, person_id)

    async def decline(self, secret: str) -> None:
        """Stay out: the address is erased, unless it is an account's. Nothing happens when it is gone already."""
        place = await invitation_of(self._ground.pool, secret)
        if place is None:
            return
        async with tenant_tx(self._ground.pool, place[0]) as connection:
            taken = await connection.fetchrow(TAKE, *place, self._ground.now())
            person_id = taken["person_id"] if taken else NOBODY
            gone = await connection.fetchval(DELETE_UNANSWERED, place[0], person_id)
        if gone is not None:
            await self._ground.seals.destroy(place[0], person_id)

    async def _find(self, secret: str) -> "tuple[Record, str] | None":
        place = await invitation_of(self._ground.pool, secret)
        if place is None:
            return None
        async with tenant_tx(self._ground.pool, place[0]) as connection:
            row = await connection.fetchrow(SELECT, *place, self._ground.now())
            if row is None or not same(row["hash"], hashed(secret)):
                return None
            return row, await organisations.called(connection, place[0])

    async def _person_at(self, tenant_id: UUID, email: str, locale: str) -> UUID:
        """Who has this address in the organisation; a new person when nobody has."""
        address, person_id = self._ground.seals.address(email), uuid4()
        async with tenant_tx(self._ground.pool, tenant_id) as connection:
            known = await connection.fetchrow(SELECT_PERSON, tenant_id, address)
        if known is not None:
            return UUID(str(known["person_id"]))
        await self._ground.seals.ready(tenant_id, [person_id], create=True)
        sealed = self._ground.seals.seal(tenant_id, person_id, "email", email)
        values = (person_id, address, sealed, locale, self._ground.now())
        async with tenant_tx(self._ground.pool, tenant_id) as connection:
            new = await connection.fetchval(INSERT_PERSON, tenant_id, *values)
        # Somebody else may have invited the same address at the same moment: then it is their person.
        return person_id if new is not None else await self._person_at(tenant_id, email, locale)

    async def _hash(self, row: "Record", password: str, words: Collection[str]) -> str:
        email = self._ground.seals.open(row["tenant_id"], row["person_id"], "email", row["email"]) or ""
        passwords.check(password, (*self._words, *words, email.partition("@")[0]))
        return await self._passwords.hash(password)

    async def _join(
        self,
        connection: "Borrowed",
        row: "Record",
        name: bytes | None,
        kept: str | None,
        consents: Collection[Purpose],
    ) -> None:
        place, now = (row["tenant_id"], row["person_id"]), self._ground.now()
        account = await people.held(connection, *place)
        taken = await connection.fetchrow(TAKE, row["tenant_id"], row["invitation_id"], now)
        if taken is None or account.standing != row["state"]:
            raise InvitationGone
        if account.standing == "invited":
            await connection.execute(JOIN, *place, name, now, row["locale"])
            if kept is not None:
                await passwords.keep(connection, *place, kept, now)
        await roles.give(self._ground, connection, place, taken["role"], by=taken["invited_by"])
        await connection.execute(INSERT_AGREEMENTS, *place, sorted(set(consents)), WORDING, now)
        if taken["journey_id"]:
            await clients.own(connection, row["tenant_id"], taken["journey_id"], row["person_id"])


async def _still_free(connection: "Borrowed", tenant_id: UUID, journey_id: UUID, person_id: UUID) -> None:
    if await clients.owner(connection, tenant_id, journey_id) not in (None, person_id):
        raise NotAllowed("This journey belongs to somebody else.")
