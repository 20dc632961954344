"""`soundings migrate`: migrates the database."""

import asyncio
from pathlib import Path

import click

from service.atlas.loading import load_starter
from service.cli.database import DatabaseLocation, database_options, running_database
from service.cli.output import print_line
from service.postgres.migrations import migrate


@click.command("migrate")
@database_options
def migrate_command(database_url: str | None, data_dir: Path | None) -> None:
    """Apply missing migrations. It is safe to run twice, or from two places at once."""
    with running_database(DatabaseLocation(database_url=database_url, data_dir=data_dir)) as dsn:
        applied, has_new_starter = asyncio.run(_migrate(dsn))
    for name in applied:
        print_line(f"applied {name}")
    if has_new_starter:
        print_line("loaded the starter atlas")
    if not applied and not has_new_starter:
        print_line("the database is up to date")


async def _migrate(dsn: str) -> tuple[list[str], bool]:
    return await migrate(dsn), await load_starter(dsn)
