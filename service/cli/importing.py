"""`soundings import`: histories from files."""

import sys
from pathlib import Path
from uuid import UUID

import click
import msgspec
from rich.console import Console
from rich.progress import Progress

from service.cli.database import DatabaseLocation, database_options, run_with_services
from service.cli.keyring import with_keyring
from service.cli.operator_context import OperatorContext, run_with_context
from service.cli.output import print_line
from service.container import Services
from service.importing.history_files import ImportedHistory, ParsedFile, read_history_file
from service.importing.importer import ImportResult, import_histories
from service.settings import read_settings
from service.system_ids import LOCAL_TENANT


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--organisation",
    metavar="NAME",
    help="Name or id of the organisation they belong to; needed if there are several.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per journey.")
@database_options
def import_command(
    files: tuple[Path, ...],
    organisation: str | None,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> int:
    """Import histories from FILES.

    A file is a case (JSON, docs/case-format.md) or, if its name ends in .jsonl, commands as JSON Lines (docs/commands.md).
    Each journey is imported whole or not at all. Importing a file again adds nothing.
    """
    parsed = [read_history_file(path) for path in files]
    histories = [history for one in parsed for history in one.histories]
    place = DatabaseLocation(database_url=database_url, data_dir=data_dir)
    imported = _import(place, histories, organisation) if histories else []
    for one in imported:
        _report(one, as_json=as_json)
    return _report_errors(parsed, imported)


def _import(
    place: DatabaseLocation, histories: list[ImportedHistory], organisation: str | None
) -> list[ImportResult]:
    """Records as the service itself would: encrypted where it encrypts, in an organisation where it has accounts."""
    settings = read_settings()
    if settings.access == "accounts":

        async def record(context: OperatorContext) -> list[ImportResult]:
            tenant_id = await context.tenant_id(organisation)
            return await _record(context.services, histories, tenant_id)

        return run_with_context(place, record)
    if organisation is not None:
        raise click.UsageError("--organisation works only with accounts (SOUNDINGS_ACCESS=accounts)")
    return run_with_services(
        place,
        lambda services: _record(services, histories, LOCAL_TENANT),
        with_keyring(settings, place),
    )


async def _record(
    services: Services, histories: list[ImportedHistory], tenant_id: UUID
) -> list[ImportResult]:
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Importing", total=len(histories))
        imported: list[ImportResult] = []
        async for one in import_histories(services.journeys, services.atlas, histories, tenant_id=tenant_id):
            imported.append(one)
            progress.advance(task)
        return imported


def _report(one: ImportResult, *, as_json: bool) -> None:
    history, there = one.history, len(one.history.steps) - one.new
    if as_json:
        fields = {
            "file": history.source,
            "journey_id": history.journey_id,
            "commands": len(history.steps),
            "new": one.new,
            "linked": one.linked,
            "refused": one.error or None,
        }
        print_line(msgspec.json.encode(fields))
    elif not one.error:
        new = "1 command" if one.new == 1 else f"{one.new} commands"
        already = f", {there} already there" if there else ""
        roles = "1 role" if one.linked == 1 else f"{one.linked} roles"
        linked = f", {roles} linked to the atlas by name" if one.linked else ""
        print_line(f"{history.source}: journey {history.journey_id}: {new} recorded{already}{linked}")


def _report_errors(parsed: list[ParsedFile], imported: list[ImportResult]) -> int:
    errors = [sentence for one in parsed for sentence in one.errors]
    errors += [one.error for one in imported if one.error]
    for sentence in errors:
        print_line(f"{sentence} Nothing of this journey was imported.", err=True)
    sys.stderr.flush()
    return 1 if errors else 0
