"""Restores a backup into a database that has nothing in it, all of it or nothing."""

from pathlib import Path
from typing import TYPE_CHECKING

from service.operations.backups.errors import BackupError
from service.operations.backups.manifest import DUMP, BackupManifest, read_backup
from service.operations.backups.programs import find_program, running
from service.postgres.binaries import major_version
from service.postgres.connections import as_owner, translate_driver_errors
from service.postgres.migrations import number_of_migrations

if TYPE_CHECKING:
    from service.postgres.connections import Connection

APPLICATION = "soundings restore"
SELECT_SERVER = "select current_setting('server_version')"
HAS_TABLES = """
select exists (select from pg_class c join pg_namespace n on n.oid = relnamespace
               where relkind in ('r', 'p', 'v', 'S') and nspname !~ '^pg_' and nspname <> 'information_schema')
"""
ROLES = ("soundings_app", "soundings_worker", "soundings_log")
MAKE_ROLES = """
do $$
declare wanted text;
begin
    foreach wanted in array array['soundings_app', 'soundings_worker', 'soundings_log'] loop
        if to_regrole(wanted) is null then
            execute format('create role %I nologin', wanted);
        end if;
        if not pg_has_role(current_user, wanted, 'member') then
            execute format('grant %I to %I', wanted, current_user);
        end if;
    end loop;
exception when insufficient_privilege then
    raise insufficient_privilege using message =
        'an operator must first run: create role soundings_app nologin; create role soundings_worker nologin; '
        'create role soundings_log nologin; grant soundings_app, soundings_worker, soundings_log to ' || current_user;
end $$
"""
LEND_FUNCTION = """
select format('grant create on schema %1$I to %2$I; alter function %3$s owner to %2$I; revoke create on schema %1$I from %2$I',
              current_schema(), $2::name, $1::regprocedure)
"""
"""Writes the statements: whoever is to own something in a schema must for a moment be able to make things there."""
SELECT_HEAD = "select coalesce(max(notification_id), 0) from stored_events"


async def restore_backup(dsn: str, folder: Path) -> BackupManifest:
    """Restores a backup. Raises `BackupError`; then there is still nothing in the database."""
    manifest = read_backup(folder)
    if manifest.migrations > number_of_migrations():
        raise BackupError(
            f"{folder} was made by a newer version of the service ({manifest.service}): restore it with that one"
        )
    with translate_driver_errors():
        async with as_owner(dsn, APPLICATION) as connection:
            await _require_fitting(connection, manifest)
            await connection.execute(MAKE_ROLES)
            program = await find_program("pg_restore", major_version(manifest.dump))
            async with running(
                program, "--single-transaction", "--exit-on-error", "--no-owner", str(folder / DUMP), dsn=dsn
            ):
                pass
            await _lend_functions(connection, manifest)
            await connection.execute("set role soundings_worker")
            head: int = await connection.fetchval(SELECT_HEAD)
    if head < manifest.head:
        raise BackupError(
            f"only events up to {head} came back, and there were {manifest.head}: use another backup"
        )
    return manifest


async def _require_fitting(connection: "Connection", manifest: BackupManifest) -> None:
    if await connection.fetchval(HAS_TABLES):
        raise BackupError(
            "there is something in this database already: restore into a new one, or move the folder of the private one away"
        )
    server: str = await connection.fetchval(SELECT_SERVER)
    if major_version(server) < major_version(manifest.server):
        raise BackupError(
            f"the backup is of PostgreSQL {manifest.server}, and this server is {server}: use one that is as new"
        )


async def _lend_functions(connection: "Connection", manifest: BackupManifest) -> None:
    """Gives each function that lends rights back to whom it lends them from; the tables belong to whoever restores."""
    async with connection.transaction():
        for function, owner in manifest.owners.items():
            if owner in ROLES:
                await connection.execute(await connection.fetchval(LEND_FUNCTION, function, owner))
