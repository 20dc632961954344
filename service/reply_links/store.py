"""The links of all clients in the database; every query stays within one organisation."""

import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID, uuid4

import msgspec

from service.accounts.caller import Caller
from service.accounts.login_lookup import (
    MAX_SECRET_LENGTH,
    hash_secret,
    hashes_equal,
    new_secret,
    tenantless_connection,
)
from service.clock import Clock
from service.encryption.vault import Vault
from service.postgres.connections import tenant_tx
from service.postgres.errors import Overloaded
from service.reply_links.link_sealer import LinkSealer
from service.reply_links.links import (
    LIMITS,
    MONTH,
    REPLY_LIFETIME,
    LinkPurpose,
    LinkState,
    LinkText,
    OpenLink,
    Receipt,
    ReplyLink,
    SentForm,
    TooManyLinks,
)
from service.reply_links.replies import LinkReply

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import Pool, PooledConnection, WorkerPool

T = TypeVar("T")

KEEPING_LASTS = timedelta(minutes=1)
"""For so long a reply that is being kept cannot be thrown away: longer than any request takes."""

# Locks the line that makes the journey hers, so that of two requests at once the second counts the link of the first.
LOCK_CLIENT = """
select person_id from clients where tenant_id = $1 and journey_id = $2 and person_id = $3 for update
"""
CLOSE_EARLIER = """
update reply_links set hash = null, shown = null
where tenant_id = $1 and journey_id = $2 and purpose = $3 and about_id = $4 and hash is not null
"""
COUNT = """
select count(*) filter (where hash is not null and expires_at > $4) as open, count(*) filter (where made_at > $5) as made
from reply_links where tenant_id = $1 and journey_id = $2 and purpose = $3
"""
INSERT = """
insert into reply_links (tenant_id, link_id, journey_id, purpose, about_id, hash, shown, made_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
SELECT = """
select l.link_id, l.purpose, l.about_id, l.hash is not null as open, l.reply is not null as waiting, l.made_at, l.expires_at,
       l.replied_at, l.postponed_until
from reply_links l join clients c using (tenant_id, journey_id)
where l.tenant_id = $1 and l.journey_id = $2 and c.person_id = $3
order by l.made_at, l.link_id
"""
SELECT_REPLY = """
select l.reply from reply_links l join clients c using (tenant_id, journey_id)
where l.tenant_id = $1 and l.journey_id = $2 and c.person_id = $3 and l.link_id = $4 and l.reply is not null
"""
WITHDRAW = """
update reply_links l set hash = null, shown = null from clients c
where l.tenant_id = $1 and l.journey_id = $2 and l.link_id = $4 and l.hash is not null
  and c.tenant_id = l.tenant_id and c.journey_id = l.journey_id and c.person_id = $3
"""
POSTPONE = """
update reply_links l set postponed_until = $5 from clients c
where l.tenant_id = $1 and l.journey_id = $2 and l.link_id = $4 and l.reply is not null
  and c.tenant_id = l.tenant_id and c.journey_id = l.journey_id and c.person_id = $3
"""
BEGIN_KEEPING = """
update reply_links l set keeping_until = $5 from clients c
where l.tenant_id = $1 and l.journey_id = $2 and l.link_id = $4 and l.reply is not null
  and c.tenant_id = l.tenant_id and c.journey_id = l.journey_id and c.person_id = $3
"""
STOP_KEEPING = """
update reply_links l set keeping_until = null from clients c
where l.tenant_id = $1 and l.journey_id = $2 and l.link_id = $4
  and c.tenant_id = l.tenant_id and c.journey_id = l.journey_id and c.person_id = $3
"""
REMOVE_REPLY = """
update reply_links l set reply = null, receipt = null, submission = null, postponed_until = null, keeping_until = null
from clients c
where l.tenant_id = $1 and l.journey_id = $2 and l.link_id = $4 and l.reply is not null
  and c.tenant_id = l.tenant_id and c.journey_id = l.journey_id and c.person_id = $3
"""
DISCARD_REPLY = f"{REMOVE_REPLY} and (l.keeping_until is null or l.keeping_until <= $5)"
FIND = "select tenant_id, link_id from find_reply_link($1, $2)"
# A link closes with the account of its client, with the role, when the journey is no longer hers, and while its use is
# restricted.
IS_OPEN = """
l.expires_at > $3 and exists (
    select from clients c
    join people p on p.tenant_id = c.tenant_id and p.person_id = c.person_id and p.state = 'active'
    join person_roles r on r.tenant_id = c.tenant_id and r.person_id = c.person_id and r.role = 'client'
    where c.tenant_id = l.tenant_id and c.journey_id = l.journey_id)
