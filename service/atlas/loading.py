"""Loads an atlas into the database: the starter of the package, and what an operator downloaded."""

import hashlib
import zlib
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import cache
from importlib.metadata import version as package_version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from service.atlas.composing import ESCO, STARTER, compose
from service.atlas.download import Download, read_download
from service.atlas.edition_sources import SOURCES, EditionSource
from service.atlas.material import Material, digest_of
from service.atlas.starter_files import read_starter
from service.atlas.storing import prepare_rows, store_rows
from service.postgres.connections import as_owner, translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import Connection

PATIENCE = "set local lock_timeout = '60s'"
LOCK = "select pg_advisory_xact_lock(5683000000000003)"
SELECT_DIGEST = "select digest from atlas.editions where name = $1"
SELECT_LOADED = "select version, digest, material from atlas.editions where name = $1"
UPSERT_EDITION = """
insert into atlas.editions (name, version, source, licence, attribution, languages, digest, material)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (name) do update set version = excluded.version, source = excluded.source, licence = excluded.licence,
    attribution = excluded.attribution, languages = excluded.languages, digest = excluded.digest,
    material = excluded.material, loaded_at = clock_timestamp()
"""
DELETE_EDITION = "delete from atlas.editions where name = any ($1)"

APPLICATION = "soundings atlas"
STEPS = 5
"""How many times a load says that it goes on."""


class LoadReport(Struct, frozen=True, kw_only=True):
    """What a load did."""

    changed: bool
    """False if all of it was there already."""
    dry_run: bool
    version: str
    languages: Sequence[str]
    digest: str
    rows: dict[str, int]
    """By table; empty if nothing was to be written."""
    read: Sequence[str]
    skipped: Sequence[str]
    outlooks: Sequence[str]

    def describe(self) -> Sequence[str]:
        """A sentence a line."""
        lines = [f"read {len(self.read)} files, in {', '.join(self.languages)}; digest {self.digest[:16]}"]
        lines += [f"left out {one}: its language is none of this service's" for one in self.skipped]
        lines += [f"{table}: {count}" for table, count in self.rows.items()]
        lines += [
            f"{one} tells how a market stands: load it with `soundings atlas outlook`, with its source and its day"
            for one in self.outlooks
        ]
        if not self.version:
            lines.append("its folder names no version: say it with --version")
        if not self.changed:
            return [*lines, "the atlas has this already: nothing changed"]
        return [*lines, "this is whole: nothing was changed, as asked" if self.dry_run else "loaded"]


async def load_starter(database: "str | Connection") -> bool:
    """Sees to it that the starter atlas of this package is there, and says whether it was not.

    What an operator loaded stays, and is joined with it anew. Raises `StoreError`.
    """
    with translate_driver_errors():
        async with as_owner(database, APPLICATION) as connection:
            if await _has_this_starter(connection):
                return False
            async with _alone(connection):
                if await _has_this_starter(connection):
                    return False
                loaded = await connection.fetchrow(SELECT_LOADED, ESCO)
                await store_rows(connection, _rows(_unpacked(loaded["material"]) if loaded else None))
                await _store_starter(connection)
                return True


async def load_download(
    database: "str | Connection",
    place: Path,
    *,
    version: str | None = None,
    dry_run: bool = False,
    step: Callable[[], None] = lambda: None,
) -> LoadReport:
    """Loads a folder or a ZIP file with ESCO, all of it or nothing. Raises `InvalidAtlas`, `StoreError`."""
    with translate_driver_errors():
        async with as_owner(database, APPLICATION) as connection, _alone(connection):
            loaded = await connection.fetchrow(SELECT_LOADED, ESCO)
            download = read_download(place, _unpacked(loaded["material"]) if loaded else None, step=step)
            named: str = version or download.version or (loaded["version"] if loaded else "")
            digest = digest_of(download.material, named)
            changed = loaded is None or loaded["digest"] != digest
            rows = _rows(download.material) if changed else {}
            step()
            if changed and not dry_run:
                await store_rows(connection, rows)
                await _store_starter(connection)
                await _store_download(connection, download, named, digest)
            step()
            return LoadReport(
                changed=changed,
                dry_run=dry_run,
                version=named,
                languages=download.material.languages,
                digest=digest,
                rows={table: len(records) for table, records in rows.items()},
                read=download.read,
                skipped=download.skipped,
                outlooks=download.outlooks,
            )


@asynccontextmanager
async def _alone(connection: "Connection") -> AsyncGenerator[None]:
    """A transaction in which nobody else loads; readers go on with what was there."""
    async with connection.transaction():
        await connection.execute(PATIENCE)
        await connection.execute(LOCK)
        yield


async def _has_this_starter(connection: "Connection") -> bool:
    digest: str | None = await connection.fetchval(SELECT_DIGEST, STARTER)
    return digest == _package_digest()


def _rows(esco: Material | None) -> dict[str, list[tuple[object, ...]]]:
    composed = compose(read_starter(), esco)
    return prepare_rows(composed.material, composed.origins)


async def _store_starter(connection: "Connection") -> None:
    version = package_version("market-soundings")
    await _store_edition(connection, SOURCES[STARTER], version, _package_digest(), read_starter())


async def _store_download(connection: "Connection", download: Download, version: str, digest: str) -> None:
    material = download.material
    await _store_edition(connection, SOURCES[ESCO], version, digest, material, packed=_packed(material))
    await connection.execute(DELETE_EDITION, [name for name in SOURCES if name not in (STARTER, ESCO)])
    for system in material.national_codes:
        await _store_edition(connection, SOURCES[system], "", digest, material)


async def _store_edition(
    connection: "Connection",
    source: EditionSource,
    version: str,
    digest: str,
    material: Material,
    *,
    packed: bytes | None = None,
) -> None:
    await connection.execute(
        UPSERT_EDITION,
        source.name,
        version,
        source.source,
        source.licence,
        source.attribution,
        material.languages,
        digest,
        packed,
    )


def _packed(material: Material) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(material), level=6)


def _unpacked(stored: bytes) -> Material:
    return msgspec.msgpack.decode(zlib.decompress(stored), type=Material)


@cache
def _package_digest() -> str:
    """Of all that makes the starter atlas, and of how an atlas is joined: with other code it is joined anew."""
    digest = hashlib.sha256()
    for folder in (files("service.atlas"), files("service.atlas") / "starter"):
        for file in sorted(folder.iterdir(), key=lambda one: one.name):
            if file.name.endswith((".py", ".tsv")):
                digest.update(file.read_bytes())
    return digest.hexdigest()
