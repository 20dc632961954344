"""Seconds that the starter atlas and a whole download take to load, and to be found unchanged; with rows and bytes.

python -m benchmarks.atlas FOLDER --rounds 3
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import asyncpg

from benchmarks.server import create_database, server, uri
from service.atlas.loading import load_download, load_starter
from service.postgres.migrations import migrate

SIZE = "select sum(pg_total_relation_size(oid)) from pg_class where relnamespace = 'atlas'::regnamespace and relkind = 'r'"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a download of ESCO, as `soundings atlas load` takes it")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--dsn", help="a server to measure on (default: a private one)")
    arguments = parser.parse_args()
    with server(arguments.dsn) as dsn:
        asyncio.run(_measure(dsn, arguments.folder, arguments.rounds))


async def _measure(dsn: str, folder: Path, rounds: int) -> None:
    took: dict[str, list[float]] = {"starter": [], "download": [], "the same again": []}
    size = 0
    for _ in range(rounds):
        database = uri(create_database(dsn))
        await migrate(database)
        await _timed(took["starter"], partial(load_starter, database))
        await _timed(took["download"], partial(load_download, database, folder))
        await _timed(took["the same again"], partial(load_download, database, folder))
        connection = await asyncpg.connect(database)
        size = int(await connection.fetchval(SIZE))
        await connection.close()
    print(f"starter         {statistics.median(took['starter']):6.2f} s  (at most 0.3)")
    print(f"download        {statistics.median(took['download']):6.2f} s  (at most 30), {size / 1e6:.0f} MB")
    print(f"the same again  {statistics.median(took['the same again']):6.2f} s")


async def _timed(took: list[float], work: Callable[[], Awaitable[object]]) -> None:
    began = time.perf_counter()
    await work()
    took.append(time.perf_counter() - began)


if __name__ == "__main__":
    main()
