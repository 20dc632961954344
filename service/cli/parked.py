"""`soundings projections parked`, `retry`, `skip`, `skipped` and `unskip`: what stands still in the lists that are made from the log."""

import getpass
from pathlib import Path
from uuid import UUID

import click
import msgspec

from service.cli.confirmation import require_confirmation, yes_option
from service.cli.database import database_options
from service.cli.output import print_line
from service.cli.projection_options import json_option, run_on_services
from service.container import Services
from service.read_models.parked import (
    ParkedStream,
    SkippedEvent,
    parked_streams,
    retry_parked,
    skip_events,
    skipped_events,
    unskip_events,
)

_streams = click.option(
    "--journey",
    "streams",
    type=click.UUID,
    multiple=True,
    metavar="ID",
    help="A journey, programme or study; may be given several times.",
)
_all = click.option("--all", "everything", is_flag=True, help="All that stand still.")


@click.command("parked")
@json_option
@database_options
def parked_command(*, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """List the journeys, programmes and studies that stand still in the lists, each with the event that cannot be taken.

    All others go on. They are tried again by themselves, and with their next event; one with which a process died is not.
    """
    for one in run_on_services(database_url, data_dir, lambda services: parked_streams(services.worker_pool)):
        print_line(msgspec.json.encode(one) if as_json else _parked(one))


@click.command("retry")
@_streams
@_all
@json_option
@database_options
def retry_command(
    *,
    streams: tuple[UUID, ...],
    everything: bool,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Try again those that stand still, now and in order."""
    chosen = _chosen(streams, everything=everything)

    async def work(services: Services) -> int:
        return await retry_parked(services.worker_pool, chosen)

    _say(run_on_services(database_url, data_dir, work), "to be tried again", as_json=as_json)


@click.command("skip")
@_streams
@_all
@click.option(
    "--event",
    "version",
    type=click.IntRange(1),
    metavar="N",
    help="The number of the event in its journey (default: the one at which it stands still).",
)
@yes_option
@json_option
@database_options
def skip_command(
    *,
    streams: tuple[UUID, ...],
    everything: bool,
    version: int | None,
    yes: bool,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Leave out of the lists the events at which these stand still, and go on with what follows.

    In the log, and on the pages of the journey itself, the events stay. `unskip` takes them in again.
    """
    chosen = _chosen(streams, everything=everything)
    if version is not None and (chosen is None or len(chosen) != 1):
        raise click.UsageError("--event needs exactly one --journey")
    which = "all that stand still" if chosen is None else ", ".join(map(str, chosen))
    require_confirmation(f"Leave an event out of the lists: {which}?", yes=yes)

    async def work(services: Services) -> int:
        return await skip_events(services.worker_pool, chosen, version, getpass.getuser())

    _say(run_on_services(database_url, data_dir, work), "events are left out", as_json=as_json)


@click.command("skipped")
@json_option
@database_options
def skipped_command(*, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """List the events that are left out of the lists, and who had them left out."""
    for one in run_on_services(database_url, data_dir, lambda services: skipped_events(services.worker_pool)):
        print_line(msgspec.json.encode(one) if as_json else _skipped(one))


@click.command("unskip")
@click.option("--journey", "stream", type=click.UUID, metavar="ID", required=True)
@click.option("--event", "version", type=click.IntRange(1), metavar="N", help="Default: all of it.")
@json_option
@database_options
def unskip_command(
    *, stream: UUID, version: int | None, as_json: bool, database_url: str | None, data_dir: Path | None
) -> None:
    """Take events in again that were left out."""

    async def work(services: Services) -> int:
        return await unskip_events(services.worker_pool, stream, version)

    _say(run_on_services(database_url, data_dir, work), "events are taken in again", as_json=as_json)


def _chosen(streams: tuple[UUID, ...], *, everything: bool) -> list[UUID] | None:
    """The streams that were named; None for all."""
    if bool(streams) == everything:
        raise click.UsageError("give --journey ID, or --all")
    return list(streams) or None


def _say(number: int, what: str, *, as_json: bool) -> None:
    print_line(msgspec.json.encode({"count": number}) if as_json else f"{number} {what}")
    if number == 0:
        raise click.ClickException("nothing like that stands still; see `soundings projections parked`")


def _parked(one: ParkedStream) -> str:
    when = f"next try at {one.next_try_at:%Y-%m-%d %H:%M}" if one.next_try_at else "not tried by itself"
    return f"{one.stream_id}: event {one.version} at position {one.position}: {one.fault}, {one.tries} tries, {when}"


def _skipped(one: SkippedEvent) -> str:
    return f"{one.stream_id}: event {one.version}, by {one.skipped_by} at {one.skipped_at:%Y-%m-%d %H:%M}"
