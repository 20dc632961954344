"""Every table of the database: which rows belong to a journey or its client, and which texts the others hold.

Found by column names, so that tables added later are covered.
"""

from collections.abc import AsyncGenerator, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from msgspec import Struct

from service.postgres.connections import translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection, WorkerPool

SELECT_TABLES = """
select case when n.nspname = current_schema() then quote_ident(c.relname)
            else quote_ident(n.nspname) || '.' || quote_ident(c.relname) end as name, array_agg(a.attname::text) as columns,
       array_agg(quote_ident(a.attname) order by a.attnum)
           filter (where t.typname in ('text', 'varchar', 'bpchar', 'json', 'jsonb', 'bytea', '_text', '_varchar')) as texts
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid
where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition
  and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
group by n.nspname, c.relname order by c.relname
"""
SELECT_OWN_SCHEMA = "select current_schema()::text"
REFERENCE_SCHEMA = "atlas"
"""Whose tables are public, the same for all organisations, and hold nothing of anybody."""
JOURNEY_COLUMNS = ("journey_id", "originator_id", "stream")
PERSON_COLUMN = "person_id"
TABLES_ERASED_BY_FUNCTION = frozenset({"stored_events", "commands", "stored_snapshots"})
"""Whose rows go with `erase_journey`, and by no other way."""
TYPED_ARGUMENTS = "row($1::uuid, $2::uuid, $3::uuid[]) is not null"
"""Names all three arguments of every statement here: tenant, journey, people."""
KEY_TABLE = "subject_keys"
TOMBSTONE = " and topic <> 'JourneyErased'"

FETCH_SIZE = 1000


class DataSubject(Struct, frozen=True):
    """A journey, and the people known only because of it."""

    tenant_id: UUID
    journey_id: UUID
    people: tuple[UUID, ...] = ()

    @property
    def query_arguments(self) -> tuple[UUID, UUID, list[UUID]]:
        return self.tenant_id, self.journey_id, list(self.people)


class ScannedTable(Struct, frozen=True):
    """A table: its name in SQL, its columns, and those that hold texts."""

    name: str
    columns: frozenset[str]
    texts: tuple[str, ...]

    @property
    def subject_condition(self) -> str | None:
        """The SQL condition of the subject's rows; None if the table can have none."""
        ways = [f"{one} = $2" for one in JOURNEY_COLUMNS if one in self.columns]
        if PERSON_COLUMN in self.columns:
            ways.append(f"{PERSON_COLUMN} = any($3)")
        return f"{self._tenant} and ({' or '.join(ways)})" if ways else None

    @property
    def count_query(self) -> str:
        """SQL that counts the subject's rows."""
        tombstone = TOMBSTONE if self.name == "stored_events" else ""
        return f"select count(*) from {self.name} where {self.subject_condition}{tombstone}"  # noqa: S608 - quoted names

    @property
    def delete_query(self) -> str:
        """SQL that deletes the subject's rows."""
        return f"delete from {self.name} where {self.subject_condition}"  # noqa: S608 - quoted names

    @property
    def other_texts_query(self) -> str:
        """SQL that selects the texts of all other rows of the organisation."""
        others = f"({self.subject_condition}) is not true" if self.subject_condition else TYPED_ARGUMENTS
        return f"select {', '.join(self.texts)} from {self.name} where {self._tenant} and {others}"  # noqa: S608

    @property
    def all_texts_query(self) -> str:
        """SQL that selects the texts of all rows of all organisations."""
        return f"select {', '.join(self.texts)} from {self.name}"  # noqa: S608 - quoted names

    @property
    def _tenant(self) -> str:
        return f"tenant_id = $1 and {TYPED_ARGUMENTS}" if "tenant_id" in self.columns else TYPED_ARGUMENTS


async def readable_tables(connection: "PooledConnection") -> list[ScannedTable]:
    """Every table that can be read and may hold something of somebody."""
    return await _tables_of(connection, await connection.fetchval(SELECT_OWN_SCHEMA))


