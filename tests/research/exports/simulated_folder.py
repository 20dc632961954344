"""A simulation in a folder, made once, and an export of it."""

import asyncio
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

from service.research.exports.layout import FORMATS, PARQUET
from service.research.exports.manifest import Manifest
from service.research.exports.simulated import export_simulation
from service.research.exports.study import ExportedStudy
from service.research.exports.writing import ExportOptions, ExportWork
from service.research.simulation.cohort import CohortPlan
from service.research.simulation.files import write_simulation

STUDY = ExportedStudy(
    study_id=UUID("3f1f2c90-93a5-4a8a-9a4e-5b1f3c6f2a11"),
    title="What clients learn of their chances",
    question="Do beliefs come nearer to what happens?",
    plan="Compare each forecast with its answer.",
    starts_on=date(2026, 9, 7),
    ends_on=date(2026, 10, 4),
    arms=("usual", "asked"),
)


@cache
def simulation(clients: int = 12, weeks: int = 6) -> Path:
    """The folder of a simulation, for this process."""
    folder = Path(mkdtemp(prefix="soundings-simulation-"))
    write_simulation(CohortPlan(seed=7, clients=clients, weeks=weeks), folder, processes=1)
    return folder


def exported(to: Path, *, parquet_only: bool = False, work: ExportWork | None = None) -> Manifest:
    """That simulation as an export."""
    options = ExportOptions(formats=PARQUET if parquet_only else FORMATS)
    return asyncio.run(export_simulation(simulation(), to, options=options, work=work))


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()
    }
