"""Encrypts a database that was written in the clear, and searches it for plaintext left over.

Texts to search for are kept as hashes only.
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from domain.history import RecordedEvent
from service.encryption.vault import KeyUnavailable
from service.event_store.encrypt_existing import (
    EncryptionProgress,
    EncryptionStep,
    LogEncryptor,
    PlaintextFound,
)
from service.personal_data.erasure.canaries import CanarySearch, make_canaries, personal_texts
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.disk_report import DiskReport, forget_on_disk
from service.personal_data.erasure.table_scan import DataSubject, iterate_other_texts
from service.personal_data.redaction_requests import REWRITTEN_TABLES
from service.read_models.stored_names import clear_names, count_stored_names

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

MAX_TEXTS = 20_000
"""Texts of one organisation that are looked for."""

NOBODY = UUID(int=0)
PLAINTEXT_TABLES = frozenset({"organisations"})
"""What an organisation is called is no secret, and somebody may have written it."""


class DatabaseEncryptionResult(Struct, frozen=True, kw_only=True):
    """The counts of what was encrypted, or would be in a dry run."""

    dry_run: bool
    streams: int
    """How many histories there are, of journeys and programmes."""
    events: int
    receipts: int
    names: int
    """Names in the lists."""
    looked_for: int = 0
    """How many texts were looked for, and found nowhere in the clear."""
    disk: DiskReport | None = None
    """What became of the clear texts in the files of the database; None for a dry run."""


class TextSample:
    """A sample of the texts of each organisation, to search for afterwards."""

    def __init__(self) -> None:
        self.texts: dict[UUID, set[str]] = {}

    def add(self, tenant_id: UUID, entry: RecordedEvent) -> None:
        """Adds the texts of an entry, up to a limit."""
        known = self.texts.setdefault(tenant_id, set())
        if len(known) < MAX_TEXTS:
            known.update(personal_texts(entry.event))


async def encrypt_database(
    at: ErasureContext,
    *,
    dry_run: bool = False,
    reached: Callable[[EncryptionStep], None] = lambda _: None,
    progress: EncryptionProgress = lambda _done, _of: None,
    at_once: int = 50,
) -> DatabaseEncryptionResult:
    """Encrypts the log, the command results and the read models, and verifies that no plaintext is left.

    Raises `PlaintextFound`, `ContentChanged`, `KeyUnavailable` and the store's errors.
    """
    if at.sealer is None:
        raise KeyUnavailable("there are no keys to encrypt with")
    resealer = LogEncryptor(at.log, at.pool, at.sealer, reached=reached, progress=progress, at_once=at_once)
    heard = TextSample()
    done = await resealer.encrypt(dry_run=dry_run, hear=heard.add)
    tenants = done.tenants
    names = sum([await (count_stored_names if dry_run else clear_names)(at.pool, one) for one in tenants])
    disk = None
    if not dry_run:
        await _verify(at.pool, heard)
        canaries = make_canaries(text for texts in heard.texts.values() for text in texts)
        disk = await forget_on_disk(at, NOBODY, REWRITTEN_TABLES, in_the_clear=True, canaries=canaries)
    if done.forgotten:
        raise PlaintextFound(
            f"{done.forgotten} events are about someone who was erased; run `soundings erase --replay`"
        )
    return DatabaseEncryptionResult(
        dry_run=dry_run,
        streams=done.streams,
        events=done.events,
        receipts=done.receipts,
        names=names,
        looked_for=sum(map(len, heard.texts.values())),
        disk=disk,
    )


async def _verify(pool: "WorkerPool", heard: TextSample) -> None:
    if found := await count_plaintext(pool, heard):
        places = ", ".join(f"{table} ({number})" for table, number in sorted(found.items()))
        raise PlaintextFound(f"unencrypted texts are left in {places}; run the command again")


async def count_plaintext(pool: "WorkerPool", heard: TextSample) -> dict[str, int]:
    """The number of sampled texts found in the clear, by table."""
    found: dict[str, int] = {}
    for tenant_id, texts in heard.texts.items():
        search = CanarySearch(make_canaries(texts))
        async with aclosing(_rows(pool, tenant_id)) as rows:
            async for table, text in rows:
                if hits := sum(1 for _ in search.find(text)):
                    found[table] = found.get(table, 0) + hits
    return found


async def _rows(pool: "WorkerPool", tenant_id: UUID) -> AsyncGenerator[tuple[str, str]]:
    async with aclosing(iterate_other_texts(pool, DataSubject(tenant_id, NOBODY))) as rows:
        async for table, row in rows:
            for text in row if table not in PLAINTEXT_TABLES else ():
                yield table, text
