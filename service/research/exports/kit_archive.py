"""The dummy kit of a study as one ZIP file, always in the same bytes."""

import asyncio
import tempfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from msgspec import Struct

from service.private_file import open_private_file
from service.research.exports.simulated import DummyPlan, write_dummy
from service.research.exports.study import ExportedStudy

FIXED_TIME = (2000, 1, 3, 0, 0, 0)
PACKED = frozenset({".parquet"})
"""Endings of files that are packed already."""


class KitTask(Struct, frozen=True, kw_only=True):
    """Which kit is made, and the file for it."""

    study: ExportedStudy
    to: str
    plan: DummyPlan = DummyPlan()


def write_kit_archive(task: KitTask) -> int:
    """Makes a dummy kit and packs it: a pure task for any executor. The file appears once it is complete; returns its size."""
    to = Path(task.to)
    partial = to.with_name(to.name + ".partial")
    with tempfile.TemporaryDirectory(prefix="soundings-kit-") as folder:
        asyncio.run(write_dummy(task.study, Path(folder), task.plan))
        with open_private_file(partial) as file:
            _pack(Path(folder), ZipFile(file, "w"))
    partial.replace(to)
    return to.stat().st_size


def _pack(folder: Path, archive: ZipFile) -> None:
    with archive:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            about = ZipInfo(str(path.relative_to(folder)), FIXED_TIME)
            about.external_attr = 0o600 << 16
            packed = path.suffix in PACKED
            archive.writestr(about, path.read_bytes(), ZIP_STORED if packed else ZIP_DEFLATED)
