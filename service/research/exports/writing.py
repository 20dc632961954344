"""Writes an export: histories, tables, the files made from them, and the manifest last."""

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from importlib.metadata import version
from pathlib import Path
from typing import get_args

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.event_catalogue import AnyStoredEvent
from domain.journey.events.catalogue import UPCASTS
from projections.catalogue import PROJECTIONS
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from service.event_store.event_sealer import topic_of
from service.research.executors import InlineExecutor, run_tasks
from service.research.export import ExportError
from service.research.exports import pseudonyms
from service.research.exports.buckets import BucketTask
from service.research.exports.derived import DerivedFiles, derived_tasks, write_derived
from service.research.exports.histories import BucketHistories, plan_export
from service.research.exports.layout import (
    CODEBOOK,
    DATA_PACKAGE,
    FORMATS,
    MANIFEST,
    PROGRESS,
    TERMS,
    ExportFormat,
)
from service.research.exports.manifest import (
    Disclosure,
    ExportedBucket,
    ExportedFile,
    Manifest,
    ModelOfExport,
    digest_of_bucket,
    digest_of_files,
    encode_manifest,
    read_manifest,
)
from service.research.exports.package import codebook_of, data_package, terms_of
from service.research.exports.pipeline import Advance, BucketPipeline, begin_workers
from service.research.exports.progress import Identity, Progress, begin, remove_others, written_file
from service.research.exports.sources import HistorySource
from service.research.exports.study import RULES, ExportedStudy
from service.research.exports.truth import write_truth
from service.research.tables import TABLES
from service.research.tables.chosen import WHOLE_EVENTS

SOFTWARE = ("market-soundings", "pandas", "polars", "pyarrow", "pyreadstat")
"""What the bytes of an export depend on."""
AGAIN = "again"
NO_HISTORIES = f"There are no histories to replay: the study was approved without `{WHOLE_EVENTS}`."


class ExportOptions(Struct, frozen=True, kw_only=True):
    """What an export holds."""

    tables: tuple[str, ...] = ()
    """Those that the study needs, if none are named."""
    parameters: Parameters = DEFAULT_PARAMETERS
    formats: tuple[ExportFormat, ...] = FORMATS
    """In which forms, besides Parquet."""


class ExportWork(Struct, frozen=True, kw_only=True):
    """How an export is made; none of it changes a byte."""

    executor: Executor = InlineExecutor()
    begin: Advance = lambda _: None
    """Told how much there is to do, once it is counted."""
    advance: Advance = lambda _: None
    """Told of every event, once it is in the histories and in the tables."""


async def write_export(
    source: HistorySource,
    study: ExportedStudy,
    folder: Path,
    *,
    key: bytes,
    options: ExportOptions | None = None,
    work: ExportWork | None = None,
) -> Manifest:
    """Writes an export into a folder, or goes on where it was interrupted.

    If it stands there already it is made again beside, and compared. Raises `ExportError`: the folder holds something else,
    or the source no longer gives the same.
    """
    options, work = options or ExportOptions(), work or ExportWork()
    options = replace(options, tables=tuple(options.tables) or tuple(study.tables))
    if unknown := set(options.tables) - set(TABLES):
        raise ExportError(f"there is no table {min(unknown)}; there are {', '.join(TABLES)}")
    if others := set(options.tables) - set(study.tables):
        raise ExportError(
            f"the study was approved without the table {min(others)}; it has {', '.join(study.tables)}"
        )
    finished = (folder / MANIFEST).exists()
    progress = begin(folder, _identity(source, study, key, options))
    try:
        if finished:
            await _compare(source, study, folder, key=key, options=options, work=work)
            return read_manifest(folder)
        manifest = await _write(source, study, folder, progress, key=key, options=options, work=work)
    except OSError as error:
        raise ExportError(f"{folder}: {error.strerror or error}") from error
    finally:
        # What is done of an unfinished export stays for the next time.
        if (folder / MANIFEST).exists():
            progress.finish()
    return manifest


async def _compare(
    source: HistorySource,
    study: ExportedStudy,
    folder: Path,
    *,
    key: bytes,
    options: ExportOptions,
    work: ExportWork,
) -> None:
    """Makes a finished export again beside itself. Raises `ExportError` unless it comes out the same."""
    again = folder / PROGRESS / AGAIN
    shutil.rmtree(again, ignore_errors=True)
    again.mkdir()
    made = await _write(source, study, again, Progress(again), key=key, options=options, work=work)
    require_unchanged(folder, read_manifest(folder), made)


def require_unchanged(folder: Path, before: Manifest, now: Manifest) -> None:
    """Raises `ExportError`, naming the buckets, if an export is no longer what its source gives."""
    if before.software != now.software or before.parameters != now.parameters or before.tables != now.tables:
        raise ExportError(
            f"{folder} was made by other versions, or with other tables or parameters: choose another folder"
        )
    old, new = ({one.bucket: one.sha256 for one in each.buckets} for each in (before, now))
    changed = sorted(one for one in old.keys() | new.keys() if old.get(one) != new.get(one))
    if changed:
        raise ExportError(
            f"{folder}: the log no longer gives these buckets: {', '.join(map(str, changed))}. Somebody in the export was "
            "erased, restricted or left the study; delete it, and make a new one in another folder"
        )
    # How many were asked, and what the atlas holds, was so when it was made.
    if before != replace(now, attrition=before.attrition, taxonomies=before.taxonomies):
        raise ExportError(f"{folder}: the study is no longer described as it was: choose another folder")


