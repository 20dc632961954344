"""`soundings research export`: the files of a study, or of a simulated cohort."""

import asyncio
from pathlib import Path
from uuid import UUID

import click
import msgspec

from service.cli.database import DatabaseLocation, database_options
from service.cli.operator_context import OperatorContext, run_with_context
from service.cli.output import print_line
from service.cli.progress import counted_progress
from service.cli.research.shared import (
    FormatsParam,
    StudyIdParam,
    TablesParam,
    study_services,
    worker_options,
)
from service.research.executors import open_executor
from service.research.exports.layout import FORMATS, ExportFormat
from service.research.exports.manifest import Manifest
from service.research.exports.simulated import export_simulation
from service.research.exports.studies import open_study, require_enough, require_extract
from service.research.exports.writing import ExportOptions, ExportWork, write_export


@click.command("export")
@click.argument("study", required=False, type=StudyIdParam())
@click.option(
    "--simulation",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of `soundings research simulate --to`, instead of a study.",
)
@click.option(
    "--to", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder to write."
)
@click.option(
    "--tables", type=TablesParam(), help="Only these, with commas (default: those the study needs)."
)
@click.option(
    "--formats",
    type=FormatsParam(),
    default=",".join(FORMATS),
    show_default=True,
    help="In which forms, with commas; Parquet is always there.",
)
@click.option("--position", type=click.IntRange(1), help="The log position to reach (default: the last).")
@click.option("--organisation", metavar="NAME", help="Its name or id (default: the only one).")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
@worker_options
@database_options
def export_command(
    *,
    study: UUID | None,
    simulation: Path | None,
    to: Path,
    tables: tuple[str, ...] | None,
    formats: tuple[ExportFormat, ...],
    position: int | None,
    organisation: str | None,
    as_json: bool,
    processes: int,
    dask: str | None,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Export a study: those who agreed to it, without names, texts, dates and ids of the service.

    An interrupted export goes on where it was, to the same bytes. Of a finished one, the same command says whether the log
    still gives it. A study that is analysed in place is not exported.
    """
    if (study is None) == (simulation is None):
        raise click.UsageError("give a STUDY, or a folder with --simulation")
    options = ExportOptions(tables=tables or (), formats=formats)
    with open_executor(processes, dask) as executor, counted_progress("Exporting") as progress:
        work = ExportWork(executor=executor, begin=progress.begin, advance=progress.advance)
        if simulation:
            manifest = asyncio.run(export_simulation(simulation, to, options=options, work=work))
        else:

            async def export(context: OperatorContext) -> Manifest:
                tenant_id = await context.tenant_id(organisation)
                services = await study_services(context)
                wanted = study or UUID(int=0)
                require_extract(await services.studies.definition(wanted, tenant_id=tenant_id))
                opened = await open_study(services, tenant_id, wanted, position=position)
                require_enough(opened.source.enrolled)
                return await write_export(
                    opened.source, opened.study, to, key=opened.key, options=options, work=work
                )

            place = DatabaseLocation(database_url=database_url, data_dir=data_dir)
            manifest = run_with_context(place, export)
    print_export(manifest, to, as_json=as_json)


def print_export(manifest: Manifest, to: Path, *, as_json: bool) -> None:
    """Prints what was written: its manifest as JSON, or two sentences."""
    if as_json:
        print_line(msgspec.json.encode(manifest))
        return
    reach = f", up to position {manifest.position}" if manifest.position else ""
    print_line(f"{to}: {manifest.events} events of {manifest.participants} participants{reach}")
    print_line(f"sha256 {manifest.sha256}")
