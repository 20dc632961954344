"""Turns a function over an `OperatorContext` into a command with database options and printed reports."""

import functools
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import click
import msgspec

from service.cli.database import DatabaseLocation, database_options
from service.cli.operator_context import OperatorContext, run_with_context
from service.cli.output import print_line

CliCommand = Callable[..., Any]


class Report(Protocol):
    """The result of a command: a sentence a line, or its fields as JSON."""

    def describe(self) -> Sequence[str]: ...


OperatorWork = Callable[..., Awaitable[Report | Sequence[Report]]]


def print_report(report: Report, *, as_json: bool) -> None:
    """Prints a report: no name in it looks like another line."""
    for line in (msgspec.json.encode(report),) if as_json else report.describe():
        print_line(line)


def operator_command(work: OperatorWork) -> CliCommand:
    """Makes a command for the whole service from `work(context, **own options)`, and prints its result."""

    @click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    @database_options
    @functools.wraps(work)
    def command(*, as_json: bool, database_url: str | None, data_dir: Path | None, **own: Any) -> None:
        async def run(context: OperatorContext) -> Report | Sequence[Report]:
            return await work(context, **own)

        reports = run_with_context(DatabaseLocation(database_url=database_url, data_dir=data_dir), run)
        for one in reports if isinstance(reports, Sequence) else (reports,):
            print_report(one, as_json=as_json)

    return command


def organisation_command(work: OperatorWork) -> CliCommand:
    """Makes a command for one organisation from `work(context, by, **own options)`."""

    @click.option("--organisation", metavar="NAME", help="Its name or id (default: the only one).")
    @operator_command
    @functools.wraps(work)
    async def command(
        context: OperatorContext, *, organisation: str | None, **own: Any
    ) -> Report | Sequence[Report]:
        return await work(context, await context.operator(organisation), **own)

    return command
