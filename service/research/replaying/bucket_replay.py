"""Replays one bucket of an export: a task by itself, which any process of any machine can do, with the same result."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from domain.history import RecordedEvent, apply_corrections
from domain.journey.events.erasure import JourneyErased
from service.event_store.replay import reduced_gc
from service.research.export import ExportError
from service.research.exports.layout import histories_path
from service.research.replay import ReplayRow, days_of_rows, encode_row
from service.research.replaying.journey_reading import read_journeys
from service.research.replaying.model_catalogue import JourneyModel, find_model
from service.research.replaying.places import SharedFolder, StoredFile

ROWS_AT_ONCE = 100
"""Rows written at a time."""


class Days(Struct, frozen=True, kw_only=True):
    """The days that a replay has rows for."""

    on: date | None = None
    """None: the last day of each journey."""
    weekly: bool = False
    """Also every Sunday before."""


class BucketReplay(Struct, frozen=True, kw_only=True):
    """One bucket to replay. It names everything by address, so that it can be sent to another machine."""

    export: str
    to: str
    bucket: int
    sha256: str
    """Of the file of histories, as the manifest has it."""
    model: str
    """With its version."""
    parameters: bytes
    """JSON of all of them."""
    days: Days


class ReplayedBucket(Struct, frozen=True, kw_only=True):
    """A bucket that was replayed."""

    bucket: int
    sources_sha256: str
    rows: int
    journeys: int
    events: int
    file: StoredFile


def rows_path(bucket: int) -> str:
    """Where the rows of a bucket are in the folder of a replay."""
    return f"rows/bucket={bucket:02d}.jsonl"


def progress_path(bucket: int) -> str:
    """Where it stands that a bucket is done, until all are."""
    return f".progress/bucket={bucket:02d}.json"


def replay_bucket(task: BucketReplay) -> ReplayedBucket:
    """Replays a bucket, or finds that it was replayed before. Raises `ExportError` and `ModelError`."""
    folder = SharedFolder(task.to)
    if done := _done_before(folder, task):
        return done
    model = find_model(task.model)
    parameters = msgspec.json.decode(task.parameters, type=model.parameters)
    counted = _Counted()
    with reduced_gc():
        file = folder.write(rows_path(task.bucket), _in_parts(_rows(task, model, parameters, counted)))
    done = ReplayedBucket(
        bucket=task.bucket,
        sources_sha256=task.sha256,
        rows=counted.rows,
        journeys=counted.journeys,
        events=counted.events,
        file=file,
    )
    folder.write(progress_path(task.bucket), iter([msgspec.json.encode(done)]))
    return done


class _Counted(Struct):
    rows: int = 0
    journeys: int = 0
    events: int = 0


def _done_before(folder: SharedFolder, task: BucketReplay) -> ReplayedBucket | None:
    path = progress_path(task.bucket)
    if not folder.exists(path):
        return None
    try:
        done = msgspec.json.decode(folder.read(path), type=ReplayedBucket)
    except msgspec.DecodeError:
        return None
    same = done.sources_sha256 == task.sha256 and folder.digest(done.file.path) == done.file.sha256
    return done if same else None


def _rows(task: BucketReplay, model: JourneyModel, parameters: Struct, counted: _Counted) -> Iterator[bytes]:
    path = histories_path(task.bucket)
    source = SharedFolder(task.export)
    if source.digest(path) != task.sha256:
        raise ExportError(
            f"{task.export}/{path} is missing, or is not the file that the manifest describes (SHA-256 differs)"
        )
    for journey in read_journeys(source.read_lines(path), f"{task.export}/{path}"):
        counted.journeys += 1
        counted.events += len(journey)
        for row in journey_rows(model, parameters, journey, task.days):
            counted.rows += 1
            yield encode_row(row)


def journey_rows(
    model: JourneyModel, parameters: Struct, journey: list[RecordedEvent], days: Days
) -> Iterator[ReplayRow]:
    """The rows of one journey, from its entries as they were recorded."""
    entries = [one for one in apply_corrections(journey) if not isinstance(one.event, JourneyErased)]
    if not entries:
        return
    happened = [entry.event.happened_on for entry in entries]
    state: Any = model.fold(entries, parameters)
    for day in days_of_rows(min(happened), days.on or max(happened), weekly=days.weekly):
        yield ReplayRow(journey_id=entries[0].journey_id, on=day, view=model.view(state, day, parameters))


def _in_parts(rows: Iterator[bytes]) -> Iterator[bytes]:
    part: list[bytes] = []
    for row in rows:
        part.append(row)
        if len(part) == ROWS_AT_ONCE:
            yield b"".join(part)
            part.clear()
    yield b"".join(part)
