"""Not a time: what lies near some occupations, as tables in Markdown, to be read by eye.

python -m benchmarks.atlas_neighbours FOLDER --id 88721b6c-d2ce-41c6-8878-73c0d3aacf39
python -m benchmarks.atlas_neighbours FOLDER --seed 7 --count 20
"""

import argparse
import asyncio
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.server import create_database, server, uri
from service.atlas.atlas import Atlas
from service.atlas.loading import load_download, load_starter
from service.atlas.views import LocalText, NearOccupation, Occupation
from service.postgres.connections import open_pool
from service.postgres.migrations import migrate

SELECT_IDS = "select occupation_id from atlas.occupations where origin = 'esco' order by occupation_id"
MAJOR_GROUP_APART = 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a download of ESCO, as `soundings atlas load` takes it")
    parser.add_argument("--id", action="append", default=[], help="of an occupation; may be given again")
    parser.add_argument("--seed", type=int, help="draw occupations by this seed instead")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--dsn", help="a server to load into (default: a private one)")
    arguments = parser.parse_args()
    with server(arguments.dsn) as dsn:
        asyncio.run(_print_tables(dsn, arguments.folder, arguments.id, arguments.seed, arguments.count))


async def _print_tables(dsn: str, folder: Path, ids: list[str], seed: int | None, count: int) -> None:
    database = uri(create_database(dsn))
    await migrate(database)
    await load_starter(database)
    await load_download(database, folder)
    pool = await open_pool(database, 1)
    if seed is not None:
        known = [row[0] for row in await pool.fetch(SELECT_IDS)]
        ids = random.Random(seed).sample(known, count)
    atlas = Atlas(pool)
    occupations = await atlas.occupations(ids, "en")
    for one in ids:
        print("\n".join(_table(occupations[one], await atlas.near([one], "en"))))
    pool.terminate()


def _table(occupation: Occupation, near: Sequence[NearOccupation]) -> Iterator[str]:
    elsewhere = sum(one.isco_distance == MAJOR_GROUP_APART for one in near)
    fewest = min((one.shared_count for one in near), default=0)
    yield f"### {occupation.title.text} ({occupation.isco_group})"
    yield ""
    yield f"{len(near)} near, {elsewhere} of another major group, at least {fewest} skills shared."
    yield ""
    yield "| near | ISCO | shared | three of them | also needed |"
    yield "|---|---|---|---|---|"
    for one in near:
        yield (
            f"| {one.occupation.title.text} | {one.occupation.isco_group} | {one.shared_count} "
            f"| {_listed(one.shared)} | {_listed(one.missing)} |"
        )
    yield ""


def _listed(texts: Sequence[LocalText]) -> str:
    return "; ".join(one.text for one in texts)


if __name__ == "__main__":
    main()
