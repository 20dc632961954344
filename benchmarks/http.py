"""Commands per second over HTTP, against FastAPI: `python -m benchmarks.http [--rounds 5] [--seconds 4]`.

One uvicorn process (uvloop, httptools) per peer, all over one PostgreSQL: that of DATABASE_URL, or a private
one in a temporary folder. Rounds are interleaved; figures are medians. In each round every peer serves the
same load: 32 keep-alive connections, each command one event on one of 512 journeys. The peers over our loop
load, decide and append; the last only inserts a row in a transaction.
"""

import argparse
import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from domain.journey.commands.roles import DiscoverRole
from domain.journey.commands.start import StartJourney
from service.application.journeys import Journeys
from service.event_store.postgres import PostgresEventLog
from service.postgres.migrations import migrate
from service.postgres.server import EmbeddedPostgres
from tests.commands import execute

PEERS = {
    "soundings": ("service.app:create_app", "/api/v1/journeys"),
    "FastAPI, same store and loop": ("benchmarks.http_peers:over_journeys", "/api/v1/journeys"),
    "FastAPI without pydantic, same store and loop": ("benchmarks.http_peers:over_journeys", "/bare"),
    "FastAPI, one insert transaction a request": ("benchmarks.http_peers:plain_insert", "/api/v1/journeys"),
}
JOURNEYS = 512
DAY = date(2026, 1, 12)


@contextmanager
def database() -> Iterator[str]:
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    home = Path(tempfile.mkdtemp(prefix="soundings-bench-"))
    try:
        with EmbeddedPostgres(home) as server:
            yield server.dsn
    finally:
        shutil.rmtree(home, ignore_errors=True)


async def prepare(dsn: str) -> list[tuple[str, str]]:
    """Creates journeys with one role each."""
    await migrate(dsn)
    async with PostgresEventLog.connect(dsn) as log:
        journeys = Journeys(log, sealing=None)
        return await asyncio.gather(*(begin(journeys) for _ in range(JOURNEYS)))


async def begin(journeys: Journeys) -> tuple[str, str]:
    journey_id, role_id = uuid4(), uuid4()
    commands = (
        StartJourney(happened_on=DAY, called="x", track="preventive", locale="nl", time_zone="Europe/Oslo"),
        DiscoverRole(happened_on=DAY, role_id=role_id, title="baker", distance="same"),
    )
    await execute(journeys, journey_id, *commands)
    return str(journey_id), str(role_id)


@contextmanager
def serving(app: str, dsn: str) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "--factory", app, "--port", str(port), "--no-proxy-headers"]
    options = ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
    server = subprocess.Popen([*command, *options], env=os.environ | {"DATABASE_URL": dsn})
    try:
        until_it_answers(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def until_it_answers(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("a server did not start")


def measure(
    port: int, prefix: str, seconds: float, connections: int, targets: list[tuple[str, str]]
) -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "benchmarks.http_load",
        str(port),
        prefix,
        str(seconds),
        str(connections),
    ]
    done = subprocess.run(command, input=json.dumps(targets), capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    if found["failures"]:
        raise SystemExit(f"{found['failures']} requests failed, such as {found['failure']}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--connections", type=int, default=32)
    asked = parser.parse_args()
    rounds: dict[str, list[dict[str, Any]]] = {name: [] for name in PEERS}
    with ExitStack() as stack:
        dsn = stack.enter_context(database())
        targets = asyncio.run(prepare(dsn))
        for _ in range(asked.rounds):
            for name, (app, prefix) in PEERS.items():
                # One server at a time: an idle peer's projector would take part in the work.
                with serving(app, dsn) as port:
                    measure(port, prefix, 1, asked.connections, targets)
                    rounds[name].append(measure(port, prefix, asked.seconds, asked.connections, targets))
    report(rounds)


def report(rounds: dict[str, list[dict[str, Any]]]) -> None:
    ours = statistics.median(one["rps"] for one in rounds["soundings"])
    print(f"{'':48}{'requests/s':>12}{'p50 ms':>9}{'p99 ms':>9}{'soundings is':>15}")
    for name, found in rounds.items():
        rps, p50, p99 = (statistics.median(one[key] for one in found) for key in ("rps", "p50", "p99"))
        print(f"{name:48}{rps:12.0f}{p50:9.1f}{p99:9.1f}{ours / rps:14.2f}x")


if __name__ == "__main__":
    main()
