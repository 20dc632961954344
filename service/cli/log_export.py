"""`soundings export` and `soundings replay`: export the log, and replay histories."""

import asyncio
import datetime as dt
import sys
from pathlib import Path
from typing import IO, Any

import click
import msgspec
from rich.console import Console
from rich.progress import Progress

from projections.catalogue import PROJECTIONS
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters, read_parameters
from service.cli.database import DatabaseLocation, database_options, run_with_services
from service.cli.output import print_line
from service.cli.profile import DAY
from service.cli.text_files import read_json_file
from service.container import Services
from service.private_file import open_private_file
from service.read_models.restricted_journeys import all_restricted_journeys
from service.research.export import (
    ExportManifest,
    export_log,
    manifest_path,
    verify_export,
    without_restricted,
)
from service.research.replay import Replay, digest_rows, read_chunks, replay_chunks


@click.command("export")
@click.option(
    "--to", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write."
)
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
@database_options
def export_command(to: Path, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """Export the whole event log as JSON Lines, with a manifest (position, counts, digest) beside it.

    Journeys whose use is restricted are left out.
    """

    async def work(services: Services) -> ExportManifest:
        restricted = await all_restricted_journeys(services.worker_pool)
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("Exporting", total=None)
            return await export_log(
                services.log, to, lambda more: progress.advance(task, more), restricted=restricted
            )

    manifest = run_with_services(DatabaseLocation(database_url=database_url, data_dir=data_dir), work)
    if as_json:
        print_line(msgspec.json.encode(manifest))
        return
    events, journeys = _count(manifest.events, "event"), _count(manifest.journeys, "journey")
    programmes = f" and {_count(manifest.programmes, 'programme')}" if manifest.programmes else ""
    print_line(f"{to}: {events} of {journeys}{programmes}, up to position {manifest.position}")
    print_line(f"{manifest_path(to)}: sha256 {manifest.sha256}")


@click.command("replay")
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--log", "from_log", is_flag=True, help="Replay the live log instead of an exported file.")
@click.option(
    "--parameters",
    type=click.File("rb"),
    help="JSON file with the model's numbers that differ from version 1.",
)
@click.option(
    "--projection", "name", type=click.Choice(sorted(PROJECTIONS)), default="profile", show_default=True
)
@click.option("--on", type=DAY, help="The date to compute (default: the last date of each journey).")
@click.option("--weekly", is_flag=True, help="Add a row for every Sunday up to that date.")
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="Write the rows to a file.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@database_options
def replay_command(
    *,
    file: Path | None,
    from_log: bool,
    parameters: IO[bytes] | None,
    name: str,
    on: dt.datetime | None,
    weekly: bool,
    to: Path | None,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Compute every journey of FILE (or of the live log) again under a model, and print one digest of the rows.

    The same input gives the same bytes. The rows go to the file --to, or to standard output with --to -.
    """
    if (file is None) == (not from_log):
        raise click.UsageError("give a FILE, or --log for the live log")
    model = _read_model(parameters) if parameters else DEFAULT_PARAMETERS
    projection = PROJECTIONS[name]
    if file:
        verify_export(file)
        replay = asyncio.run(replay_chunks(lambda _: read_chunks(file), projection, model, file.name))
    else:
        place = DatabaseLocation(database_url=database_url, data_dir=data_dir)

        async def replay_log(services: Services) -> Replay:
            restricted = await all_restricted_journeys(services.worker_pool)
            return await replay_chunks(
                lambda upto: without_restricted(services.log.read_json_lines(upto=upto), restricted),
                projection,
                model,
                "the log",
            )

        replay = run_with_services(place, replay_log)
    count, digest = _write_rows(replay, on.date() if on else None, weekly=weekly, to=to)
    summary = {
        "projection": f"{projection.name} {projection.version}",
        "parameters": {"version": model.version, "sha256": model.digest()},
        "position": replay.position,
        "events": replay.events,
        "journeys": replay.journeys,
        "rows": count,
        "sha256": digest,
    }
    _say(summary, model, as_json=as_json, to_stdout=str(to) == "-")


def _read_model(file: IO[bytes]) -> Parameters:
    try:
        return read_parameters(read_json_file(file))
    except ValueError as fault:
        raise click.ClickException(f"{file.name}: {fault}") from fault


def _write_rows(replay: Replay, on: dt.date | None, *, weekly: bool, to: Path | None) -> tuple[int, str]:
    rows = replay.rows(on, weekly=weekly)
    if to is None:
        return digest_rows(rows)
    if str(to) == "-":
        return digest_rows(rows, sys.stdout.buffer.write)
    with open_private_file(to) as file:
        return digest_rows(rows, file.write)


def _say(summary: dict[str, Any], model: Parameters, *, as_json: bool, to_stdout: bool) -> None:
    if as_json:
        print_line(msgspec.json.encode(summary), err=to_stdout)
        return
    print_line(
        f"{summary['projection']} under model {model.version} ({model.digest()[:12]}): "
        f"{_count(summary['events'], 'event')} of {_count(summary['journeys'], 'journey')}, "
        f"{_count(summary['rows'], 'row')}",
        err=to_stdout,
    )
    print_line(f"sha256 {summary['sha256']}", err=to_stdout)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
