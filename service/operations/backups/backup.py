"""Makes a backup: one dump of the whole database, and a manifest. A folder with a manifest is whole."""

import asyncio
import hashlib
import os
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from service.clock import Clock, utc_now
from service.operations.backups.errors import BackupError
from service.operations.backups.manifest import (
    DUMP,
    FORMAT,
    PIECE,
    BackupFile,
    BackupManifest,
    write_manifest,
)
from service.operations.backups.programs import Program, find_program, running
from service.postgres.binaries import major_version
from service.postgres.connections import as_owner, translate_driver_errors
from service.private_file import open_private_file

if TYPE_CHECKING:
    from service.postgres.connections import Connection

APPLICATION = "soundings backup"
SELECT_READER = """
select current_user as name, rolsuper or rolbypassrls as sees_all, current_setting('server_version') as server
from pg_roles where rolname = current_user
"""
SELECT_STATE = """
select (select count(*) from schema_migrations) as migrations, (select count(*) from stored_events) as events,
       (select coalesce(max(notification_id), 0) from stored_events) as head
"""
SELECT_OWNERS = """
select p.oid::regprocedure::text, pg_get_userbyid(proowner)::text from pg_proc p
where prosecdef and pronamespace = current_schema()::regnamespace order by 1
"""


async def make_backup(dsn: str, folder: Path, *, ledger_id: UUID, now: Clock = utc_now) -> BackupManifest:
    """Writes a backup into a new folder. Raises `BackupError`; what is left then has no manifest."""
    with translate_driver_errors():
        async with as_owner(dsn, APPLICATION) as connection:
            server = await _server_of_whole_view(connection)
            state = await connection.fetchrow(SELECT_STATE)
            owners = await owners_of_functions(connection)
    if state is None:
        raise BackupError("the database does not answer")
    program = await find_program("pg_dump", major_version(server))
    file = await _dump(folder, dsn, program)
    manifest = BackupManifest(
        format=FORMAT,
        made_at=now(),
        service=version("market-soundings"),
        server=server,
        dump=program.version,
        migrations=state["migrations"],
        events=state["events"],
        head=state["head"],
        ledger_id=ledger_id,
        owners=owners,
        file=file,
    )
    write_manifest(folder, manifest)
    return manifest


async def require_whole_view(dsn: str) -> None:
    """Raises `BackupError` if row-level security would keep something from a dump by this user."""
    with translate_driver_errors():
        async with as_owner(dsn, APPLICATION) as connection:
            await _server_of_whole_view(connection)


async def _server_of_whole_view(connection: "Connection") -> str:
    reader = await connection.fetchrow(SELECT_READER)
    if reader is None or not reader["sees_all"]:
        raise _may_not_read_all(str(reader and reader["name"]))
    return str(reader["server"]).split()[0]


async def owners_of_functions(connection: "Connection") -> dict[str, str]:
    """Who owns each function that lends the rights of its owner."""
    return dict(tuple(row) for row in await connection.fetch(SELECT_OWNERS))


def _may_not_read_all(name: str) -> BackupError:
    return BackupError(
        f"the database user {name} sees only what row-level security shows, so its dump would not be whole: let a superuser "
        "run `create role soundings_backup login bypassrls in role pg_read_all_data password '...'` and `grant insert on "
        "ledger_binding to soundings_backup`, and name that role in --database-url"
    )


async def _dump(folder: Path, dsn: str, program: Program) -> BackupFile:
    digest, size = hashlib.sha256(), 0
    await asyncio.to_thread(folder.mkdir, mode=0o700, parents=True)
    with open_private_file(folder / DUMP) as file:
        async with running(program, "--format=custom", dsn=dsn) as process:
            async for piece in _output(process):
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        file.flush()
        os.fsync(file.fileno())
    return BackupFile(name=DUMP, sha256=digest.hexdigest(), bytes=size)


async def _output(process: Process) -> AsyncGenerator[bytes]:
    while process.stdout and (piece := await process.stdout.read(PIECE)):
        yield piece
