"""Exports of simulated clients, as researchers get them."""

import asyncio
from datetime import date
from pathlib import Path
from uuid import UUID

from service.research.exports.layout import PARQUET
from service.research.exports.sources import SimulationFolder
from service.research.exports.study import ExportedStudy
from service.research.exports.writing import ExportOptions, write_export
from service.research.simulation.cohort import CohortPlan
from service.research.simulation.files import write_simulation

KEY = b"a key for tests, of 32 bytes....."
STUDY = ExportedStudy(
    study_id=UUID("00000000-0000-4000-8000-00000000beef"),
    title="What talks teach",
    question="How do beliefs move after a talk?",
    plan="Compare beliefs before and after.",
    starts_on=date(2026, 9, 7),
)


def export_of_simulation(
    folder: Path, *, clients: int, weeks: int = 12, seed: int = 1, tables: tuple[str, ...] = ("events",)
) -> Path:
    """Simulates clients, and exports them; returns the folder of the export."""
    write_simulation(CohortPlan(seed=seed, clients=clients, weeks=weeks), folder / "simulation", processes=1)
    source = SimulationFolder(folder / "simulation")
    asyncio.run(
        write_export(
            source, STUDY, folder / "export", key=KEY, options=ExportOptions(tables=tables, formats=PARQUET)
        )
    )
    return folder / "export"
