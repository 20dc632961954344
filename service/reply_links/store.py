"""The links of all clients in the database; every query stays within one organisation."""

import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from uuid import UUID, uuid4, uuid5

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
from service.reply_links import queries
from service.reply_links.link_sealer import LinkSealer
from service.reply_links.links import (
    LIMITS,
    MONTH,
    REPLY_LIFETIME,
    LinkMadeBefore,
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
"""For so long a reply that is being kept cannot be deleted: longer than any request takes."""


class ReplyLinks:
    """Makes links, takes one answer by each, and hands it to the client who made it."""

    def __init__(self, pool: "Pool", vault: Vault, *, now: Clock) -> None:
        self._pool = pool
        self._sealer = LinkSealer(vault)
        self._now = now

    async def create(
        self,
        caller: Caller,
        journey_id: UUID,
        purpose: LinkPurpose,
        about_id: UUID,
        text: LinkText,
        *,
        form_id: UUID | None = None,
    ) -> str | None:
        """Makes a link and returns the secret of its address; an earlier open one about the same closes.

        None if the journey is not the caller's. Raises `TooManyLinks`, and `LinkMadeBefore` if this form has made one.
        """
        secret, link_id = new_secret(), uuid5(journey_id, f"{purpose} {about_id} {form_id or uuid4()}")
        made = await self._sealing_anew(
            lambda: self._insert(
                caller, journey_id, purpose, about_id, link_id=link_id, text=text, secret=secret
            )
        )
        return secret if made else None

    async def _insert(
        self,
        caller: Caller,
        journey_id: UUID,
        purpose: LinkPurpose,
        about_id: UUID,
        *,
        link_id: UUID,
        text: LinkText,
        secret: str,
    ) -> bool:
        tenant_id, now, limits = caller.tenant_id, self._now(), LIMITS[purpose]
        await self._sealer.load_keys(tenant_id, journey_id)
        shown = self._sealer.seal_text(tenant_id, journey_id, link_id, text)
        async with tenant_tx(self._pool, tenant_id) as connection:
            mine = await connection.fetchval(queries.LOCK_CLIENT, tenant_id, journey_id, caller.person_id)
            if mine is None:
                return False
            if await connection.fetchval(queries.IS_MADE, tenant_id, link_id):
                raise LinkMadeBefore
            await connection.execute(queries.CLOSE_EARLIER, tenant_id, journey_id, purpose, about_id)
            counted = await connection.fetchrow(
                queries.COUNT, tenant_id, journey_id, purpose, now, now - MONTH
            )
            if counted and counted["made"] >= limits.most_in_a_month:
                raise TooManyLinks("month", limits.most_in_a_month)
            if counted and counted["open"] >= limits.most_open:
                raise TooManyLinks("open", limits.most_open)
            values = (journey_id, purpose, about_id, hash_secret(secret), shown, now, now + limits.lifetime)
            await connection.execute(queries.INSERT, tenant_id, link_id, *values)
        return True

    async def list(self, caller: Caller, journey_id: UUID) -> tuple[ReplyLink, ...]:
        """The caller's links of a journey, the oldest first; none if the journey is not the caller's."""
        now = self._now()
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            place = caller.tenant_id, journey_id, caller.person_id
            rows = await connection.fetch(queries.SELECT, *place, now, now - REPLY_LIFETIME)
        return tuple(_link(row, now) for row in rows)

    async def withdraw(self, caller: Caller, journey_id: UUID, link_id: UUID) -> bool:
        """Closes a link of the caller. False if it is not open."""
        return await self._changed(queries.WITHDRAW, caller, journey_id, link_id)

    async def read_reply(self, caller: Caller, journey_id: UUID, link_id: UUID) -> LinkReply | None:
        """The reply that waits at a link of the caller; None if there is none. Raises `UnreadableReply`."""
        tenant_id, now = caller.tenant_id, self._now()
        place = tenant_id, journey_id, caller.person_id, link_id
        async with tenant_tx(self._pool, tenant_id) as connection:
            sealed = await connection.fetchval(queries.SELECT_REPLY, *place, now, now - REPLY_LIFETIME)
        return await self._sealer.open_reply(tenant_id, journey_id, link_id, sealed) if sealed else None

    async def postpone_reply(self, caller: Caller, journey_id: UUID, link_id: UUID, until: datetime) -> bool:
        """Does not mention a waiting reply until then. False if none waits."""
        return await self._changed(queries.POSTPONE, caller, journey_id, link_id, until)

    async def begin_keeping(self, caller: Caller, journey_id: UUID, link_id: UUID) -> bool:
        """Holds a reply while it is recorded in the journey, so that nobody deletes it. False if none waits."""
        return await self._changed(
            queries.BEGIN_KEEPING, caller, journey_id, link_id, self._now() + KEEPING_LASTS
        )

    async def stop_keeping(self, caller: Caller, journey_id: UUID, link_id: UUID) -> None:
        """Lets go of a reply that was not recorded after all."""
        await self._changed(queries.STOP_KEEPING, caller, journey_id, link_id)

    async def remove_kept_reply(self, caller: Caller, journey_id: UUID, link_id: UUID) -> bool:
        """Deletes a reply that was recorded in the journey. False if none waits any more."""
        return await self._changed(queries.REMOVE_REPLY, caller, journey_id, link_id)

    async def discard_reply(self, caller: Caller, journey_id: UUID, link_id: UUID) -> bool:
        """Deletes a reply that nobody keeps. False if none waits, or it is being kept."""
        now = self._now()
        held = now + timedelta(microseconds=1), now + KEEPING_LASTS
        return await self._changed(queries.DISCARD_REPLY, caller, journey_id, link_id, *held)

    async def find(self, secret: str) -> OpenLink | None:
        """The link at an address, if it can be answered.

        None if the address is wrong, or the link was used, declined or withdrawn or has expired.
        """
        now, wanted = self._now(), hash_secret(secret)
        if len(secret) > MAX_SECRET_LENGTH:
            return None
        async with tenantless_connection(self._pool) as connection:
            place = await connection.fetchrow(queries.FIND, wanted, now)
        if place is None:
            return None
        tenant_id, link_id = place
        async with tenant_tx(self._pool, tenant_id) as connection:
            row = await connection.fetchrow(queries.SELECT_OPEN, tenant_id, link_id, now)
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
            about_id=row["about_id"],
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
            return await _has_changed(connection, queries.STORE_REPLY, *place, *values)

    async def find_receipt(self, secret: str, form: SentForm) -> Receipt | None:
        """Whether this form has answered a link, and said the same then; read or not, nobody can tell."""
        async with tenantless_connection(self._pool) as connection:
            replied = await connection.fetchval(queries.FIND_RECEIPT, _receipt(secret, form))
            declined = await connection.fetchval(queries.FIND_RECEIPT, _receipt(secret, form, "declined"))
        submission = _submission(secret, form)
        if replied is None:
            return "declined" if declined == submission else None
        return "same" if replied in (b"", submission) else "other"

    async def decline(self, link: OpenLink, secret: str, form: SentForm) -> bool:
        """Closes a link without a reply; nothing is kept of it but that it is closed, and the receipt of the form."""
        async with tenant_tx(self._pool, link.tenant_id) as connection:
            place = (link.tenant_id, link.link_id, self._now(), hash_secret(secret))
            values = (_receipt(secret, form, "declined"), _submission(secret, form))
            return await _has_changed(connection, queries.CLOSE, *place, *values)

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
        await connection.execute(queries.SWEEP, now, now - REPLY_LIFETIME, now - MONTH)


async def _has_changed(connection: "PooledConnection", statement: str, *values: Any) -> bool:
    return not str(await connection.execute(statement, *values)).endswith(" 0")


def _receipt(secret: str, form: SentForm, how: Literal["", "declined"] = "") -> bytes:
    return hash_secret(f"{form.form_id} {secret}{how}")


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
        takes_replies=row["takes_replies"],
    )
