"""`soundings journeys`: lists the journeys."""

from collections.abc import AsyncGenerator
from pathlib import Path

import click
import msgspec

from projections.caseload.state import CaseloadEntry
from service.cli.database import DatabaseLocation, database_options, run_with_services
from service.cli.output import print_line
from service.container import Services
from service.read_models.caseload import Caseload
from service.system_ids import LOCAL_TENANT

PAGE_SIZE = 200
CATCH_UP_SECONDS = 60.0
"""Seconds the list may need to catch up with the log."""


@click.command("journeys")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per journey.")
@database_options
def journeys_command(as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """List the journeys, the newest start first."""
    cases = run_with_services(DatabaseLocation(database_url=database_url, data_dir=data_dir), _list)
    for case in cases:
        print_line(msgspec.json.encode(case) if as_json else _describe(case))
    if not cases and not as_json:
        print_line("No journeys yet; `soundings import FILE` or the API starts one.", err=True)


async def _list(services: Services) -> list[CaseloadEntry]:
    await catch_up(services)
    return [case async for case in _all(services.caseload)]


async def catch_up(services: Services) -> None:
    """Brings the read models up to the log's head."""
    projector = services.projector
    async with projector.run_in_background():
        if not await projector.wait_for(await services.log.head(), CATCH_UP_SECONDS):
            raise click.ClickException(f"the list did not catch up with the log: {projector.failure}")


async def _all(case_list: Caseload) -> AsyncGenerator[CaseloadEntry]:
    cursor: str | None = None
    while True:
        page = await case_list.page(cursor, PAGE_SIZE, tenant_id=LOCAL_TENANT)
        for case in page.cases:
            yield case
        cursor = page.next
        if cursor is None:
            return


def _describe(case: CaseloadEntry) -> str:
    steps = "1 step" if case.steps == 1 else f"{case.steps} steps"
    last = f", last on {case.last_step_on}" if case.last_step_on else ""
    return f"{case.journey_id}  {case.called}: {case.track.replace('_', '-')}, since {case.started_on}, {steps}{last}"
