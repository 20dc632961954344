"""`soundings projections`: the lists that are made from the event log: how far they are, what stands still, and making them anew."""

import asyncio
import getpass
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec
from msgspec import Struct

from service.background import keep_read_models
from service.cli.database import database_options
from service.cli.output import print_line
from service.cli.parked import parked_command, retry_command, skip_command, skipped_command, unskip_command
from service.cli.progress import counted_progress
from service.cli.projection_options import json_option, run_on_services
from service.container import Services
from service.read_models.digest import read_model_digest
from service.read_models.parked import count_parked
from service.read_models.rebuild_requests import Rebuild, ask_for_rebuild, cancel_rebuild, last_rebuild
from service.read_models.versions import ANY_VERSION, live_read_models

LOOK_SECONDS = 0.2
SAMPLE_SECONDS = 5.0
"""How long the speed is measured that an estimate is made from."""


class Status(Struct, frozen=True, kw_only=True):
    """How far the lists are."""

    checkpoint: str | None
    """The name of their checkpoint, with the version; None before there are any."""
    head: int
    position: int
    lag: int
    parked: int
    """Journeys, programmes and studies that stand still."""
    rebuild: Rebuild | None
    """The last one that was asked for."""
    events_per_second: float | None
    """Of a rebuild under way."""
    seconds_left: float | None


class Estimate(Struct, frozen=True, kw_only=True):
    """What a rebuild would take."""

    events: int
    events_per_second: float
    seconds: float


@click.group("projections")
def projections_command() -> None:
    """The lists that are made from the event log: how far they are, what stands still, and making them anew."""


for _command in (parked_command, retry_command, skip_command, skipped_command, unskip_command):
    projections_command.add_command(_command)


@projections_command.command("status")
@json_option
@database_options
def status_command(*, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """Say how far the lists are behind the log, what stands still, and how far a rebuild is."""
    status = run_on_services(database_url, data_dir, _status)
    if as_json:
        print_line(msgspec.json.encode(status))
        return
    print_line(
        f"{status.checkpoint or 'nothing yet'}: at {status.position} of {status.head}, {status.lag} behind"
    )
    if status.parked:
        print_line(f"{status.parked} stand still: `soundings projections parked`")
    if status.rebuild:
        print_line(_described(status))


@projections_command.command("rebuild")
@click.option(
    "--from",
    "from_position",
    type=click.IntRange(0),
    default=0,
    help="Only journeys, programmes and studies with events after this position of the log.",
)
@click.option("--dry-run", is_flag=True, help="Say how many events there are and how long it would take.")
@click.option("--wait", is_flag=True, help="Wait until it is done; without a running service, do it.")
@json_option
@database_options
def rebuild_command(
    *,
    from_position: int,
    dry_run: bool,
    wait: bool,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Make the lists anew beside those that are read, and exchange them when they have caught up.

    Pages and API go on meanwhile, and nothing is sent. Without --wait the service does it that leads.
    """
    if dry_run:
        found = run_on_services(database_url, data_dir, _estimate)
        print_line(
            msgspec.json.encode(found)
            if as_json
            else f"{found.events} events at {found.events_per_second:.0f} a second: about {found.seconds:.0f} seconds"
        )
        return

    async def work(services: Services) -> Rebuild | None:
        asked = await ask_for_rebuild(
            services.worker_pool, asked_by=getpass.getuser(), from_position=from_position
        )
        if asked is None:
            raise click.ClickException("there is a rebuild already; see `soundings projections status`")
        return await _wait_for(services, asked) if wait else asked

    rebuild = run_on_services(database_url, data_dir, work)
    print_line(msgspec.json.encode(rebuild) if as_json else _state(rebuild))
    if rebuild and rebuild.state in ("failed", "cancelled"):
        raise click.ClickException(f"the rebuild was not finished: {rebuild.fault or rebuild.state}")


@projections_command.command("cancel")
@json_option
@database_options
def cancel_command(*, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """Cancel a rebuild. The lists stay as they are; the next rebuild begins at the beginning."""

    async def work(services: Services) -> Rebuild:
        if (cancelled := await cancel_rebuild(services.worker_pool)) is None:
            raise click.ClickException("there is no rebuild to cancel")
        return cancelled

    rebuild = run_on_services(database_url, data_dir, work)
    print_line(msgspec.json.encode(rebuild) if as_json else _state(rebuild))


@projections_command.command("digest")
@json_option
@database_options
def digest_command(*, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """Print a digest of all lists: at the same position of the log it is the same, however they were made."""
    position, digest = run_on_services(
        database_url, data_dir, lambda services: read_model_digest(services.worker_pool)
    )
    found = {"position": position, "sha256": digest}
    print_line(msgspec.json.encode(found) if as_json else f"{digest} at {position}")


async def _status(services: Services) -> Status:
    pool = services.worker_pool
    progress = await services.log.progress(ANY_VERSION)
    live, rebuild = await live_read_models(pool), await last_rebuild(pool)
    rate = left = None
    if rebuild and rebuild.state == "running" and rebuild.started_at and rebuild.events:
        rate = rebuild.events / max((datetime.now(UTC) - rebuild.started_at).total_seconds(), 0.001)
        left = max(0, progress.head - rebuild.position) * rebuild.events / max(rebuild.position, 1) / rate
    return Status(
        checkpoint=live.name if live else None,
        head=progress.head,
        position=progress.position,
        lag=progress.lag,
        parked=await count_parked(pool),
        rebuild=rebuild,
        events_per_second=rate,
        seconds_left=left,
    )


async def _estimate(services: Services) -> Estimate:
    events, rate = await services.rebuilder.estimate(SAMPLE_SECONDS)
    return Estimate(events=events, events_per_second=rate, seconds=events / rate if rate else 0.0)


async def _wait_for(services: Services, asked: Rebuild) -> Rebuild | None:
    """Waits for a rebuild, and does it where no service does; says how far it is."""
    head, shown = await services.log.head(), 0
    with counted_progress("making the lists anew") as progress:
        progress.begin(head)
        async with keep_read_models(services):
            while (rebuild := await last_rebuild(services.worker_pool)) and rebuild.ended_at is None:
                progress.advance(max(0, rebuild.position - shown))
                shown = max(shown, rebuild.position)
                await asyncio.sleep(LOOK_SECONDS)
    return rebuild if rebuild and rebuild.rebuild_id == asked.rebuild_id else None


def _state(rebuild: Rebuild | None) -> str:
    if rebuild is None:
        return "another rebuild has begun meanwhile"
    return f"rebuild {rebuild.rebuild_id}: {rebuild.state}, {rebuild.events} events taken"


def _described(status: Status) -> str:
    found = _state(status.rebuild)
    if status.events_per_second and status.seconds_left is not None:
        found += f", {status.events_per_second:.0f} a second, about {status.seconds_left:.0f} seconds left"
    return found
