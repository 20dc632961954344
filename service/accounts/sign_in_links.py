"""Sign-in links by e-mail: valid for ten minutes, once, in the browser that requested them."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from msgspec import Struct

from service.accounts import login_lookup, organisations, people, second_factor, session_tokens
from service.accounts.context import AccountsContext
from service.accounts.errors import SecondFactorRequired, SignInFailed
from service.accounts.login_lookup import hash_secret, hashes_equal, new_secret
from service.accounts.session_tokens import NewSession, SignInMethod
from service.accounts.throttle import CODE, LINK, AttemptSource, RateLimiter
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

LINK_LIFETIME = timedelta(minutes=10)

DELETE_OLD = "delete from links where tenant_id = $1 and person_id = $2 and expires_at <= $3"
INSERT = """
insert into links (tenant_id, link_id, person_id, hash, browser, expires_at) values ($1, $2, $3, $4, $5, $6)
"""
SELECT = """
select person_id, hash, browser from links where tenant_id = $1 and link_id = $2 and expires_at > $3 for update
"""
DELETE = "delete from links where tenant_id = $1 and link_id = $2"


class SignInLink(Struct, frozen=True, kw_only=True):
    """A sign-in link, to be sent to the address only."""

    secret: str
    """For the e-mail."""
    tenant_id: UUID
    organisation: str
    person_id: UUID
    email: str
    locale: str
    expires_at: datetime
    others: "tuple[SignInLink, ...]" = ()
    """Links for other organisations with this address: for the same e-mail, with the same cookie."""


class SignInLinks:
    """Creates and redeems sign-in links."""

    def __init__(self, context: AccountsContext, throttle: RateLimiter) -> None:
        self._context = context
        self._throttle = throttle

    async def create(self, email: str, source: AttemptSource, browser_secret: str) -> SignInLink | None:
        """Creates a link for an address; None if it is unknown, which the answer must not reveal.

        Earlier links stay valid: a stranger who asks for one ends none. Raises `Throttled`.
        """
        address = self._context.seals.address_fingerprint(email)
        await self._throttle.count(LINK, source, address)
        made = [
            await self._make(tenant_id, person_id, browser_secret)
            for tenant_id, person_id in await login_lookup.find_people_by_address(self._context.pool, address)
        ]
        links = [link for link in made if link]
        if not links:
            return None
        first, *others = links
        return SignInLink(
            secret=first.secret,
            tenant_id=first.tenant_id,
            organisation=first.organisation,
            person_id=first.person_id,
            email=first.email,
            locale=first.locale,
            expires_at=first.expires_at,
            others=tuple(others),
        )

    async def redeem(
        self, secret: str, browser_secret: str, code: str | None, source: AttemptSource
    ) -> NewSession:
        """Starts a session, once.

        Raises `SignInFailed`, or `SecondFactorRequired`, which leaves the link valid.
        """
        place = await login_lookup.find_link(self._context.pool, secret)
        if place is None:
            raise SignInFailed
        async with tenant_tx(self._context.pool, place[0]) as connection:
            person_id = await self._person_of(connection, place, secret, browser_secret)
            asked = await second_factor.requires_second_factor(connection, place[0], person_id)
        if asked and code is None:
            raise SecondFactorRequired(wrong=False)
        attempt = None
        if asked:
            address = await people.address_fingerprint_of(self._context, place[0], person_id)
            attempt = await self._throttle.count(CODE, source, address)
            await self._context.seals.load_keys(place[0], [person_id])
        async with tenant_tx(self._context.pool, place[0]) as connection:
            # Read again, now locked: of two concurrent requests, the second finds it used.
            await self._person_of(connection, place, secret, browser_secret)
            means: SignInMethod | None = "link"
            if await second_factor.requires_second_factor(connection, place[0], person_id):
                means = await second_factor.verify_second_factor(
                    self._context, connection, place[0], person_id, code or ""
                )
            if means is None:
                raise SecondFactorRequired(wrong=True)
            await connection.execute(DELETE, *place)
            signed = await session_tokens.create_session(
                self._context, connection, place[0], person_id, means
            )
        if attempt:
            await self._throttle.succeed(attempt)
        return signed

    async def _make(self, tenant_id: UUID, person_id: UUID, browser_secret: str) -> SignInLink | None:
        person = await people.get_person(self._context, tenant_id, person_id)
        if person.email is None:
            return None
        expires_at, secret = self._context.now() + LINK_LIFETIME, new_secret()
        values = (uuid4(), person_id, hash_secret(secret), hash_secret(browser_secret), expires_at)
        async with tenant_tx(self._context.pool, tenant_id) as connection:
            await connection.execute(DELETE_OLD, tenant_id, person_id, self._context.now())
            await connection.execute(INSERT, tenant_id, *values)
            organisation = await organisations.fetch_organisation_name(connection, tenant_id)
        return SignInLink(
            secret=secret,
            tenant_id=tenant_id,
            organisation=organisation,
            person_id=person_id,
            email=person.email,
            locale=person.locale,
            expires_at=expires_at,
        )

    async def _person_of(
        self,
        connection: "PooledConnection",
        place: login_lookup.TenantAndId,
        secret: str,
        browser_secret: str,
    ) -> UUID:
        row = await connection.fetchrow(SELECT, *place, self._context.now())
        fits = row is not None and hashes_equal(row["hash"], hash_secret(secret))
        if row is None or not fits or not hashes_equal(row["browser"], hash_secret(browser_secret)):
            raise SignInFailed
        person_id: UUID = row["person_id"]
        return person_id
