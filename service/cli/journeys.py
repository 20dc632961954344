"""`soundings journeys`: the list of journeys."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import click
import msgspec

from projections.caseload import CaseloadEntry
from service.cli.database import DatabaseLocation, database_options, open_log, running_database
from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import open_worker_pool
from service.read_models.caseload import Caseload
from service.read_models.projector import Projector

PAGE_SIZE = 200
CATCH_UP_SECONDS = 60.0
"""Seconds the list may need to catch up with the log."""


@click.command("journeys")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per journey.")
@database_options
def journeys_command(as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """List the journeys, the newest start first."""
    with running_database(DatabaseLocation(database_url=database_url, data_dir=data_dir)) as dsn:
        cases = asyncio.run(_listed(dsn))
    for case in cases:
        click.echo(msgspec.json.encode(case) if as_json else _told(case))
    if not cases and not as_json:
        click.echo("No journeys yet; `soundings import FILE` or the API starts one.", err=True)


async def _listed(dsn: str) -> list[CaseloadEntry]:
    async with open_log(dsn) as log, open_caseload(dsn, log) as case_list:
        return [case async for case in _all(case_list)]


@asynccontextmanager
async def open_caseload(dsn: str, log: PostgresEventLog) -> AsyncGenerator[Caseload]:
    """The list of journeys, brought up to the log's head first."""
    pool = await open_worker_pool(dsn, 2)
    try:
        projector = Projector(log, pool)
        async with projector.run_in_background():
            if not await projector.wait_for(await log.head(), CATCH_UP_SECONDS):
                raise click.ClickException(f"the list did not catch up with the log: {projector.trouble}")
        yield Caseload(pool)
    finally:
        pool.terminate()


async def _all(case_list: Caseload) -> AsyncGenerator[CaseloadEntry]:
    cursor: str | None = None
    while True:
        page = await case_list.page(cursor, PAGE_SIZE)
        for case in page.cases:
            yield case
        cursor = page.next
        if cursor is None:
            return


def _told(case: CaseloadEntry) -> str:
    steps = "1 step" if case.steps == 1 else f"{case.steps} steps"
    last = f", last on {case.last_step_on}" if case.last_step_on else ""
    return f"{case.journey_id}  {case.called}: {case.track.replace('_', '-')}, since {case.started_on}, {steps}{last}"
