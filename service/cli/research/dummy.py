"""`soundings research dummy`: files of the form of a study's export, with clients nobody is."""

import asyncio
from pathlib import Path
from uuid import UUID

import click

from service.cli.database import DatabaseLocation, database_options
from service.cli.operator_context import OperatorContext, run_with_context
from service.cli.progress import counted_progress
from service.cli.research.export import print_export
from service.cli.research.shared import StudyIdParam, study_services, worker_options
from service.research.executors import open_executor
from service.research.exports.definition_file import read_definition
from service.research.exports.simulated import DUMMY_CLIENTS, DUMMY_WEEKS, DummyPlan, write_dummy
from service.research.exports.studies import exported_study
from service.research.exports.study import ExportedStudy
from service.research.exports.writing import ExportWork

MAX_CLIENTS = 100_000


@click.command("dummy")
@click.argument("study", required=False, type=StudyIdParam())
@click.option(
    "--definition",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file with the definition of a study, instead of a STUDY; needs no service.",
)
@click.option(
    "--to", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder to write."
)
@click.option("--clients", type=click.IntRange(1, MAX_CLIENTS), default=DUMMY_CLIENTS, show_default=True)
@click.option(
    "--weeks",
    type=click.IntRange(1, 104),
    help=f"Weeks of the longest history (default: those of the study, at most {DUMMY_WEEKS}).",
)
@click.option("--organisation", metavar="NAME", help="Its name or id (default: the only one).")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
@worker_options
@database_options
def dummy_command(
    *,
    study: UUID | None,
    definition: Path | None,
    to: Path,
    clients: int,
    weeks: int | None,
    organisation: str | None,
    as_json: bool,
    processes: int,
    dask: str | None,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Write the dummy kit of a study: the same files as an export has, with simulated clients.

    An analysis that is written on it runs unchanged on the study's data. The same definition always gives the same files.
    """
    if (study is None) == (definition is None):
        raise click.UsageError("give a STUDY, or a file with --definition")
    described = (
        read_definition(definition)
        if definition
        else _described(
            study or UUID(int=0), organisation, DatabaseLocation(database_url=database_url, data_dir=data_dir)
        )
    )
    with open_executor(processes, dask) as executor, counted_progress("Exporting") as progress:
        work = ExportWork(executor=executor, begin=progress.begin, advance=progress.advance)
        plan = DummyPlan(clients=clients, weeks=weeks)
        manifest = asyncio.run(write_dummy(described, to, plan, work=work))
    print_export(manifest, to, as_json=as_json)


def _described(study: UUID, organisation: str | None, place: DatabaseLocation) -> ExportedStudy:
    async def describe(context: OperatorContext) -> ExportedStudy:
        tenant_id = await context.tenant_id(organisation)
        services = await study_services(context)
        return exported_study(await services.studies.definition(study, tenant_id=tenant_id))

    return run_with_context(place, describe)
