"""`soundings research release`: a second person lets an analysis out, or does not."""

from pathlib import Path
from uuid import UUID

import click
import msgspec

from service.cli.database import DatabaseLocation, database_options
from service.cli.operator_context import OperatorContext, run_with_context
from service.cli.output import print_line
from service.cli.research.analysis_report import described_analysis
from service.cli.research.shared import analyses_for, member
from service.research.release_checks import without_figures
from service.research.storage.analyses import Analysis


@click.command("release")
@click.argument("analysis", type=click.UUID)
@click.option(
    "--by", required=True, metavar="EMAIL", help="An administrator, or another researcher of the study."
)
@click.option("--refuse", metavar="REASON", help="Do not release it, for this reason.")
@click.option("--organisation", metavar="NAME", help="Its name or id (default: the only one).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@database_options
def release_command(
    *,
    analysis: UUID,
    by: str,
    refuse: str | None,
    organisation: str | None,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Release ANALYSIS as the second person. It is compared once more with what was released before it."""

    async def work(context: OperatorContext) -> Analysis:
        analyses = await analyses_for(context, await member(context, organisation, by))
        study = await analyses.study_of(analysis)
        if refuse is not None:
            return await analyses.refuse(study, analysis, refuse)
        return await analyses.release(study, analysis)

    decided = run_with_context(DatabaseLocation(database_url=database_url, data_dir=data_dir), work)
    if as_json:
        print_line(msgspec.json.encode(without_figures(decided)))
        return
    for line in described_analysis(decided):
        print_line(line)