def _identity(source: HistorySource, study: ExportedStudy, key: bytes, options: ExportOptions) -> Identity:
    input_digest = [study.sha256, pseudonyms.key_id(key), options, _software()]
    return Identity(
        kind=source.summary.kind,
        study=pseudonyms.study_code(key, study.study_id),
        position=source.summary.position,
        input_digest=hashlib.sha256(msgspec.json.encode(input_digest, order="deterministic")).hexdigest(),
    )


async def _write(
    source: HistorySource,
    study: ExportedStudy,
    folder: Path,
    progress: Progress,
    *,
    key: bytes,
    options: ExportOptions,
    work: ExportWork,
) -> Manifest:
    begin_workers(work.executor)
    plan = await plan_export(source, study, key)
    work.begin(plan.events)
    address, study_id = _address(folder), pseudonyms.coded_uuid(key, study.study_id)
    truth = list[ExportedFile]()
    pipeline = BucketPipeline(
        source,
        lambda one: BucketTask(
            folder=address,
            study_id=study_id,
            histories=one,
            tables=options.tables,
            variables=study.variables,
            parameters=options.parameters,
        ),
        progress,
        work.executor,
        work.advance,
    )
    written = await pipeline.write(plan, address, lambda: truth.extend(write_truth(source, folder, plan)))
    histories = [one.histories for one in written]
    files = [file for one in written for file in one.tables]
    chosen = [study.tables[name] for name in options.tables]
    asked = DerivedFiles(folder=address, tables=chosen, formats=options.formats)
    derived, left_out = _derived(asked, histories, files, work)
    if study.has_histories:
        files += [one.file for one in histories]
    else:
        left_out.append(NO_HISTORIES)
    files += derived
    files += truth
    disclosure = Disclosure(rules=RULES, occupation_codes_coarsened=sum(one.coarsened for one in histories))
    simulated = source.summary.kind != "study"
    files.append(_write_file(folder, CODEBOOK, codebook_of(study, chosen, left_out)))
    files.append(_write_file(folder, TERMS, terms_of(study, disclosure, simulated=simulated)))
    name = f"{source.summary.kind}-{pseudonyms.study_code(key, study.study_id)}"
    files.append(_write_file(folder, DATA_PACKAGE, data_package(name, study, files, chosen)))
    files.sort(key=lambda one: one.path)
    remove_others(folder, files)
    manifest = Manifest(
        kind=source.summary.kind,
        study=pseudonyms.study_code(key, study.study_id),
        title=study.title,
        key_id=pseudonyms.key_id(key),
        position=source.summary.position,
        software=_software(),
        schema=tuple(sorted(topic_of(form) for form in get_args(AnyStoredEvent))),
        upcasts=_digest_of_upcasts(),
        projections={name: str(one.version) for name, one in sorted(PROJECTIONS.items())},
        parameters=ModelOfExport(version=str(options.parameters.version), sha256=options.parameters.digest()),
        taxonomies=source.summary.taxonomies,
        plan_sha256=study.sha256,
        attrition=source.summary.attrition,
        disclosure=disclosure,
        tables=options.tables,
        participants=sum(len(one.participants) for one in histories),
        events=sum(one.events for one in histories),
        buckets=tuple(
            ExportedBucket(
                bucket=one.bucket,
                participants=len(one.participants),
                events=one.events,
                sha256=digest_of_bucket(one.bucket, files),
            )
            for one in histories
        ),
        files=tuple(files),
        sha256=digest_of_files(files),
    )
    _write_file(folder, MANIFEST, encode_manifest(manifest))
    return manifest


def _address(folder: Path) -> str:
    """The folder for workers, who have working folders of their own."""
    return str(folder.absolute())


def _derived(
    asked: DerivedFiles,
    histories: Sequence[BucketHistories],
    files: Sequence[ExportedFile],
    work: ExportWork,
) -> tuple[list[ExportedFile], list[str]]:
    rows = {one.path: one.rows or 0 for one in files}
    tasks, left_out = derived_tasks(asked, histories, rows)
    # What takes longest is begun first; the manifest has them in the order of the tables.
    begun = sorted(tasks, key=lambda one: one.form != "ocel")
    made = dict(zip(begun, run_tasks(work.executor, write_derived, begun), strict=True))
    return [made[one] for one in tasks], left_out


def _write_file(folder: Path, path: str, content: bytes) -> ExportedFile:
    with written_file(folder, path) as file:
        file.write(content)
    return file.described()


def _software() -> Mapping[str, str]:
    return {name: version(name) for name in SOFTWARE}


def _digest_of_upcasts() -> str:
    names = sorted(f"{topic_of(form)} {step.__name__}" for form, step in UPCASTS.items())
    return hashlib.sha256("\n".join(names).encode()).hexdigest()
