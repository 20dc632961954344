"""Exports the log as JSON Lines, with a manifest beside the file."""

import hashlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection
from pathlib import Path
from typing import get_args
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.programme.events import ProgrammeEvent
from domain.study.events import StudyEvent
from service.event_store.log import EventLog
from service.outside_json import InvalidText, read_json
from service.private_file import open_private_file

FORMAT = "soundings-log-1"


class ExportManifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The counts of an exported file, and its digest."""

    format: str
    position: int
    """The log position it reaches."""
    events: int
    journeys: int
    programmes: int | None = None
    """None in a manifest of an earlier version, which counted programmes among the journeys."""
    studies: int | None = None
    """None in a manifest of an earlier version, which knew of none."""
    sha256: str


class ExportError(Exception):
    """Raised if the file cannot be written or does not match its manifest."""


class _EventType(Struct, frozen=True):
    type: str


class _Line(Struct, frozen=True):
    journey_id: UUID
    position: int
    event: _EventType


DECODER = msgspec.json.Decoder(_Line)
PROGRAMME_TOPICS = {form.__struct_config__.tag for form in get_args(ProgrammeEvent)}
STUDY_TOPICS = {form.__struct_config__.tag for form in get_args(StudyEvent)}


def manifest_path(path: Path) -> Path:
    """The path of a file's manifest."""
    return path.with_name(path.name + ".manifest.json")


async def without_restricted(
    lines: AsyncIterator[bytes], restricted: Collection[UUID]
) -> AsyncGenerator[bytes]:
    """Yields the lines of journeys that are not restricted."""
    async for chunk in lines:
        if not restricted:
            yield chunk
        elif kept := b"".join(
            line
            for line, read in zip(chunk.splitlines(keepends=True), DECODER.decode_lines(chunk), strict=True)
            if read.journey_id not in restricted
        ):
            yield kept


async def export_log(
    log: EventLog,
    to: Path,
    progress: Callable[[int], None] = lambda _: None,
    *,
    restricted: Collection[UUID] = frozenset(),
) -> ExportManifest:
    """Writes the present log without restricted journeys. The file appears once it is complete.

    `progress` is called with the number of events added.
    """
    partial = to.with_name(to.name + ".partial")
    digest, streams, events, position = hashlib.sha256(), set[UUID](), 0, 0
    programmes, studies = set[UUID](), set[UUID]()
    try:
        with open_private_file(partial) as file:
            async for chunk in without_restricted(log.read_json_lines(), restricted):
                file.write(chunk)
                digest.update(chunk)
                lines = DECODER.decode_lines(chunk)
                streams.update(one.journey_id for one in lines)
                programmes.update(one.journey_id for one in lines if one.event.type in PROGRAMME_TOPICS)
                studies.update(one.journey_id for one in lines if one.event.type in STUDY_TOPICS)
                events, position = events + len(lines), lines[-1].position
                progress(len(lines))
        manifest = ExportManifest(
            format=FORMAT,
            position=position,
            events=events,
            journeys=len(streams - programmes - studies),
            programmes=len(programmes),
            studies=len(studies),
            sha256=digest.hexdigest(),
        )
        manifest_path(to).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
        partial.replace(to)
    except OSError as error:
        raise ExportError(f"{to}: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def verify_export(path: Path) -> ExportManifest | None:
    """Checks an exported file against its manifest, and returns that; None if there is none."""
    beside = manifest_path(path)
    if not beside.exists():
        return None
    try:
        manifest = read_json(beside.read_bytes(), ExportManifest)
    except InvalidText as fault:
        raise ExportError(f"{beside}:{fault.line}: not a manifest: {fault}") from fault
    if manifest.format != FORMAT:
        raise ExportError(f"{beside}: format {manifest.format}; this version reads {FORMAT}")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != manifest.sha256:
        raise ExportError(f"{path}: the file is not the one that its manifest describes (SHA-256 differs)")
    return manifest
