"""Events per second that an export is replayed with under the full profile: one process, and several.

    python -m benchmarks.research_replay [--clients 600] [--copies 10] [--rounds 1]

The histories are of simulated clients, each several times under other names, so that a million events take minutes and not an hour
to make. Beside it, the same files are only decoded, into the same Structs. Others use the machine, too: figures per second of
processor time are more stable than those of the clock.
"""

import asyncio
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID, uuid5

import click
import msgspec

from domain.history import RecordedEvent
from service.event_store.replay import reduced_gc
from service.research.executors import open_executor
from service.research.exports.layout import PARQUET
from service.research.exports.manifest import read_manifest
from service.research.exports.sources import SimulatedClients
from service.research.exports.study import ExportedStudy, SourceSummary
from service.research.exports.writing import ExportOptions, write_export
from service.research.replaying.export_replay import replay_export
from service.research.replaying.model_catalogue import find_model
from service.research.simulation.cohort import CohortPlan, log_lines
from service.research.simulation.history import LAST_DAY, simulate_history

STUDY = ExportedStudy(
    study_id=UUID(int=1),
    title="Measured",
    question="How fast?",
    plan="Replay it.",
    starts_on=date(2026, 9, 7),
)


def histories(clients: int, copies: int) -> Iterator[bytes]:
    """The lines of each journey, and of its copies under other ids."""
    plan = CohortPlan(seed=1, clients=clients)
    for number in range(1, clients + 1):
        history = simulate_history(plan.seed, number)
        lines, own = log_lines(history), str(history.journey_id).encode()
        for copy in range(copies):
            yield lines.replace(own, str(uuid5(history.journey_id, f"copy {copy}")).encode())


def make_export(export: Path, clients: int, copies: int) -> None:
    """Writes an export of histories, without tables."""
    source = SimulatedClients(
        SourceSummary(kind="simulation", position=0, last_on=LAST_DAY), histories(clients, copies)
    )
    options = ExportOptions(tables=(), formats=PARQUET)
    asyncio.run(write_export(source, STUDY, export, key=bytes(32), options=options))


def processor_seconds() -> float:
    """Of this process, and of those it waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def timed(called: str, events: int, run: Callable[[], str]) -> float:
    """Runs something, says how fast it was, and returns its processor seconds."""
    clock, before = time.perf_counter(), processor_seconds()
    result = run()
    took, used = time.perf_counter() - clock, processor_seconds() - before
    click.echo(
        f"{called}: {events / took:,.0f} events/s by the clock ({took:.1f} s), {events / used:,.0f} per processor second; {result}"
    )
    return used


@click.command()
@click.option("--clients", default=600, show_default=True)
@click.option("--copies", default=10, show_default=True)
@click.option("--rounds", default=1, show_default=True)
@click.option(
    "--export", "existing", type=click.Path(path_type=Path), help="An export that is there already."
)
def main(clients: int, copies: int, rounds: int, existing: Path | None) -> None:
    with tempfile.TemporaryDirectory(prefix="soundings-replay-") as temporary:
        folder = Path(temporary)
        export = existing or folder / "export"
        if existing is None:
            # In a process of its own, so that the memory of this one is that of the replay.
            with open_executor(2) as executor:
                executor.submit(make_export, export, clients, copies).result()
        manifest = read_manifest(export)
        events, paths = manifest.events, [export / one for one in manifest.paths("histories/")]
        click.echo(f"{events:,} events of {manifest.participants:,} journeys, load {os.getloadavg()[0]:.1f}")
        for turn in range(rounds):
            decoding = timed("decoded only", events, lambda: decode_only(paths))
            replaying = 0.0
            for processes in (1, 2):
                to = folder / f"{turn}-{processes}"
                used = timed(
                    f"full profile, {processes} process(es)",
                    events,
                    partial(replay, export, to, processes),
                )
                replaying = replaying or used
            click.echo(f"replaying takes {replaying / decoding:.1f} times as long as decoding")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        click.echo(f"the process that replayed all by itself had at most {peak / 1024:,.0f} MB")


def replay(export: Path, to: Path, processes: int) -> str:
    """Replays it, and returns the digest."""
    model = find_model("profile")
    with open_executor(processes) as executor:
        done = replay_export(str(export), str(to), model, model.parameters(), executor)
    return f"sha256 {done.sha256[:12]}"


def decode_only(paths: list[Path]) -> str:
    """Decodes every line into its Struct, a file at a time."""
    decoder, count = msgspec.json.Decoder(RecordedEvent), 0
    with reduced_gc():
        for path in paths:
            with path.open("rb") as file:
                for line in file:
                    decoder.decode(line)
                    count += 1
    return f"{count:,} lines"


if __name__ == "__main__":
    main()
