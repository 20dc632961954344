"""`soundings research check`: whether everybody in an export is still part of its study."""

from pathlib import Path

import click

from service.cli.database import DatabaseLocation, database_options
from service.cli.operator_commands import print_report
from service.cli.operator_context import OperatorContext, run_with_context
from service.cli.research.shared import study_services
from service.research.exports.studies import CheckedExport, check_export, read_checkable

STALE = 3
"""The exit status where the export may not be used any more."""


@click.command("check")
@click.argument("export", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--organisation", metavar="NAME", help="Its name or id (default: the only one).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@database_options
def check_command(
    *, export: Path, organisation: str | None, as_json: bool, database_url: str | None, data_dir: Path | None
) -> None:
    """Ask the service whether everybody in EXPORT is still part of its study.

    It names the buckets that hold somebody who was erased or restricted, or left the study, and ends with status 3.
    """

    async def check(context: OperatorContext) -> CheckedExport:
        tenant_id = await context.tenant_id(organisation)
        return await check_export(await study_services(context), tenant_id, export)

    read_checkable(export)
    place = DatabaseLocation(database_url=database_url, data_dir=data_dir)
    checked = run_with_context(place, check)
    print_report(checked, as_json=as_json)
    if checked.stale:
        click.get_current_context().exit(STALE)
