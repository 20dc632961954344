"""Milliseconds that a search in the whole atlas takes as people type, against one `ilike` over the same labels in the same run.

python -m benchmarks.atlas_search FOLDER --seed 1
"""

import argparse
import asyncio
import csv
import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from benchmarks.server import create_database, server, uri
from domain.vocabulary import Language
from service.atlas.atlas import Atlas
from service.atlas.loading import load_download
from service.localization.locales import LANGUAGES
from service.postgres.connections import open_pool
from service.postgres.migrations import migrate

QUERIES = Path(__file__).parents[1] / "tests" / "atlas" / "queries.tsv"
SELECT_SOME = "select label, language from atlas.labels order by md5(label_id || $1) limit $2"
PEER = "select occupation_id, label from atlas.labels where label ilike '%' || $1 || '%' order by language = $2 desc, length(label) limit 10"
"""Finds only what holds the query as it was typed: no slip, no ending, no accent, no order."""
LETTERS = "abcdefghijklmnopqrstuvwxyzåäöø '%_"

Query = tuple[str, Language]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a download of ESCO, as `soundings atlas load` takes it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--labels", type=int, default=200, help="how many are drawn")
    parser.add_argument("--dsn", help="a server to measure on (default: a private one)")
    arguments = parser.parse_args()
    with server(arguments.dsn) as dsn:
        asyncio.run(_measure(dsn, arguments.folder, arguments.seed, arguments.labels))


async def _measure(dsn: str, folder: Path, seed: int, labels: int) -> None:
    database = uri(create_database(dsn))
    await migrate(database)
    await load_download(database, folder)
    pool = await open_pool(database, 1)
    try:
        async with pool.acquire() as connection:
            (counted,) = await connection.fetch(
                "select (select count(*) from atlas.labels), (select count(*) from atlas.occupations)"
            )
            drawn = await connection.fetch(SELECT_SOME, str(seed), labels)
        print(f"{counted[0]} labels of {counted[1]} occupations and their groups; seed {seed}")
        print(f"{'milliseconds':<24}{'median':>8}{'95 %':>8}{'longest':>9}{'ilike':>8}{'95 %':>8}")
        atlas = Atlas(pool)
        for name, queries in _kinds([(row[0], row[1]) for row in drawn], Random(seed)).items():
            ours, theirs = list[float](), list[float]()
            for text, language in [queries[0], *queries]:
                began = time.perf_counter()
                await atlas.search(text, language)
                between = time.perf_counter()
                async with pool.acquire() as connection:
                    await connection.fetch(PEER, text.replace("\0", ""), language)
                ours.append((between - began) * 1000)
                theirs.append((time.perf_counter() - between) * 1000)
            print(f"{name:<24}{_figures(ours[1:], longest=True)}{_figures(theirs[1:])}")
    finally:
        pool.terminate()


def _figures(took: Sequence[float], *, longest: bool = False) -> str:
    ordered = sorted(took)
    last = f"{ordered[-1]:9.1f}" if longest else ""
    return f"{statistics.median(ordered):8.1f}{ordered[int(len(ordered) * 0.95)]:8.1f}{last}"


def _kinds(labels: Sequence[Query], draw: Random) -> Mapping[str, Sequence[Query]]:
    """What people type, by kind."""
    return {
        "the forty queries": _forty(),
        "whole labels": labels,
        "one letter left out": [(_slip(text, draw), language) for text, language in labels],
        "begun": [(text[: draw.randint(3, max(3, len(text)))], language) for text, language in labels],
        "one letter": [(letter, language) for letter in LETTERS[:26] for language in LANGUAGES],
        "two letters": [(text[:2], language) for text, language in labels],
        "common words": [
            (word, language)
            for word in ("manager", "operator", "machine operator", "man", "medewerker", "lærer")
            for language in LANGUAGES
        ],
        "many words": [
            (text, language)
            for text in (
                "manager and operator technician specialist machine",
                "salesperson ingrnieur manager senior products quality",
                "\ufdfa" * 50,
            )
            for language in LANGUAGES
        ],
        "200 letters of nonsense": [("".join(draw.choices(LETTERS, k=200)), "sv") for _ in range(40)],
        "signs": [
            (text, "nl") for text in ("%", "_" * 200, "\\", "\0", "a\0b", "😀" * 100, "護士", "' or 1=1")
        ],
    }


def _forty() -> Sequence[Query]:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file, delimiter="\t")]
    return [(row["query"], one) for row in rows for one in LANGUAGES if one == row["language"]]


def _slip(text: str, draw: Random) -> str:
    at = draw.randrange(len(text))
    return text[:at] + text[at + 1 :]


if __name__ == "__main__":
    main()
