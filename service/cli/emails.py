"""`soundings emails`: weekly e-mails that were not sent, or of which nobody knows."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import click
import msgspec

from service.cli.database import DatabaseLocation, database_options, run_with_services
from service.cli.output import print_line
from service.container import Services
from service.read_models.weekly_emails import UnsentEmail, acknowledge_unsent, unsent_weekly_emails

T = TypeVar("T")

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")


@click.group("emails")
def emails_command() -> None:
    """Weekly e-mails that were not sent, or of which nobody knows whether they were."""


@emails_command.command("list")
@_json
@database_options
def list_command(*, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """List weekly e-mails that may have been sent (doubtful), are tried again that day (waiting), or did not go.

    A doubtful one is never sent again: its process ended, or the mail server did not answer, after it was handed over.
    """
    for one in _run(database_url, data_dir, lambda services: unsent_weekly_emails(services.worker_pool)):
        print_line(msgspec.json.encode(one) if as_json else _described(one))


@emails_command.command("seen")
@click.option(
    "--journey", "journeys", type=click.UUID, multiple=True, metavar="ID", help="May be given several times."
)
@click.option("--all", "everything", is_flag=True, help="All of them.")
@_json
@database_options
def seen_command(
    *,
    journeys: tuple[UUID, ...],
    everything: bool,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Take doubtful e-mails, and those that did not go, off the list. Nothing is sent."""
    if bool(journeys) == everything:
        raise click.UsageError("give --journey ID, or --all")

    async def work(services: Services) -> int:
        return await acknowledge_unsent(services.worker_pool, list(journeys) or None)

    number = _run(database_url, data_dir, work)
    print_line(msgspec.json.encode({"count": number}) if as_json else f"{number} taken off the list")
    if number == 0:
        raise click.ClickException("there is nothing like that on the list; see `soundings emails list`")


def _run(
    database_url: str | None, data_dir: Path | None, work: Callable[[Services], Coroutine[Any, Any, T]]
) -> T:
    return run_with_services(DatabaseLocation(database_url=database_url, data_dir=data_dir), work)


def _described(one: UnsentEmail) -> str:
    return f"journey {one.journey_id}, {one.day}: {one.state} since {one.since:%H:%M}, {one.tries} tries"
