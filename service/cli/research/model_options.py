"""The options of commands that replay an export: the model, its parameters, the days, and where the work is done."""

import datetime as dt
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import wraps
from typing import IO, Any

import click
from msgspec import Struct

from domain.history import RecordedEvent
from service.cli.profile import DAY
from service.cli.progress import shown_progress
from service.cli.research.shared import worker_options
from service.cli.text_files import read_json_file, read_text_file
from service.research.executors import open_executor
from service.research.exports.layout import histories_path
from service.research.exports.manifest import Manifest, require_histories
from service.research.replaying.bucket_replay import Days, ReplayedBucket
from service.research.replaying.export_replay import read_export_manifest
from service.research.replaying.journey_reading import read_journeys
from service.research.replaying.laws import require_laws, some_journeys
from service.research.replaying.model_catalogue import JourneyModel, find_model
from service.research.replaying.parameter_template import read_parameter_file
from service.research.replaying.places import SharedFolder


class ReplayRequest(Struct, frozen=True, kw_only=True):
    """What is replayed, how, and where the work is done."""

    export: str
    to: str
    manifest: Manifest
    model: JourneyModel
    parameters: Struct
    days: Days
    processes: int
    dask: str | None

    @contextmanager
    def running(self, replays: int = 1) -> Generator[tuple[Executor, Callable[[ReplayedBucket], object]]]:
        """Gives the executor, and what is called with each bucket that was replayed. Shows progress."""
        with (
            open_executor(self.processes, self.dask) as executor,
            shown_progress(max(1, self.manifest.events) * replays, "Replaying") as advance,
        ):
            yield executor, lambda bucket: advance(bucket.events)


def replay_options(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options of a replay; it is called with the `request` that they make."""

    @click.argument("export")
    @click.option("--projection", "reference", default="profile", show_default=True, metavar="NAME[@VERSION]")
    @click.option(
        "--parameters", "file", type=click.File("rb"), help="TOML or JSON with what differs from the usual."
    )
    @click.option("--out", "to", required=True, help="A folder of this machine, or any address of pyarrow.")
    @click.option("--on", type=DAY, help="The date to compute (default: the last date of each journey).")
    @click.option("--weekly", is_flag=True, help="Add a row for every Sunday up to that date.")
    @worker_options
    @click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
    @wraps(command)
    def with_request(
        *,
        export: str,
        reference: str,
        file: IO[bytes] | None,
        to: str,
        on: dt.datetime | None,
        weekly: bool,
        processes: int,
        dask: str | None,
        **others: Any,
    ) -> None:
        if not export or not to:
            raise click.UsageError("EXPORT and --out name folders, or addresses")
        model = find_model(reference)
        parameters = _parameters(file, model)
        manifest = read_export_manifest(export)
        if model.projection is None:
            require_laws(model, parameters, some_journeys(_journeys(export, manifest)))
        command(
            request=ReplayRequest(
                export=export,
                to=to,
                manifest=manifest,
                model=model,
                parameters=parameters,
                days=Days(on=on.date() if on else None, weekly=weekly),
                processes=processes,
                dask=dask,
            ),
            **others,
        )

    return with_request


def _parameters(file: IO[bytes] | None, model: JourneyModel) -> Struct:
    if file is None:
        return model.parameters()
    toml = file.name.endswith(".toml")
    raw = read_text_file(file) if toml else read_json_file(file)
    try:
        return read_parameter_file(raw, model.parameters, toml=toml)
    except ValueError as fault:
        raise click.ClickException(f"{file.name}: {fault}") from fault


def _journeys(export: str, manifest: Manifest) -> Iterator[list[RecordedEvent]]:
    """The journeys of the first buckets, as they are asked for."""
    require_histories(export, manifest)
    folder = SharedFolder(export)
    for one in manifest.buckets:
        path = histories_path(one.bucket)
        yield from read_journeys(folder.read_lines(path), f"{export}/{path}")
