"""Events of simulated clients per second: one process, and all processors, written to a folder.

python -m benchmarks.simulate [--clients 6000] [--seed 1]
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

from service.research.simulation.cohort import CohortPlan
from service.research.simulation.files import write_simulation


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    one = CohortPlan(seed=asked.seed, clients=max(1, asked.clients // 20))
    print(figures(one, 1))
    print(figures(CohortPlan(seed=asked.seed, clients=asked.clients), os.cpu_count() or 1))


def figures(plan: CohortPlan, processes: int) -> str:
    with tempfile.TemporaryDirectory(prefix="soundings-simulate-") as folder:
        began, worked = time.perf_counter(), processor_time()
        about = write_simulation(plan, Path(folder), processes=processes)
        took, used = time.perf_counter() - began, processor_time() - worked
    return (
        f"{processes} processes: {about.events:,} events of {about.clients:,} clients in {took:.1f} s, "
        f"{about.events / took:,.0f} events/s; {used:.1f} s of processors, {about.events / used:,.0f} events each; "
        f"sha256 {about.events_sha256[:12]}"
    )


def processor_time() -> float:
    """Seconds that this process and those it waited for have used."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
