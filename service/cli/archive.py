"""`soundings archive`: writes everything stored about one journey and its client to one file."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import click
from rich.console import Console
from rich.progress import Progress

from domain.errors import UnknownJourney
from service.authorization.access_log import AccessRecord
from service.cli.database import DatabaseLocation, JourneyIdParam, database_options
from service.cli.operator_context import OperatorContext, run_with_context
from service.cli.output import print_line
from service.clock import utc_now
from service.personal_data.archive.archive_files import archive_zip
from service.personal_data.archive.archive_material import ArchiveMaterial, collect_archive_material
from service.personal_data.erasure.queries import tenant_of
from service.private_file import open_private_file
from service.system_ids import LOCAL_ACTOR


@click.command("archive")
@click.argument("journey", type=JourneyIdParam())
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write."
)
@database_options
def archive_command(journey: UUID, out: Path, database_url: str | None, data_dir: Path | None) -> None:
    """Write everything stored about JOURNEY (an id) and its client to a ZIP file: a page to read, and the data.

    It is the same file that the client can download. The client can see in the access log that it was exported. Give it
    to nobody but the client.
    """

    async def work(context: OperatorContext) -> ArchiveMaterial:
        return await _collect(context, journey)

    material = run_with_context(DatabaseLocation(database_url=database_url, data_dir=data_dir), work)
    size = _write_file(out, archive_zip(material))
    entries = "1 entry" if len(material.entries) == 1 else f"{len(material.entries)} entries"
    print_line(f"{out}: {entries}, {len(material.looks)} in the access log, {size:,} bytes")


async def _collect(context: OperatorContext, journey_id: UUID) -> ArchiveMaterial:
    tenant_id = await tenant_of(context.services.worker_pool, journey_id)
    if tenant_id is None:
        raise UnknownJourney("There is no such journey.")
    entries = await context.services.journeys.recorded_events(journey_id, tenant_id=tenant_id)
    access_log = context.account_services.authorizer.access_log
    access_log.record(_export_record(tenant_id, journey_id))
    return await collect_archive_material(access_log, context.accounts, tenant_id, journey_id, entries)


def _export_record(tenant_id: UUID, journey_id: UUID) -> AccessRecord:
    return AccessRecord(
        tenant_id=tenant_id,
        journey_id=journey_id,
        at=utc_now(),
        actor_id=LOCAL_ACTOR,
        role="admin",
        act="export",
        why="by_role",
    )


def _write_file(out: Path, pieces: Iterator[bytes]) -> int:
    """Writes a file that only its owner can read; it appears once complete. Returns its size in bytes."""
    partial = out.with_name(out.name + ".partial")
    console = Console(stderr=True)
    try:
        with (
            Progress(console=console, transient=True, disable=not console.is_terminal) as progress,
            open_private_file(partial) as file,
        ):
            task = progress.add_task("Writing", total=None)
            for piece in pieces:
                file.write(piece)
                progress.advance(task)
        partial.replace(out)
    except OSError as error:
        raise click.ClickException(f"{out}: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)
    return out.stat().st_size
