"""`python -m tests.faults`: a storm of so many minutes, or one in a service that is built wrong; a report as JSON."""

import argparse
import asyncio
import logging
import random
import sys

import click
import msgspec

from tests.faults.broken import BROKEN
from tests.faults.storm import storm


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument(
        "--broken", choices=[*BROKEN, "all"], help="A way to build it wrong, which is to be found."
    )
    given = parser.parse_args()
    logging.getLogger("asyncpg.pool").setLevel(logging.CRITICAL)
    logging.getLogger("service").setLevel(logging.CRITICAL)
    names: list[str | None] = [given.broken] if given.broken != "all" else [*BROKEN]
    missed = [name for name in names if not run(given.minutes, given.seed, name)]
    sys.exit(1 if missed else 0)


def run(minutes: float, seed: int, broken: str | None) -> bool:
    """Prints a report; True if it is as it should be."""
    click.echo(f"seed {seed}, {broken or 'sound'}", err=True)
    report = asyncio.run(storm(minutes * 60, seed, broken=broken))
    shown = msgspec.to_builtins(report)
    shown["findings"] = [one[:300] for one in report.findings[:20]]
    shown["found"] = len(report.findings)
    click.echo(msgspec.json.format(msgspec.json.encode(shown)))
    return bool(report.findings) == (broken is not None)


if __name__ == "__main__":
    main()
