"""A Dask cluster on this machine: a scheduler and workers, each with a HOME and a folder of its own, of which one can be killed."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

START_SECONDS = 60


class LocalCluster:
    """A scheduler and its workers, in processes of their own."""

    def __init__(self, folder: Path, workers: int, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        ready = folder / "scheduler.json"
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(ready))
        until = time.monotonic() + START_SECONDS
        while not (ready.exists() and ready.stat().st_size):
            if time.monotonic() > until:
                raise SystemExit(f"the scheduler did not start: see {folder / 'scheduler' / 'errors'}")
            time.sleep(0.1)
        self.address = str(json.loads(ready.read_text())["address"])
        self.workers = [
            self._start(f"worker-{number}", "--scheduler-file", str(ready), "--nthreads", "1", "--no-nanny")
            for number in range(workers)
        ]

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        own = self._folder / name
        (own / "home").mkdir(parents=True)
        errors = self._stack.enter_context((own / "errors").open("wb"))
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                f"distributed.cli.dask_{name.partition('-')[0]}",
                *arguments,
                "--no-dashboard",
            ],
            cwd=own,
            env=os.environ | {"HOME": str(own / "home"), "TMPDIR": str(own)},
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        self._stack.callback(_end, process)
        return process


@contextmanager
def local_cluster(folder: Path, workers: int) -> Generator[LocalCluster]:
    """Starts a cluster in a folder for as long as the block lasts."""
    with ExitStack() as stack:
        yield LocalCluster(folder, workers, stack)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
