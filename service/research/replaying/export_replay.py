"""Replays an export bucket by bucket into a folder, and goes on where a killed replay stopped, to the same bytes."""

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from typing import Any

import msgspec
from msgspec import Struct

from service.outside_json import InvalidText, read_json
from service.research.executors import run_tasks
from service.research.export import ExportError
from service.research.exports.layout import MANIFEST, histories_path
from service.research.exports.manifest import FORMAT as EXPORT_FORMAT
from service.research.exports.manifest import Manifest, require_histories
from service.research.replaying.bucket_replay import BucketReplay, Days, ReplayedBucket, replay_bucket
from service.research.replaying.model_catalogue import JourneyModel
from service.research.replaying.places import SharedFolder

REPLAY = "replay.json"
"""What a folder of a replay is, beside its rows."""
PROGRESS, PLAN = ".progress", ".progress/plan.json"
FORMAT = "soundings-replay-1"
LAST_DAYS = Days()


class ReplayPlan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What decides the bytes of a replay."""

    format: str = FORMAT
    model: str
    version: str
    package: str | None
    parameters: Any
    """All of them, by section."""
    parameters_sha256: str
    days: Days
    export_sha256: str
    """Over all files of the export."""
    study: str


class ReplayedExport(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a replay made, and of what. It is the same, byte for byte, on however many workers."""

    plan: ReplayPlan
    journeys: int
    events: int
    rows: int
    buckets: tuple[ReplayedBucket, ...]
    sha256: str
    """Over the rows of all buckets."""


def read_export_manifest(address: str) -> Manifest:
    """The manifest of an export at an address. Raises `ExportError`."""
    folder = SharedFolder(address)
    if not folder.exists(MANIFEST):
        raise ExportError(f"{address} is no finished export: it has no {MANIFEST}")
    try:
        manifest = read_json(folder.read(MANIFEST), Manifest)
    except InvalidText as fault:
        raise ExportError(f"{address}/{MANIFEST}:{fault.line}: not a manifest: {fault}") from fault
    if manifest.format != EXPORT_FORMAT:
        raise ExportError(
            f"{address}/{MANIFEST}: format {manifest.format}; this version reads {EXPORT_FORMAT}"
        )
    return manifest


def plan_replay(manifest: Manifest, model: JourneyModel, parameters: Struct, days: Days) -> ReplayPlan:
    """What a replay of an export is."""
    values = msgspec.to_builtins(parameters)
    return ReplayPlan(
        model=model.name,
        version=model.version,
        package=model.package,
        parameters=values,
        parameters_sha256=hashlib.sha256(msgspec.json.encode(values, order="sorted")).hexdigest(),
        days=days,
        export_sha256=manifest.sha256,
        study=manifest.study,
    )


def replay_export(
    export: str,
    to: str,
    model: JourneyModel,
    parameters: Struct,
    executor: Executor,
    *,
    days: Days = LAST_DAYS,
    progress: Callable[[ReplayedBucket], object] = lambda _: None,
) -> ReplayedExport:
    """Replays an export under a model into a folder. Buckets that are done there already are not made again.

    Raises `ExportError`, naming the file and the reason, for an export that does not match its manifest, and for a folder that
    holds something else.
    """
    manifest = read_export_manifest(export)
    plan = plan_replay(manifest, model, parameters, days)
    tasks = bucket_tasks(export, to, manifest, plan)
    folder = SharedFolder(to)
    _begin(folder, plan)
    buckets = tuple(run_tasks(executor, replay_bucket, tasks, progress))
    done = ReplayedExport(
        plan=plan,
        journeys=sum(one.journeys for one in buckets),
        events=sum(one.events for one in buckets),
        rows=sum(one.rows for one in buckets),
        buckets=buckets,
        sha256=_digest(buckets),
    )
    folder.remove_partial_files("rows")
    folder.write(REPLAY, iter([_encoded(done)]))
    folder.remove_folder(PROGRESS)
    return done


def bucket_tasks(export: str, to: str, manifest: Manifest, plan: ReplayPlan) -> list[BucketReplay]:
    """One task for each bucket. Raises `ExportError` for a bucket without histories."""
    require_histories(export, manifest)
    tasks = list[BucketReplay]()
    for one in manifest.buckets:
        path = histories_path(one.bucket)
        file = manifest.file(path)
        if file is None:
            raise ExportError(f"{export}/{MANIFEST}: there are no histories of bucket {one.bucket}")
        tasks.append(
            BucketReplay(
                export=export,
                to=to,
                bucket=one.bucket,
                sha256=file.sha256,
                model=f"{plan.model}@{plan.version}",
                parameters=msgspec.json.encode(plan.parameters),
                days=plan.days,
            )
        )
    return tasks


def read_replay(address: str) -> ReplayedExport:
    """What the folder of a replay says it is. Raises `ExportError`."""
    folder = SharedFolder(address)
    if not folder.exists(REPLAY):
        raise ExportError(f"{address} is no finished replay: it has no {REPLAY}")
    try:
        return read_json(folder.read(REPLAY), ReplayedExport)
    except InvalidText as fault:
        raise ExportError(f"{address}/{REPLAY}:{fault.line}: not of a replay: {fault}") from fault


def _begin(folder: SharedFolder, plan: ReplayPlan) -> None:
    """Puts the plan into the folder, unless it is there. Raises `ExportError` if another is, or files that no replay wrote."""
    encoded = _encoded(plan)
    if folder.exists(REPLAY):
        done = read_replay(folder.address)
        if _encoded(done.plan) != encoded:
            raise ExportError(f"{folder.address} holds another replay: choose another folder")
        for one in done.buckets:
            folder.write(f"{PROGRESS}/bucket={one.bucket:02d}.json", iter([msgspec.json.encode(one)]))
    elif folder.exists(PLAN):
        if folder.read(PLAN) != encoded:
            raise ExportError(
                f"{folder.address} holds the beginning of another replay: choose another folder"
            )
    elif folder.exists("rows"):
        raise ExportError(f"{folder.address} holds rows that no replay wrote: choose another folder")
    folder.write(PLAN, iter([encoded]))


def _encoded(content: Struct) -> bytes:
    return msgspec.json.format(msgspec.json.encode(content, order="deterministic")) + b"\n"


def _digest(buckets: Iterable[ReplayedBucket]) -> str:
    digest = hashlib.sha256()
    for one in buckets:
        digest.update(f"{one.file.path} {one.file.sha256}\n".encode())
    return digest.hexdigest()