and not exists (select from restricted_among(l.tenant_id, array[l.journey_id]))
"""
SELECT_OPEN = f"""
select l.journey_id, l.purpose, l.hash, l.shown, l.expires_at from reply_links l
where l.tenant_id = $1 and l.link_id = $2 and {IS_OPEN}
"""  # noqa: S608
STORE_REPLY = f"""
update reply_links l set reply = $5, replied_at = $3, receipt = $6, submission = $7, hash = null, shown = null
where l.tenant_id = $1 and l.link_id = $2 and l.hash = $4 and {IS_OPEN}
"""  # noqa: S608
CLOSE = f"""
update reply_links l set hash = null, shown = null
where l.tenant_id = $1 and l.link_id = $2 and l.hash = $4 and {IS_OPEN}
"""  # noqa: S608
FIND_RECEIPT = "select find_reply_receipt($1)"
SWEEP = "select sweep_reply_links($1, $2, $3)"


class ReplyLinks:
    """Makes links, takes one answer by each, and hands it to the client who made it."""

    def __init__(self, pool: "Pool", vault: Vault, *, now: Clock) -> None:
        self._pool = pool
        self._sealer = LinkSealer(vault)
        self._now = now

    async def create(
        self, caller: Caller, journey_id: UUID, purpose: LinkPurpose, about_id: UUID, text: LinkText
    ) -> str | None:
        """Makes a link and returns the secret of its address; an earlier open one about the same closes.

        None if the journey is not the caller's. Raises `TooManyLinks`.
        """
        secret = new_secret()
        made = await self._sealing_anew(
            lambda: self._insert(caller, journey_id, purpose, about_id, text=text, secret=secret)
        )
        return secret if made else None

    async def _insert(
        self,
        caller: Caller,
        journey_id: UUID,
        purpose: LinkPurpose,
        about_id: UUID,
        *,
        text: LinkText,
        secret: str,
    ) -> bool:
        tenant_id, now, limits, link_id = caller.tenant_id, self._now(), LIMITS[purpose], uuid4()
        await self._sealer.load_keys(tenant_id, journey_id)
        shown = self._sealer.seal_text(tenant_id, journey_id, link_id, text)
        async with tenant_tx(self._pool, tenant_id) as connection:
            mine = await connection.fetchval(LOCK_CLIENT, tenant_id, journey_id, caller.person_id)
            if mine is None:
                return False
            await connection.execute(CLOSE_EARLIER, tenant_id, journey_id, purpose, about_id)
            counted = await connection.fetchrow(COUNT, tenant_id, journey_id, purpose, now, now - MONTH)
            if counted and counted["made"] >= limits.most_in_a_month:
                raise TooManyLinks("month", limits.most_in_a_month)
            if counted and counted["open"] >= limits.most_open:
                raise TooManyLinks("open", limits.most_open)
            values = (journey_id, purpose, about_id, hash_secret(secret), shown, now, now + limits.lifetime)
            await connection.execute(INSERT, tenant_id, link_id, *values)
        return True

    async def list(self, caller: Caller, journey_id: UUID) -> tuple[ReplyLink, ...]:
        """The caller's links of a journey, the oldest first; none if the journey is not the caller's."""
        now = self._now()
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            rows = await connection.fetch(SELECT, caller.tenant_id, journey_id, caller.person_id)
        return tuple(_link(row, now) for row in rows)

    async def withdraw(self, caller: Caller, journey_id: UUID, link_id: UUID) -> bool:
        """Closes a link of the caller. False if it is not open."""
        return await self._changed(WITHDRAW, caller, journey_id, link_id)

    async def read_reply(self, caller: Caller, journey_id: UUID, link_id: UUID) -> LinkReply | None:
        """The reply that waits at a link of the caller; None if there is none. Raises `UnreadableReply`."""
        tenant_id = caller.tenant_id
        async with tenant_tx(self._pool, tenant_id) as connection:
            sealed = await connection.fetchval(SELECT_REPLY, tenant_id, journey_id, caller.person_id, link_id)
        return await self._sealer.open_reply(tenant_id, journey_id, link_id, sealed) if sealed else None

    async def postpone_reply(self, caller: Caller, journey_id: UUID, link_id: UUID, until: datetime) -> bool:
        """Does not mention a waiting reply until then. False if none waits."""
        return await self._changed(POSTPONE, caller, journey_id, link_id, until)

    async def begin_keeping(self, caller: Caller, journey_id: UUID, link_id: UUID) -> bool:
        """Holds a reply while it is recorded in the journey, so that nobody throws it away. False if none waits."""
        return await self._changed(BEGIN_KEEPING, caller, journey_id, link_id, self._now() + KEEPING_LASTS)

    async def stop_keeping(self, caller: Caller, journey_id: UUID, link_id: UUID) -> None:
        """Lets go of a reply that was not recorded after all."""
        await self._changed(STOP_KEEPING, caller, journey_id, link_id)

    async def remove_kept_reply(self, caller: Caller, journey_id: UUID, link_id: UUID) -> bool:
        """Deletes a reply that was recorded in the journey. False if none waits any more."""
        return await self._changed(REMOVE_REPLY, caller, journey_id, link_id)

    async def discard_reply(self, caller: Caller, journey_id: UUID, link_id: UUID) -> bool:
        """Deletes a reply that is thrown away. False if none waits, or it is being kept."""
        return await self._changed(DISCARD_REPLY, caller, journey_id, link_id, self._now())

    async def find(self, secret: str) -> OpenLink | None:
        """The link at an address, if it can be answered.

        None if the address is wrong, or the link was used, declined or withdrawn or has expired.
        """
        now, wanted = self._now(), hash_secret(secret)
        if len(secret) > MAX_SECRET_LENGTH:
            return None
        async with tenantless_connection(self._pool) as connection:
            place = await connection.fetchrow(FIND, wanted, now)
        if place is None:
            return None
        tenant_id, link_id = place
        async with tenant_tx(self._pool, tenant_id) as connection:
            row = await connection.fetchrow(SELECT_OPEN, tenant_id, link_id, now)
        if row is None or row["hash"] is None or not hashes_equal(row["hash"], wanted):
            return None
        text = await self._sealer.open_text(tenant_id, row["journey_id"], link_id, row["shown"])
        if text is None:
            return None
        return OpenLink(
            tenant_id=tenant_id,
            journey_id=row["journey_id"],
            link_id=link_id,
            purpose=row["purpose"],
            expires_at=row["expires_at"],
            text=text,
        )

    async def store_reply(self, link: OpenLink, secret: str, form: SentForm, reply: LinkReply) -> bool:
        """Keeps a reply for the client and closes the link. False if it was closed meanwhile."""
        return await self._sealing_anew(lambda: self._store(link, secret, form, reply))

    async def _store(self, link: OpenLink, secret: str, form: SentForm, reply: LinkReply) -> bool:
        await self._sealer.load_keys(link.tenant_id, link.journey_id)
        sealed = self._sealer.seal_reply(link.tenant_id, link.journey_id, link.link_id, reply)
        place = (link.tenant_id, link.link_id, self._now(), hash_secret(secret))
        async with tenant_tx(self._pool, link.tenant_id) as connection:
            values = (sealed, _receipt(secret, form), _submission(secret, form))
            return await _has_changed(connection, STORE_REPLY, *place, *values)

    async def find_receipt(self, secret: str, form: SentForm) -> Receipt | None:
        """Whether this form has brought the reply of a link, which waits to be read, and said the same then."""
        async with tenantless_connection(self._pool) as connection:
            kept = await connection.fetchval(FIND_RECEIPT, _receipt(secret, form))
        if kept is None:
            return None
        return "same" if kept in (b"", _submission(secret, form)) else "other"

    async def decline(self, link: OpenLink, secret: str) -> bool:
        """Closes a link without a reply; nothing is kept of it but that it is closed."""
        async with tenant_tx(self._pool, link.tenant_id) as connection:
            place = (link.tenant_id, link.link_id, self._now(), hash_secret(secret))
            return await _has_changed(connection, CLOSE, *place)

    async def _sealing_anew(self, act: Callable[[], Awaitable[T]]) -> T:
        """Acts, and once more if the database refuses what was sealed under a key that was just exchanged."""
        try:
            return await act()
        except Overloaded:
            self._sealer.drop_cached_keys()
            return await act()

    async def _changed(
        self, statement: str, caller: Caller, journey_id: UUID, link_id: UUID, *more: datetime
    ) -> bool:
        place = (caller.tenant_id, journey_id, caller.person_id, link_id)
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            return await _has_changed(connection, statement, *place, *more)


async def delete_expired_replies(workers: "WorkerPool", now: datetime) -> None:
    """Deletes replies that were not kept in time, and links that count for no limit any more, in all organisations."""
    async with tenantless_connection(workers) as connection:
        await connection.execute(SWEEP, now, now - REPLY_LIFETIME, now - MONTH)


async def _has_changed(connection: "PooledConnection", statement: str, *values: Any) -> bool:
    return not str(await connection.execute(statement, *values)).endswith(" 0")


def _receipt(secret: str, form: SentForm) -> bytes:
    return hash_secret(f"{form.form_id} {secret}")


def _submission(secret: str, form: SentForm) -> bytes:
    """Tells two forms apart. Only who has the secret, which is not stored, can guess at what was filled in."""
    return hmac.digest(secret.encode(errors="surrogatepass"), msgspec.json.encode(form.filled_in), sha256)


def _link(row: "Record", now: datetime) -> ReplyLink:
    state: LinkState = "closed"
    if row["waiting"]:
        state = "replied"
    elif row["open"] and row["expires_at"] > now:
        state = "open"
    return ReplyLink(
        link_id=row["link_id"],
        purpose=row["purpose"],
        about_id=row["about_id"],
        state=state,
        made_at=row["made_at"],
        expires_at=row["expires_at"],
        replied_at=row["replied_at"],
        postponed_until=row["postponed_until"],
    )
