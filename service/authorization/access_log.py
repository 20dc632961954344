"""The access log: every time somebody else than the client reads a journey, kept for her to read.

Records are queued and written in batches, so that no request waits for them. None is lost while the process
ends in order. If the database is away for long, reads are rejected: no read goes unrecorded.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from msgspec import Struct, field
from msgspec.structs import replace

from domain.redacted import REDACTED
from service.accounts.caller import AccountRole
from service.authorization.actions import Action
from service.authorization.break_glass_reasons import BreakGlassReasons
from service.authorization.reasons import AuthorizationReason
from service.postgres.connections import tenant_tx
from service.postgres.errors import Overloaded, StoreError

if TYPE_CHECKING:
    from service.postgres.connections import Pool, PooledConnection

INSERT_LOOKS = """
insert into access_log (tenant_id, journey_id, at, look_id, actor_id, role, act, why, reason, sealed_reason)
select $1, l.* from unnest($2::uuid[], $3::timestamptz[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[],
    $10::bytea[]) l (journey_id, at, look_id, actor_id, role, act, why, reason, sealed_reason)
-- Records of a journey that was erased meanwhile must not be written.
where 'JourneyErased' is distinct from (
    select s.topic from stored_events s
    where s.originator_id = l.journey_id and s.tenant_id = $1 order by s.originator_version desc limit 1)
on conflict do nothing
"""
SELECT_LOOKS = """
select tenant_id, journey_id, at, actor_id, role, act, why, reason, sealed_reason, look_id from access_log
where tenant_id = $1 and journey_id = $2 and ($3::timestamptz is null or (at, look_id) < ($3, $4))
order by at desc, look_id desc limit $5
"""

FLUSH_SECONDS = 1.0
"""Seconds between two writes."""

BATCH_SIZE = 1000
MAX_PENDING = 20_000
FINAL_ATTEMPTS = 5

log = logging.getLogger(__name__)


class AccessRecord(Struct, frozen=True, kw_only=True):
    """One read of a journey: when, by whom, in which role, of what, and for which reason it was allowed."""

    tenant_id: UUID
    journey_id: UUID
    at: datetime
    actor_id: UUID
    role: AccountRole
    act: Action
    """The action; `act` is the name of its column and of its field in answers."""
    why: AuthorizationReason
    reason: str | None = None
    sealed_reason: bytes | None = None
    """The reason as it is stored; the log opens it into `reason`."""
    look_id: UUID = field(default_factory=uuid4)


class AccessRecordPage(Struct, frozen=True):
    """A page of records, the latest first, and the cursor of the next page; None on the last."""

    looks: list[AccessRecord]
    next: str | None
    names: Mapping[UUID, str] = {}
    """Names of the readers, as far as they are known."""


NameLookup = Callable[[UUID, Iterable[UUID]], Awaitable[Mapping[UUID, str]]]
"""Returns the names of people of an organisation."""


async def no_names(_tenant_id: UUID, _people: Iterable[UUID]) -> Mapping[UUID, str]:
    """Returns no names, for a service without accounts."""
    return {}


class UnknownAccessCursor(ValueError):
    """Raised for a cursor that the access log did not issue."""


class AccessLog:
    """Queues access records, writes them in batches and reads them."""

    def __init__(
        self,
        pool: "Pool",
        *,
        reasons: BreakGlassReasons | None = None,
        names: NameLookup = no_names,
    ) -> None:
        self._pool = pool
        self._names = names
        self._reasons = reasons
        self._waiting: list[AccessRecord] = []
        self._writing = asyncio.Lock()

    def record(self, look: AccessRecord) -> None:
        """Queues a record. Raises `Overloaded` if too many could not be written."""
        if len(self._waiting) >= MAX_PENDING:
            raise Overloaded("the access log cannot be written, so nothing is shown")
        self._waiting.append(look)

    async def flush(self) -> None:
        """Writes the queued records."""
        async with self._writing:
            while some := self._waiting[:BATCH_SIZE]:
                for tenant_id in {look.tenant_id for look in some}:
                    theirs = [look for look in some if look.tenant_id == tenant_id]
                    async with tenant_tx(self._pool, tenant_id) as connection:
                        await insert_access_records(connection, theirs)
                # Removed only once written; a record that is written twice is stored once.
                del self._waiting[: len(some)]

    async def page(
        self, tenant_id: UUID, journey_id: UUID, cursor: str | None, limit: int
    ) -> AccessRecordPage:
        """One page of a journey's records, the latest first. Raises `UnknownAccessCursor`."""
        at, look_id = _read_cursor(cursor) if cursor else (None, None)
        await self.flush()
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(SELECT_LOOKS, tenant_id, journey_id, at, look_id, limit + 1)
        looks = await self._open_reasons([AccessRecord(**dict(row)) for row in rows[:limit]])
        names = await self._names(tenant_id, {one.actor_id for one in looks})
        return AccessRecordPage(looks, _cursor(looks[-1]) if len(rows) > limit else None, names)

    async def all_records(self, tenant_id: UUID, journey_id: UUID) -> AccessRecordPage:
        """All records of a journey, the latest first."""
        page = await self.page(tenant_id, journey_id, None, BATCH_SIZE)
        looks, names = page.looks, dict(page.names)
        while page.next:
            page = await self.page(tenant_id, journey_id, page.next, BATCH_SIZE)
            looks, names = [*looks, *page.looks], {**names, **page.names}
        return AccessRecordPage(looks, None, names)

    async def _open_reasons(self, looks: list[AccessRecord]) -> list[AccessRecord]:
        """Records of one journey with their reasons opened."""
        reasons = self._reasons
        if not any(look.sealed_reason for look in looks):
            return looks
        if reasons:
            await reasons.load_key(looks[0].tenant_id, looks[0].journey_id)
        return [_open_reason(look, reasons) for look in looks]

    def backlog(self) -> str:
        """How many records are queued, as a text for a health check."""
        return f"{len(self._waiting)} looks wait"

    async def flush_at_end(self) -> None:
        """Writes the queued records, with a few attempts; what cannot be written is lost."""
        for _ in range(FINAL_ATTEMPTS):
            with suppress(StoreError):
                await self.flush()
                return
            await asyncio.sleep(FLUSH_SECONDS)
        log.error("access log: %d looks were lost", len(self._waiting))


def _open_reason(look: AccessRecord, reasons: BreakGlassReasons | None) -> AccessRecord:
    if look.sealed_reason is None:
        return look
    opened = (
        reasons.open_reason(look.tenant_id, look.journey_id, look.look_id, look.sealed_reason)
        if reasons
        else REDACTED
    )
    return replace(look, reason=opened, sealed_reason=None)


async def insert_access_records(connection: "PooledConnection", looks: Sequence[AccessRecord]) -> None:
    """Writes records of one organisation, in the caller's transaction."""
    if looks:
        columns = zip(*[_row(look) for look in looks], strict=True)
        await connection.execute(INSERT_LOOKS, looks[0].tenant_id, *map(list, columns))


def _row(look: AccessRecord) -> tuple[object, ...]:
    return (
        look.journey_id,
        look.at,
        look.look_id,
        look.actor_id,
        look.role,
        look.act,
        look.why,
        look.reason,
        look.sealed_reason,
    )


def _cursor(look: AccessRecord) -> str:
    return f"{look.at.isoformat()}~{look.look_id}"


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    at, _, look_id = cursor.partition("~")
    try:
        found = datetime.fromisoformat(at), UUID(look_id)
    except ValueError:
        raise UnknownAccessCursor(cursor) from None
    if found[0].tzinfo is None:
        raise UnknownAccessCursor(cursor)
    return found
