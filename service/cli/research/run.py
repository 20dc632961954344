"""`soundings research run`: an analysis of a study, computed in place."""

from pathlib import Path
from uuid import UUID

import click
import msgspec

from service.background import keep_read_models
from service.cli.database import DatabaseLocation, database_options
from service.cli.operator_context import OperatorContext, run_with_context
from service.cli.output import print_line
from service.cli.research.analysis_report import described_analysis
from service.cli.research.shared import StudyIdParam, analyses_for, member
from service.research.analysis.faults import SpecificationError
from service.research.analysis.specification import read_specification
from service.research.release_checks import without_figures
from service.research.storage.analyses import Analysis


@click.command("run")
@click.argument("study", type=StudyIdParam())
@click.argument("specification", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--by", required=True, metavar="EMAIL", help="One of the researchers of the study, who asks for it."
)
@click.option("--organisation", metavar="NAME", help="Its name or id (default: the only one).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@database_options
def run_command(
    *,
    study: UUID,
    specification: Path,
    by: str,
    organisation: str | None,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Compute the analysis in the file SPECIFICATION from the data of STUDY, and say what of it may be let out, and why not
    the rest.

    No figure is printed before a second person releases it: `soundings research release`.
    """
    try:
        content = specification.read_bytes()
        read_specification(content)
    except OSError as error:
        raise click.ClickException(f"{specification}: {error.strerror or error}") from error
    except SpecificationError as error:
        raise click.ClickException(f"{specification}:{error.line}: {error}") from None

    async def run(context: OperatorContext) -> Analysis:
        analyses = await analyses_for(context, await member(context, organisation, by))
        async with keep_read_models(context.services):
            return await analyses.run(study, content)

    analysis = run_with_context(DatabaseLocation(database_url=database_url, data_dir=data_dir), run)
    if as_json:
        print_line(msgspec.json.encode(without_figures(analysis)))
        return
    for line in described_analysis(analysis):
        print_line(line)
