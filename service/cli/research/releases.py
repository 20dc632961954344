"""`soundings research releases`: the analyses of a study, with the figures of those that were released."""

from pathlib import Path
from uuid import UUID

import click
import msgspec

from service.cli.database import DatabaseLocation, database_options
from service.cli.operator_context import OperatorContext, run_with_context
from service.cli.output import print_line
from service.cli.research.analysis_report import described_analysis
from service.cli.research.shared import StudyIdParam, analyses_of
from service.research.release_checks import without_figures
from service.research.storage.analyses import Analysis


@click.command("releases")
@click.argument("study", type=StudyIdParam())
@click.option("--organisation", metavar="NAME", help="Its name or id (default: the only one).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
@database_options
def releases_command(
    *,
    study: UUID,
    organisation: str | None,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """List the analyses of STUDY: what was asked, what was let out, and why the rest was not."""

    async def work(context: OperatorContext) -> list[Analysis]:
        tenant_id = await context.tenant_id(organisation)
        await context.services.studies.definition(study, tenant_id=tenant_id)
        return await (await analyses_of(context)).of_study(tenant_id, study)

    found = run_with_context(DatabaseLocation(database_url=database_url, data_dir=data_dir), work)
    for analysis in found:
        if as_json:
            print_line(msgspec.json.encode(without_figures(analysis)))
            continue
        for line in described_analysis(analysis):
            print_line(line)
