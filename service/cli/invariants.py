"""`soundings invariants`: look whether what always holds of the data holds now."""

import asyncio
from pathlib import Path

import click
import msgspec

from service.cli.database import DatabaseLocation, database_options, migrated_database
from service.cli.keyring import existing_keyrings
from service.cli.output import print_line
from service.operations.findings import CheckFinding
from service.operations.invariants.check import InvariantReport, check_invariants
from service.postgres.migrations import require_migrated


@click.command("invariants")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@database_options
def invariants_command(*, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """Check the rules that always hold of the live data, such as that lists equal a fresh replay of the log.

    Each finding says what to do. Exit code 1 if anything is found. It changes nothing, and the service can keep running.
    """
    place = DatabaseLocation(database_url=database_url, data_dir=data_dir)

    async def check(dsn: str) -> InvariantReport:
        await require_migrated(dsn)
        return await check_invariants(dsn, lambda: existing_keyrings(place))

    with migrated_database(place) as dsn:
        report = asyncio.run(check(dsn))
    lines = [f"{report.rules} rules", *map(CheckFinding.describe, report.findings)]
    for line in (msgspec.json.encode(report),) if as_json else lines:
        print_line(line)
    if report.findings:
        raise click.ClickException("not all rules hold")
