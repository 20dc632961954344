"""Computes an analysis from the log in a process of its own: its files are there only meanwhile, and nobody else reads them."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from msgspec import Struct

from service.research.analysis.releases import KnownSet, ReleasableOutput
from service.research.analysis.specification import read_specification
from service.research.child_process import Limits, Parent, run_in_child
from service.research.exports.pseudonyms import pseudonym
from service.research.exports.studies import OpenedStudy
from service.research.exports.study import PARTICIPANTS, ExportedStudy
from service.research.private_folders import private_folder

LIMITS = Limits(megabytes=3 * 1024, seconds=300.0)
"""What an analysis may use. DuckDB has less memory and time within it."""


class ReadyOutputs(Struct, frozen=True, kw_only=True):
    """What an analysis gave: the outputs by the rules, and the sets behind what may be let out."""

    outputs: tuple[ReleasableOutput, ...]
    sets: tuple[KnownSet, ...]


class ComputingTask(Struct, frozen=True, kw_only=True):
    """What the process is told."""

    study: ExportedStudy
    key: bytes
    export: str
    content: bytes
    earlier: Sequence[KnownSet]


async def compute_in_place(
    opened: OpenedStudy,
    content: bytes,
    earlier: Sequence[KnownSet],
    advance: Callable[[int, int], object] = lambda _, __: None,
) -> tuple[ReadyOutputs, Mapping[str, UUID]]:
    """Computes a specification; also gives whose the pseudonyms are. Raises `SpecificationError`, `ChildError`."""
    with private_folder() as folder:
        task = ComputingTask(
            study=opened.study,
            key=opened.key,
            export=str(folder / "export"),
            content=content,
            earlier=list(earlier),
        )
        ready = await run_in_child(
            write_and_compute, task, source=opened.source, advance=advance, limits=LIMITS
        )
    return ready, await asyncio.to_thread(_names, opened)


def write_and_compute(parent: Parent, task: ComputingTask) -> ReadyOutputs:
    """Writes what the specification reads, and computes it."""
    writing: Any = import_module("service.research.exports.writing")
    tables = tuple(sorted({read_specification(task.content).table, PARTICIPANTS}))
    options = writing.ExportOptions(tables=tables, formats=("parquet",))
    done = total = 0

    def begin(count: int) -> None:
        nonlocal total
        total = count
        parent.advance(0, total)

    def advance(count: int) -> None:
        nonlocal done
        done += count
        parent.advance(done, total)

    work = writing.ExportWork(begin=begin, advance=advance)
    written = writing.write_export(
        parent, task.study, Path(task.export), key=task.key, options=options, work=work
    )
    asyncio.run(written)
    return run_on_files(task.export, task.content, task.earlier)


def run_on_files(export: str, content: bytes, earlier: Sequence[KnownSet]) -> ReadyOutputs:
    """Computes a specification from the files of an export. Raises `SpecificationError`."""
    computing: Any = import_module("service.research.analysis.computing")
    reading: Any = import_module("service.research.exports.reading")
    found = computing.run_analysis(read_specification(content), reading.open_export(export), earlier)
    return ReadyOutputs(
        outputs=tuple(one.output for one in found),
        sets=tuple(each for one in found for each in one.sets),
    )


def _names(opened: OpenedStudy) -> Mapping[str, UUID]:
    return {pseudonym(opened.key, one.journey_id): one.journey_id for one in opened.source.enrolled}
