"""What stands in the atlas of a database."""

import asyncpg

from service.atlas.storing import TABLES

OTHERS = ("editions", "outlook_editions", "outlook")


async def atlas_rows(database: str) -> dict[str, str | None]:
    """A digest of every table of the atlas."""
    connection = await asyncpg.connect(database)
    try:
        return {
            table: await connection.fetchval(
                f"select md5(string_agg(t::text, '|' order by t::text)) from atlas.{table} t"
            )
            for table in (*TABLES, *OTHERS)
        }
    finally:
        await connection.close()
