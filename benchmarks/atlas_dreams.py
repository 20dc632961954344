"""Where childhood dreams lead by their qualities: a table to be read by eye, written to docs/atlas_dreams.md.

    python -m benchmarks.atlas_dreams [--seed 1] [--dreams 10] [--taxonomy DIR]

A dream of being a firefighter and others drawn by the seed, each with the first roles that the atlas shows for it: with the
starter atlas, and with ESCO from the folder DIR (see docs/atlas.md), if one is named.
"""

import argparse
import asyncio
import random
import tempfile
from pathlib import Path

from service.atlas.atlas import Atlas
from service.atlas.dreams import dream_qualities
from service.atlas.loading import load_download
from service.atlas.qualities import QUALITIES
from service.atlas.tables import read_table
from service.cli.database import DatabaseLocation, migrated_database
from service.postgres.connections import open_pool

PAGE = Path(__file__).resolve().parents[1] / "docs" / "atlas_dreams.md"
FIREFIGHTER = "firefighter"
SHOWN = 7


def drawn(seed: int, count: int) -> tuple[str, ...]:
    """A firefighter, and so many other dreams by their English names."""
    names = [row["en"].split("|")[0] for row in read_table("dreams.tsv")]
    others = [name for name in names if name != FIREFIGHTER]
    return (FIREFIGHTER, *random.Random(seed).sample(others, count))


async def table(dsn: str, dreams: tuple[str, ...]) -> list[str]:
    """One line of Markdown a role."""
    lines = ["| dream | stands for | role | shares |", "| --- | --- | --- | --- |"]
    pool = await open_pool(dsn, 1)
    try:
        atlas = Atlas(pool)
        for dream in dreams:
            sought = dream_qualities(dream, "en")
            for place, one in enumerate(await atlas.by_qualities(sought, "en", limit=SHOWN)):
                first = (dream, _named(sought)) if place == 0 else ("", "")
                lines.append(
                    "| " + " | ".join((*first, one.occupation.title.text, _named(one.qualities))) + " |"
                )
    finally:
        await pool.close()
    return lines


def _named(codes: tuple[str, ...]) -> str:
    return "; ".join(QUALITIES[code] for code in codes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dreams", type=int, default=10)
    parser.add_argument("--taxonomy", type=Path)
    options = parser.parse_args()
    dreams = drawn(options.seed, options.dreams)
    command = f"python -m benchmarks.atlas_dreams --seed {options.seed} --dreams {options.dreams}"
    lines = [
        "# Where childhood dreams lead",
        "",
        f"Written by `{command}{' --taxonomy DIR' if options.taxonomy else ''}`: a firefighter, and {options.dreams} other",
        "dreams drawn by the seed, each with the first roles that the atlas shows to a client who has none of them on her list.",
        "What a dream stands for is in `service/atlas/dreams.tsv`; what occupations are known for is derived from the groups of",
        "their skills (`service/atlas/derived_qualities.py`), and given by hand in the starter atlas.",
    ]
    with (
        tempfile.TemporaryDirectory() as folder,
        migrated_database(DatabaseLocation(database_url=None, data_dir=Path(folder), durable=False)) as dsn,
    ):
        lines += ["", "## With the starter atlas", "", *asyncio.run(table(dsn, dreams))]
        if options.taxonomy:
            asyncio.run(load_download(dsn, options.taxonomy))
            lines += ["", "## With ESCO", "", *asyncio.run(table(dsn, dreams))]
            lines += [
                "",
                "This service uses the ESCO classification of the European Commission. The set is adapted: a part of it, joined from",
                "two versions, with qualities that are derived here.",
            ]
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
