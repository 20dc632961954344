"""`soundings research compare`: where and when two replays part."""

import click
import msgspec
from rich.console import Console
from rich.table import Table

from service.cli.output import print_line
from service.research.replaying.comparison import JourneyComparison, compare_replays

SHOWN = 20
"""Journeys that are listed unless all are asked for."""


@click.command("compare")
@click.argument("first")
@click.argument("second")
@click.option(
    "--all", "show_all", is_flag=True, help=f"List all journeys that differ, not the first {SHOWN}."
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary and every journey as JSON.")
def compare_command(*, first: str, second: str, show_all: bool, as_json: bool) -> None:
    """Compare two folders of `soundings research replay`, of the same export: for each journey where and when they part."""
    summary, journeys = compare_replays(first, second)
    if as_json:
        print_line(msgspec.json.encode({"summary": summary, "journeys": journeys}))
        return
    parted = sorted(
        (one for one in journeys if one.parts_on), key=lambda one: (one.parts_in_week or 0, one.pseudonym)
    )
    if parted:
        Console().print(_table(parted if show_all else parted[:SHOWN]))
    print_line(f"{summary.first} and {summary.second}")
    week = f", the first in week {summary.first_week}" if summary.first_week is not None else ""
    print_line(f"{summary.differing_journeys} of {summary.journeys} journeys differ{week}")
    for kind, by in summary.figures.items():
        print_line(f"{kind}: by at most {by:.6g}")
    for name, kinds in summary.only_in_one.items():
        print_line(f"only in {name}: {', '.join(kinds)}")


def _table(journeys: list[JourneyComparison]) -> Table:
    table = Table("Journey", "Week", "Days that differ", "Largest difference", "From", "To")
    for one in journeys:
        largest = one.largest
        table.add_row(
            one.pseudonym,
            str(one.parts_in_week or ""),
            f"{one.differing_days} of {one.days}",
            largest.figure if largest else ", ".join(one.kinds),
            f"{largest.first:.6g}" if largest else "",
            f"{largest.second:.6g}" if largest else "",
        )
    return table
