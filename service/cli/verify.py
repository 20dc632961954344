"""`soundings verify`: look whether anything is left of what was erased."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

import click
import msgspec

from service.cli.database import DatabaseLocation, database_options
from service.cli.disk_reports import describe_scan
from service.cli.operator_context import OperatorContext, run_with_context
from service.cli.output import print_line, print_lines
from service.cli.text_files import read_text_file
from service.personal_data.erasure.canaries import MIN_DISTINCT_LENGTH, make_canaries
from service.personal_data.erasure.disk_report import ErasureIncomplete
from service.personal_data.erasure.erasure_check import ErasureCheck, check_erasures


@click.command("verify")
@click.option(
    "--texts",
    type=click.File("rb"),
    metavar="FILE",
    help="Texts to search for in the server's files, too, one per line; - reads standard input.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@database_options
def verify_command(
    *, texts: IO[bytes] | None, as_json: bool, database_url: str | None, data_dir: Path | None
) -> None:
    """Check that nothing erased is left, in tables or in the files of the database server.

    It searches the tables for every journey and contact in the erasure ledger, and the server's files, byte by byte, for
    keys that decrypt something erased. If it cannot read the files from here, it says so. Exit code 1 if anything is
    found. It changes nothing, and the service can keep running; one processor is busy for some seconds per gigabyte.
    """
    lines = [one for one in read_text_file(texts).decode().splitlines() if one.strip()] if texts else []
    canaries = make_canaries(lines)

    async def work(context: OperatorContext) -> ErasureCheck:
        return await check_erasures(context.erasure(), canaries)

    check = run_with_context(DatabaseLocation(database_url=database_url, data_dir=data_dir), work)
    if as_json:
        print_line(msgspec.json.encode(check))
    else:
        print_lines("\n".join(_describe(check)))
        if short := len(lines) - len(canaries.texts):
            print_line(
                f"{short} of the texts were not searched for: they repeat another, are one word, "
                f"or have fewer than {MIN_DISTINCT_LENGTH} letters"
            )
    if not check.is_clean:
        raise ErasureIncomplete(
            "not everything that was erased is gone: run `soundings erase --replay` to erase it again"
        )


def _describe(check: ErasureCheck) -> Iterator[str]:
    erasures = "1 erasure" if check.erased == 1 else f"{check.erased} erasures"
    yield f"{erasures} in the ledger: {check.unfinished} not finished, {check.readable} readable again"
    rows = ", ".join(f"{count} in {table}" for table, count in sorted(check.rows.items()))
    yield f"rows of erased journeys: {rows or 'none'}"
    yield describe_scan(check.scan)
