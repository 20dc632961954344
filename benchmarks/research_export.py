"""Events of a simulated cohort per second as an export, against a plain COPY of the same lines from a table to a file.

python -m benchmarks.research_export [--clients 6000] [--folder SIMULATION] [--dsn ADDRESS]
"""

import argparse
import asyncio
import os
import resource
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

import psycopg

from benchmarks.server import create_database, server
from service.research.executors import open_executor
from service.research.exports.layout import PARQUET
from service.research.exports.simulated import export_simulation
from service.research.exports.writing import ExportOptions, ExportWork
from service.research.simulation.cohort import CohortPlan
from service.research.simulation.files import LOG_FILE, write_simulation

EVENTS_ONLY = ("events",)
READ_AT_ONCE = 1024 * 1024
ROUNDS = (
    ("histories and events, one process", 1, ExportOptions(tables=EVENTS_ONLY, formats=PARQUET)),
    ("histories and events, two processes", 2, ExportOptions(tables=EVENTS_ONLY, formats=PARQUET)),
    ("all tables, two processes", 2, ExportOptions(formats=PARQUET)),
    ("all files, two processes", 2, ExportOptions()),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=6000)
    parser.add_argument("--folder", type=Path, help="A simulation that was written before.")
    parser.add_argument("--dsn", default=os.environ.get("DATABASE_URL"))
    asked = parser.parse_args()
    made = nullcontext(asked.folder) if asked.folder else tempfile.TemporaryDirectory(prefix="soundings-sim-")
    with (
        made as folder,
        tempfile.TemporaryDirectory(prefix="soundings-export-") as out,
        server(asked.dsn) as dsn,
    ):
        simulation = Path(folder)
        if not asked.folder:
            write_simulation(
                CohortPlan(seed=1, clients=asked.clients), simulation, processes=os.cpu_count() or 1
            )
        lines, seconds = copied(dsn, simulation / LOG_FILE, Path(out) / "lines")
        copying = lines / seconds
        print(f"COPY of {lines:,} lines to a file: {copying:,.0f} lines/s")
        for number, (what, processes, options) in enumerate(ROUNDS):
            began, worked = time.perf_counter(), processor_time()
            with open_executor(processes) as executor:
                work = ExportWork(executor=executor)
                manifest = asyncio.run(
                    export_simulation(simulation, Path(out) / str(number), options=options, work=work)
                )
            took, used = time.perf_counter() - began, processor_time() - worked
            print(
                f"{what}: {manifest.events / took:,.0f} events/s, {manifest.events / took / copying:.2f} of COPY; "
                f"{used:.1f} s of processors, {manifest.events / used:,.0f} events each; "
                f"at most {memory('SELF')} and {memory('CHILDREN')} MB"
            )


def copied(dsn: str, log: Path, to: Path) -> tuple[int, float]:
    """Copies the lines of a file into a table, and then from there to another file: how many, and how long that takes."""
    with psycopg.connect(create_database(dsn), autocommit=True) as connection:
        connection.execute("create unlogged table lines (number bigserial primary key, line text not null)")
        rows = r"copy lines (line) from stdin with (format csv, quote e'\x01', delimiter e'\x02')"
        with connection.cursor().copy(rows) as into, log.open("rb") as file:
            while block := file.read(READ_AT_ONCE):
                into.write(block)
        began = time.perf_counter()
        rows = r"copy (select line from lines order by number) to stdout with (format csv, quote e'\x01', delimiter e'\x02')"
        with connection.cursor().copy(rows) as out, to.open("wb") as written:
            for part in out:
                written.write(part)
        took = time.perf_counter() - began
    with to.open("rb") as read:
        return sum(1 for _ in read), took


def memory(whose: str) -> int:
    """The most memory that this process, or one it waited for, has had, in MB."""
    usage: int = resource.getrusage(getattr(resource, f"RUSAGE_{whose}")).ru_maxrss
    return usage // 1024


def processor_time() -> float:
    """Seconds that this process and those it waited for have used."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
