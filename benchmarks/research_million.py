"""A million events of simulated clients, exported and replayed by the commands that researchers give: speed, memory, digests.

    python -m benchmarks.research_million [--events 1000000] [--folder FOLDER]

The events are simulated once and stay in the folder. Each command runs in a process of its own, so that its memory and its seconds of
processors, those of the processes it starts included, are its own. At the end the same replay runs on a Dask cluster of three workers
with a HOME and a folder each, over one shared address, and one worker is killed on the way. Exits with 1 if digests differ.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

import click
from msgspec import Struct

from benchmarks.local_cluster import local_cluster

EVENTS_PER_CLIENT = 175
WORKERS = 3
MAIN = "from service.cli import main; main()"
DEFINITION = {
    "title": "Measured",
    "question": "How fast?",
    "starts_on": "2026-01-05",
    "ends_on": "2026-12-31",
}


class Measured(Struct, frozen=True, kw_only=True):
    """One command, and what it took."""

    called: str
    events: int
    sha256: str
    clock: float
    processors: float
    megabytes: int
    """Of the largest of its processes."""

    def line(self) -> str:
        """A row of the table."""
        return (
            f"| {self.called} | {self.clock:.1f} s | {self.events / self.clock:,.0f} | "
            f"{self.events / self.processors:,.0f} | {self.megabytes} MB | {self.sha256[:12]} |"
        )


def measured(called: str, *arguments: str, while_it_runs: Callable[[], None] = lambda: None) -> Measured:
    """Runs a command of research, and prints its row."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([sys.executable, "-c", MAIN, "research", *arguments, "--json"], stdout=out)
        while_it_runs()
        _, status, used = os.wait4(process.pid, 0)
        clock = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{called}: the command ended with {process.returncode}")
        out.seek(0)
        said = json.loads(out.read())
    done = Measured(
        called=called,
        events=said["events"],
        sha256=said["sha256"],
        clock=clock,
        processors=used.ru_utime + used.ru_stime,
        megabytes=used.ru_maxrss // 1024,
    )
    click.echo(done.line())
    return done


def simulated(folder: Path, events: int) -> Path:
    """The folder of a simulation, which is made unless it is there."""
    to = folder / f"simulation-{events}"
    if not (to / "simulation.json").exists():
        clients = str(max(1, events // EVENTS_PER_CLIENT))
        click.echo(f"simulating {clients} clients into {to}", err=True)
        command = [sys.executable, "-c", MAIN, "research", "simulate", "--clients", clients, "--to", str(to)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return to


def kill_one(rows: Path, worker: "subprocess.Popen[bytes]") -> Callable[[], None]:
    """Kills a worker as soon as a bucket was replayed."""

    def kill() -> None:
        until = time.monotonic() + 120
        while not list(rows.glob("bucket=*.jsonl")):
            if time.monotonic() > until:
                raise SystemExit("no bucket was replayed in two minutes")
            time.sleep(0.05)
        worker.send_signal(signal.SIGKILL)

    return kill


def measure_kit(out: Path) -> Measured:
    """A dummy kit of a thousand clients."""
    definition = out / "study.json"
    definition.write_text(json.dumps(DEFINITION))
    asked = ("--definition", str(definition), "--to", str(out / "kit"), "--processes", "2")
    return measured("kit of 1,000 clients, all files, two processes", "dummy", *asked)


def measure_exports(simulation: Path, out: Path) -> list[Measured]:
    """Histories and the table of events by one process and by two, then everything."""
    events = ("--tables", "events", "--formats", "parquet")
    found = list[Measured]()
    for called, processes, chosen in (
        ("histories and events to Parquet, one process", 1, events),
        ("histories and events to Parquet, two processes", 2, events),
        ("all tables to Parquet, two processes", 2, ("--formats", "parquet")),
        ("all files, two processes", 2, ()),
    ):
        to = out / f"export-{len(found)}"
        place = ("--simulation", str(simulation), "--to", str(to), "--processes", str(processes))
        found.append(measured(called, "export", *place, *chosen))
    return found


def measure_replays(export: Path, out: Path) -> list[Measured]:
    """The full profile by one process, by two, and by a cluster of which a worker is killed."""
    found = list[Measured]()
    for processes in (1, 2):
        to = ("--out", str(out / f"replay-{processes}"), "--processes", str(processes))
        found.append(measured(f"full profile, {processes} process(es)", "replay", str(export), *to))
    with local_cluster(out / "cluster", WORKERS) as cluster:
        to = ("--out", f"file://{out}/replay-dask", "--dask", cluster.address)
        killing = kill_one(out / "replay-dask" / "rows", cluster.workers[-1])
        called = f"full profile, Dask, {WORKERS} workers, one killed (figures of the client only)"
        found.append(measured(called, "replay", f"file://{export}", *to, while_it_runs=killing))
    return found


def verdicts(kit: Measured, exports: Sequence[Measured], replays: Sequence[Measured]) -> dict[str, bool]:
    """What was asked for, and whether it was reached."""
    one, two, dask = replays
    by_clock, faster = exports[1].events / exports[1].clock, one.clock / two.clock
    most = max(each.megabytes for each in (*exports, one, two))
    return {
        f"export of events on two processes at least 60,000 events/s: {by_clock:,.0f}": by_clock >= 60_000,
        f"replay on one at least 40,000: {one.events / one.clock:,.0f}": one.events / one.clock >= 40_000,
        f"two replay at least 1.6 times as fast: {faster:.2f}": faster >= 1.6,
        f"kit within 10 s: {kit.clock:.1f}": kit.clock <= 10,
        f"largest process under 1,000 MB: {most}": most < 1000,
        "the same export by one process and two": exports[0].sha256 == exports[1].sha256,
        "the same replay by one process, two, and the cluster": one.sha256 == two.sha256 == dask.sha256,
    }


@click.command(help=__doc__)
@click.option("--events", default=1_000_000, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), help="Where simulated events stay.")
def main(events: int, folder: Path | None) -> None:
    kept = nullcontext(str(folder)) if folder else tempfile.TemporaryDirectory(prefix="soundings-sim-")
    with kept as place, tempfile.TemporaryDirectory(prefix="soundings-million-") as temporary:
        simulation, out = simulated(Path(place).absolute(), events), Path(temporary)
        click.echo(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        click.echo("| command | clock | events/s | per processor second | largest process | sha256 |")
        click.echo("|---|---|---|---|---|---|")
        kit, exports = measure_kit(out), measure_exports(simulation, out)
        for done in (0, 2, 3):
            shutil.rmtree(out / f"export-{done}")
        reached = verdicts(kit, exports, measure_replays(out / "export-1", out))
        for what, held in reached.items():
            click.echo(f"{'reached' if held else 'NOT REACHED'}: {what}")
    if not all(held for what, held in reached.items() if what.startswith("the same")):
        sys.exit(1)


if __name__ == "__main__":
    main()
