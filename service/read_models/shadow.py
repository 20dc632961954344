"""Tables beside the live ones, of one session alone, and their exchange: readers see the old lines until they see the new ones."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from service.postgres.connections import Connection


class ProjectedTable(Struct, frozen=True):
    """A table that is made from the log."""

    name: str
    stream: str
    """The column with the id of the stream that its rows are made from."""
    key: tuple[str, ...]
    """Its key beside the organisation."""


TABLES = (
    ProjectedTable("journeys", "journey_id", ("journey_id",)),
    ProjectedTable("programmes", "programme_id", ("programme_id",)),
    ProjectedTable("enrolments", "programme_id", ("programme_id", "journey_id")),
    ProjectedTable("studies", "study_id", ("study_id",)),
    ProjectedTable("study_consents", "journey_id", ("journey_id", "consent_id")),
    ProjectedTable("parked_streams", "stream_id", ("stream_id",)),
)

# A name without a schema is the session's own table, if it has one.
CREATE = "create temporary table {table} (like {schema}.{table} including all)"
CREATE_CHOSEN = "create temporary table chosen_streams (tenant_id uuid, stream_id uuid, primary key (tenant_id, stream_id))"
CHOOSE = """
insert into chosen_streams select distinct tenant_id, originator_id from stored_events where notification_id > $1
"""
SELECT_SCHEMA = "select quote_ident(current_schema())"
SELECT_COLUMNS = """
select array_agg(quote_ident(attname) order by attnum) from pg_attribute
where attrelid = $1::text::regclass and attnum > 0 and not attisdropped and attgenerated = ''
"""
DELETE = """
delete from {schema}.{table} live where not exists (
    select from pg_temp.{table} made where ({made_key}) = ({live_key})
) {chosen}
"""
ONLY_CHOSEN = """
and exists (select from chosen_streams c where (c.tenant_id, c.stream_id) = (live.tenant_id, live.{stream}))
"""
UPSERT = """
insert into {schema}.{table} as live ({columns}) select {columns} from pg_temp.{table}
on conflict ({key}) do update set ({columns}) = row({excluded})
where ({live}) is distinct from ({excluded})
"""


class ShadowTables:
    """Copies of the live tables on one connection, empty at first; everything that it writes goes to them."""

    def __init__(self, connection: "Connection", schema: str) -> None:
        self._connection = connection
        self._schema = schema
        self.is_partial = False
        """Whether they are for chosen streams only."""

    @classmethod
    async def create(cls, connection: "Connection", from_position: int) -> "ShadowTables":
        """Makes them; with a position for those streams only that have events after it. Raises driver errors."""
        schema: str = await connection.fetchval(SELECT_SCHEMA)
        for table in TABLES:
            await connection.execute(CREATE.format(table=table.name, schema=schema))
        shadow = cls(connection, schema)
        if from_position:
            shadow.is_partial = True
            await connection.execute(CREATE_CHOSEN)
            await connection.execute(CHOOSE, from_position)
        return shadow

    async def exchange(self) -> None:
        """Makes the live tables equal to these, by their differences, within a transaction. Raises driver errors."""
        await self._connection.execute("set local enable_seqscan = on")
        await self._connection.execute("set local plan_cache_mode = auto")
        for table in TABLES:
            await self._connection.execute(f"analyze pg_temp.{table.name}")
            for statement in await self._statements(table):
                await self._connection.execute(statement)

    async def _statements(self, table: ProjectedTable) -> Sequence[str]:
        columns: list[str] = await self._connection.fetchval(SELECT_COLUMNS, f"{self._schema}.{table.name}")
        key = ("tenant_id", *table.key)
        words = {
            "schema": self._schema,
            "table": table.name,
            "key": ", ".join(key),
            "live_key": ", ".join(f"live.{one}" for one in key),
            "made_key": ", ".join(f"made.{one}" for one in key),
            "columns": ", ".join(columns),
            "live": ", ".join(f"live.{one}" for one in columns),
            "excluded": ", ".join(f"excluded.{one}" for one in columns),
            "chosen": ONLY_CHOSEN.format(stream=table.stream) if self.is_partial else "",
        }
        return DELETE.format(**words), UPSERT.format(**words)
