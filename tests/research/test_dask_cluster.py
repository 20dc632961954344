"""A Dask cluster of three workers, each at home in a folder of its own, over one shared address; one is killed on the way."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from service.research.executors import open_executor
from service.research.replaying.bucket_replay import ReplayedBucket
from service.research.replaying.export_replay import replay_export
from service.research.replaying.model_catalogue import find_model
from service.research.simulation.cohort import CohortPlan, simulated_cohort
from tests.research.simulated_exports import export_of_simulation
from tests.source_code import ROOT

BUCKETS, WORKERS = 8, 3
PLAN = CohortPlan(seed=3, clients=25, weeks=2)


class Cluster:
    """A scheduler and its workers, in processes of their own."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._stack, self._folder = stack, folder
        ready = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", ready
        )
        for _ in range(600):
            if ready.exists() and ready.stat().st_size:
                break
            time.sleep(0.1)
        self.workers = [
            self._start(f"worker-{number}", "--scheduler-file", ready, "--nthreads", "1", "--no-nanny")
            for number in range(WORKERS)
        ]
        self.address = str(json.loads(ready.read_text())["address"])

    def _start(self, name: str, *arguments: object) -> subprocess.Popen[bytes]:
        own = self._folder / name
        (own / "home").mkdir(parents=True)
        command = name.partition("-")[0]
        errors = self._stack.enter_context((own / "errors").open("wb"))
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{command}", *map(str, arguments), "--no-dashboard"],
            cwd=own,
            env=os.environ | {"HOME": str(own / "home"), "PYTHONPATH": str(ROOT), "TMPDIR": str(own)},
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        self._stack.callback(_end, process)
        return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield Cluster(stack, tmp_path / "cluster")


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_gives_what_one_process_gives(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.research.exports.histories.bucket_count", lambda _: BUCKETS)
    shared = tmp_path / "shared"
    export = export_of_simulation(shared, clients=24, weeks=6)
    model = find_model("profile")
    killed: list[int] = []

    def kill_a_worker(_: ReplayedBucket) -> None:
        if not killed:
            killed.append(cluster.workers[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    with open_executor(dask=cluster.address) as executor:
        over_cluster = replay_export(
            f"file://{export}",
            f"file://{shared}/cluster",
            model,
            model.parameters(),
            executor,
            progress=kill_a_worker,
        )
        lines = [one.log for one in simulated_cohort(PLAN, 1, cluster.address)]
    assert killed
    assert lines == [one.log for one in simulated_cohort(PLAN, 1)]
    with open_executor() as executor:
        alone = replay_export(str(export), str(shared / "alone"), model, model.parameters(), executor)
    with open_executor(2) as executor:
        several = replay_export(str(export), str(shared / "several"), model, model.parameters(), executor)
    assert over_cluster.sha256 == alone.sha256 == several.sha256
    assert len(over_cluster.buckets) == BUCKETS
    files = [
        {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}
        for folder in (shared / "cluster", shared / "alone", shared / "several")
    ]
    assert files[0] == files[1] == files[2]