async def reference_tables(connection: "PooledConnection") -> list[ScannedTable]:
    """Every table of public reference data."""
    return await _tables_of(connection, REFERENCE_SCHEMA)


async def _tables_of(connection: "PooledConnection", schema: str) -> list[ScannedTable]:
    rows = await connection.fetch(SELECT_TABLES, schema)
    return [ScannedTable(row["name"], frozenset(row["columns"]), tuple(row["texts"] or ())) for row in rows]


async def tables_with_subject_data(pool: "WorkerPool", *, of_the_log: bool) -> set[str]:
    """The tables that may have held data of a subject, those of the log only if wanted."""
    with translate_driver_errors():
        async with pool.acquire() as connection:
            found = {table.name for table in await readable_tables(connection) if table.subject_condition}
    return found if of_the_log else found - TABLES_ERASED_BY_FUNCTION


async def count_remaining_rows(pool: "WorkerPool", subject: DataSubject) -> dict[str, int]:
    """The number of the subject's rows left, by table, without tables that have none."""
    with translate_driver_errors():
        async with pool.acquire() as connection:
            found = {
                table.name: await connection.fetchval(table.count_query, *subject.query_arguments)
                for table in await readable_tables(connection)
                if table.subject_condition
            }
    return {name: count for name, count in found.items() if count}


async def delete_subject_rows(pool: "WorkerPool", subject: DataSubject) -> dict[str, int]:
    """Deletes the subject's rows from all tables but the log's, in one transaction.

    Returns their number by table.
    """
    gone: dict[str, int] = {}
    with translate_driver_errors():
        async with pool.acquire() as connection, connection.transaction():
            for table in await readable_tables(connection):
                if table.subject_condition and table.name not in TABLES_ERASED_BY_FUNCTION:
                    status = await connection.execute(table.delete_query, *subject.query_arguments)
                    gone[table.name] = int(status.split()[-1])
    return {name: count for name, count in gone.items() if count}


async def iterate_other_texts(
    pool: "WorkerPool", subject: DataSubject
) -> AsyncGenerator[tuple[str, Sequence[str]]]:
    """Yields the table and texts of each row of the organisation that is not the subject's."""
    with translate_driver_errors():
        async with pool.acquire() as connection, connection.transaction(readonly=True):
            for table in await readable_tables(connection):
                if not table.texts:
                    continue
                cursor = connection.cursor(
                    table.other_texts_query, *subject.query_arguments, prefetch=FETCH_SIZE
                )
                async for row in cursor:
                    yield table.name, [text for value in row for text in _texts(value)]


async def iterate_all_texts(pool: "WorkerPool") -> AsyncGenerator[list[str]]:
    """Yields the texts of each row of every organisation, and of the public reference data."""
    with translate_driver_errors():
        async with pool.acquire() as connection, connection.transaction(readonly=True):
            for table in (*await readable_tables(connection), *await reference_tables(connection)):
                async for texts in _texts_of(connection, table):
                    yield texts


async def iterate_reference_texts(pool: "WorkerPool") -> AsyncGenerator[list[str]]:
    """Yields the texts of each row of the public reference data."""
    with translate_driver_errors():
        async with pool.acquire() as connection, connection.transaction(readonly=True):
            for table in await reference_tables(connection):
                async for texts in _texts_of(connection, table):
                    yield texts


async def _texts_of(connection: "PooledConnection", table: ScannedTable) -> AsyncGenerator[list[str]]:
    if table.texts:
        async for row in connection.cursor(table.all_texts_query, prefetch=FETCH_SIZE):
            yield [text for value in row for text in _texts(value)]


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case bytes():
            yield value.decode(errors="replace")
        case list():
            for one in value:  # pyright: ignore[reportUnknownVariableType]
                yield from _texts(one)
        case _:
            pass
