"""Checks whom connections sign in to the database as: whoever may take other roles can lay off the one that walls them in."""

from typing import TYPE_CHECKING, cast

from msgspec import Struct

from service.postgres.connections import DatabaseRole, translate_driver_errors
from service.postgres.errors import StoreError

if TYPE_CHECKING:
    from service.postgres.connections import Pool, WorkerPool

SELECT_LOGIN = """
select session_user::text as name,
       bool_or(rolsuper or rolbypassrls or rolcreaterole or rolreplication or rolname in (
           'pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')) as is_powerful,
       coalesce(array_agg(rolname::text order by rolname)
                filter (where rolname not in (session_user, $1) and rolname <> 'pg_database_owner'), '{}') as others
from pg_roles where pg_has_role(session_user, oid, 'member')
"""


class UnsafeLogin(StoreError):
    """Raised if what a request sends to the database could make itself a superuser there."""


class DatabaseLogin(Struct, frozen=True, kw_only=True):
    """Who signed in to the database for the connections of a role."""

    name: str
    role: DatabaseRole
    is_powerful: bool
    """Whether they may do everything on the server, or make themselves somebody who may."""
    others: tuple[str, ...]
    """The roles that they may take besides."""

    @property
    def warning(self) -> str | None:
        """What to tell an operator; None if all is well."""
        if not (self.is_powerful or self.others):
            return None
        could = "can do everything there" if self.is_powerful else f"can also act as {', '.join(self.others)}"
        return (
            f"{self.role} works in the database as {self.name}, who {could}: let it sign in itself, "
            f"by `alter role {self.role} login password '...'` with the password of DATABASE_URL, and start again"
        )


async def logins(pool: "Pool", workers: "WorkerPool") -> tuple[DatabaseLogin, DatabaseLogin]:
    """Who signed in for requests, and for workers."""
    return await _login(pool, "soundings_app"), await _login(cast("Pool", workers), "soundings_worker")


async def _login(pool: "Pool", role: DatabaseRole) -> DatabaseLogin:
    with translate_driver_errors():
        async with pool.acquire() as connection:
            [row] = await connection.fetch(SELECT_LOGIN, role)
    return DatabaseLogin(
        name=row["name"], role=role, is_powerful=row["is_powerful"], others=tuple(row["others"])
    )
