"""Searches the files of the database, not its tables, for texts that are to be gone and for keys that open something."""

import asyncio
import re
from contextlib import aclosing

from msgspec import Struct

from service.encryption.key_scan import KeyScan
from service.personal_data.erasure import queries
from service.personal_data.erasure.canaries import Canaries, Canary, CanarySearch
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.table_scan import REFERENCE_SCHEMA, iterate_all_texts
from service.postgres.disk.files import read_files

LEGIBLE = re.compile(rb"[^\x00-\x1f\x7f]{12,}")
"""What may be a text in a binary file."""


class DiskScan(Struct, frozen=True, kw_only=True):
    """What a search through the files of the database found."""

    folder: str
    files: int
    bytes: int
    looked_for: int
    """How many texts were looked for, beside keys."""
    texts: int
    """How many of them stand in the files and in no table."""
    keys: int
    """How many data keys the keyring still unwraps in the files that no table holds any more."""

    @property
    def is_clean(self) -> bool:
        return not self.texts and not self.keys


class TextScan:
    """Collects the canaries in what it looks at."""

    def __init__(self, canaries: Canaries) -> None:
        self.found: set[Canary] = set()
        self._search = CanarySearch(canaries) if canaries.texts else None

    def look(self, part: bytes) -> None:
        """Looks through a part of a file."""
        if self._search:
            for run in LEGIBLE.finditer(part):
                self.found.update(self._search.find(run[0].decode(errors="replace")))


async def scan_disk(at: ErasureContext, canaries: Canaries) -> DiskScan | None:
    """Searches the files of the server; None where this process cannot read them.

    Those of the atlas are left out, as only public texts are ever written there: the words of an edition that was
    replaced stay in them.
    """
    folder = await at.disk.data_directory()
    if folder is None:
        return None
    texts, keys = TextScan(canaries), await _key_scan(at)

    def look(part: bytes) -> None:
        texts.look(part)
        if keys:
            keys.look(part)

    public = await queries.files_of_schema(at.pool, REFERENCE_SCHEMA)
    read = await asyncio.to_thread(read_files, folder, look, without=public)
    return DiskScan(
        folder=read.folder,
        files=read.files,
        bytes=read.bytes,
        looked_for=len(canaries.texts),
        texts=len(texts.found - await _standing(at, canaries.only(texts.found))),
        # In use are also those that were made meanwhile.
        keys=len(keys.found_besides(await _keys_in_use(at))) if keys else 0,
    )


async def _key_scan(at: ErasureContext) -> KeyScan | None:
    if at.vault is None or at.keyrings is None:
        return None
    tenants = {tenant_id for tenant_id, _ in await queries.wrapped_keys(at.pool)}
    return KeyScan(at.keyrings(), tenants)


async def _keys_in_use(at: ErasureContext) -> list[bytes]:
    return [wrapped for _, wrapped in await queries.wrapped_keys(at.pool) if wrapped]


async def _standing(at: ErasureContext, canaries: Canaries) -> set[Canary]:
    """Those that stand in a table, of whatever organisation: they are somebody else's."""
    search, found = CanarySearch(canaries), set[Canary]()
    if not canaries.texts:
        return found
    async with aclosing(iterate_all_texts(at.pool)) as texts:
        async for row in texts:
            for text in row:
                found.update(search.find(text))
    return found
