"""Writes rows of a journey anew, within one transaction: with a text overwritten, or sealed under new keys.

After a redaction the old form of a row stays in the write-ahead log and in backups. The keys of its subject are
therefore exchanged, and all that is sealed under them is sealed anew. Who had the old keys at hand and appends a moment
later is refused by the database, and seals again.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from msgspec import Struct

from service.encryption.vault import KeyUnavailable, Renewal
from service.event_store.event_sealer import EventSealer, event_contact_id, event_subject, sealed_parts
from service.event_store.field_paths import remove_path
from service.event_store.log import LoggedEvent
from service.event_store.mapper import EventMapper
from service.postgres.errors import Overloaded, StoreUnavailable

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

SELECT_ROWS = """
select originator_id, originator_version, topic, state, notification_id as id,
       recorded_at, tenant_id, actor_id, command_id, correlation_id, causation_id
from stream_of($1, $2, $3)
"""
REDACT = "select redact_event($1, $2, $3, $4, $5, $6, $7, $8, $9)"
RESEAL = "select reseal_event($1, $2, $3, $4, $5)"
LOCK_LOG = "select pg_advisory_xact_lock(5683000000000001)"
NOTE_RENEWAL = "insert into key_renewals (tenant_id, journey_id, contact_id, version) values ($1, $2, $3, $4)"

RedactionReason = Literal["asked_by_client", "asked_by_admin", "wrong_value", "about_somebody_else"]
"""The reason as a code: a free text could repeat what is to be removed."""

PathSegments = tuple[str, ...]

ResealOthers = Callable[["PooledConnection", UUID, UUID, Renewal], Awaitable[None]]
"""Seals anew what stands outside of the log under the keys of a journey's client, given organisation and journey."""


async def nothing_else(
    _connection: "PooledConnection", _tenant: UUID, _journey: UUID, _keys: Renewal
) -> None:
    """Where there are no accounts, nothing else is sealed under the keys of a client."""


class Noted(Struct, frozen=True):
    """Who has a text overwritten, and why."""

    actor_id: UUID
    reason: RedactionReason


class Rewriting(Struct, frozen=True):
    """A transaction that writes rows of one journey anew."""

    connection: "PooledConnection"
    tenant_id: UUID
    journey_id: UUID
    noted: Noted

    async def rows(self, after: int) -> list[LoggedEvent]:
        """The rows above a number as they are now."""
        found = await self.connection.fetch(SELECT_ROWS, self.tenant_id, self.journey_id, after)
        return [LoggedEvent(**dict(row)) for row in found]

    async def redact(self, row: LoggedEvent, path: PathSegments, state: bytes) -> None:
        """Overwrites a row, and notes it. Raises `Overloaded` if somebody else has changed it."""
        place = (self.tenant_id, self.journey_id, row.originator_version, row.topic)
        self._check(
            await self.connection.fetchval(
                REDACT, *place, state, self.noted.actor_id, self.noted.reason, ".".join(path), _digest(row)
            )
        )

    async def reseal(self, row: LoggedEvent, state: bytes) -> None:
        """Puts a row under another key. Raises `Overloaded` if somebody else has changed it."""
        place = (self.tenant_id, self.journey_id, row.originator_version)
        self._check(await self.connection.fetchval(RESEAL, *place, _digest(row), state))

    def _check(self, done: bool) -> None:
        if not done:
            raise Overloaded("someone else is changing the entry; try again")


class ResealedSubject(Struct, frozen=True):
    """All that is sealed under one subject's keys, to be sealed under new ones."""

    sealing: EventSealer
    rewriting: Rewriting
    subject: UUID
    also: ResealOthers

    async def write(self, without: Mapping[int, PathSegments]) -> None:
        """Exchanges the keys; of the rows with these numbers the text at the path goes. Raises `StoreUnavailable`."""
        at = self.rewriting
        try:
            keys = await self.sealing.renew_keys(at.connection, at.tenant_id, self.subject)
            last, contact_id = await self._write_after(0, keys, without)
            # What was appended meanwhile; nothing more is until this transaction ends.
            await at.connection.execute(LOCK_LOG)
            await self._write_after(last, keys, without)
        except KeyUnavailable as failure:
            raise keys_missing(failure) from failure
        if contact_id is None:
            await self.also(at.connection, at.tenant_id, at.journey_id, keys)
        await at.connection.execute(NOTE_RENEWAL, at.tenant_id, at.journey_id, contact_id, keys.version)

    async def _write_after(
        self, after: int, keys: Renewal, without: Mapping[int, PathSegments]
    ) -> tuple[int, UUID | None]:
        """Seals the rows above a number anew; returns the last number, and the contact whose keys they are."""
        mapper, at, contact_id = EventMapper(), self.rewriting, None
        for row in await at.rows(after):
            after, event = row.originator_version, mapper.decode_as_written(row)
            if not sealed_parts(row.state) or event_subject(at.journey_id, event) != self.subject:
                continue
            contact_id, path = event_contact_id(event), without.get(row.originator_version)
            texts = self.sealing.open_texts(at.tenant_id, row, event, keys)
            if path:
                texts = {klass: remove_path(tree, path) for klass, tree in texts.items()}
            state = self.sealing.seal_existing_row(at.tenant_id, row, event, texts, keys)
            await (at.redact(row, path, state) if path else at.reseal(row, state))
        return after, contact_id


def keys_missing(failure: KeyUnavailable) -> StoreUnavailable:
    """The store's error for keys that are missing at the moment."""
    return StoreUnavailable(f"encrypted data cannot be decrypted now: {failure}")


def _digest(row: LoggedEvent) -> bytes:
    return hashlib.sha256(row.state).digest()
