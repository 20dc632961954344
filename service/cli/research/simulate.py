"""`soundings research simulate`: clients nobody is, whose truth is known, in a folder or a database."""

import datetime as dt
import math
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec

from service.cli.database import DatabaseLocation
from service.cli.journeys import catch_up
from service.cli.operator_context import OperatorContext, run_with_context
from service.cli.output import print_line
from service.cli.profile import DAY
from service.cli.progress import shown_progress
from service.clock import utc_now
from service.research.simulation.cohort import CohortPlan
from service.research.simulation.files import ABOUT_FILE, write_simulation
from service.research.simulation.history import LAST_DAY
from service.research.simulation.recording import CohortRecorder, RecordedSimulation

MAX_CLIENTS = 100_000
MAX_NOISE = 10.0
FIRST_UNTIL = dt.date(2000, 1, 1)
"""The longest history then begins well after the first possible date."""


@click.command("simulate")
@click.option("--clients", type=click.IntRange(1, MAX_CLIENTS), default=60, show_default=True)
@click.option(
    "--weeks",
    type=click.IntRange(1, 104),
    default=12,
    show_default=True,
    help="Weeks of the longest history.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="The same seed gives the same histories.",
)
@click.option(
    "--until", type=DAY, help=f"The last day (default: {LAST_DAY}, so that every run gives the same)."
)
@click.option(
    "--noise",
    type=click.FloatRange(0, MAX_NOISE),
    default=1.0,
    show_default=True,
    help="By how much the noise of ratings is multiplied: 0.5 halves it.",
)
@click.option(
    "--to",
    type=click.Path(file_okay=False),
    help="A folder for the log (as `soundings export` writes it), its manifest, and the truth.",
)
@click.option(
    "--into",
    metavar="DATABASE",
    help="A database to record it in: the address of a server, or the folder of a private database.",
)
@click.option("--beside-others", is_flag=True, help="With --into: also where other journeys are.")
@click.option(
    "--processes",
    type=click.IntRange(1, 256),
    help="With --to (default: all processors).",
)
@click.option(
    "--dask", metavar="ADDRESS", help="With --to: the scheduler of a Dask cluster that computes them."
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def simulate_command(
    *,
    clients: int,
    weeks: int,
    seed: int,
    until: dt.datetime | None,
    noise: float,
    to: str | None,
    into: str | None,
    beside_others: bool,
    processes: int | None,
    dask: str | None,
    as_json: bool,
) -> None:
    """Simulate clients: invented people with known chances, who live by the rules of the domain.

    With the same weeks, last day and noise, a client's history depends on the seed and their number only: client 7 of 60 is
    client 7 of 6,000. With --into, all clients of a seed have the same weeks, last day and noise.

    The people in a database have no passwords, and no email reaches them: `soundings admin invite` lets somebody else into
    their organisation, and `soundings demo --clients` shows such clients to their coach.
    """
    if to is not None and not to:
        raise click.UsageError("--to is empty: name a folder")
    if to is not None and into is not None:
        raise click.UsageError("--to and --into go into different places: give one of them")
    if to is None and into is None:
        raise click.UsageError("give a folder with --to, or a database with --into")
    if into is not None and (processes or dask):
        raise click.UsageError("--processes and --dask are for --to: a database is written to by one process")
    if into is not None and "://" not in into and (Path(into) / ABOUT_FILE).exists():
        raise click.UsageError(f"{into} holds a simulation written with --to: choose another folder")
    last = until.date() if until else LAST_DAY
    latest = max(LAST_DAY, utc_now().date())
    if not FIRST_UNTIL <= last <= latest:
        raise click.UsageError(f"--until is a day from {FIRST_UNTIL} to {latest}")
    if math.isnan(noise):
        raise click.UsageError(f"--noise is a number from 0 to {MAX_NOISE:g}")
    plan = CohortPlan(seed=seed, clients=clients, weeks=weeks, until=last, noise=noise)
    with shown_progress(clients, "Simulating") as advance:
        if to is not None:
            summary, sentence = _write(plan, Path(to), processes or os.cpu_count() or 1, dask, advance)
        else:
            summary, sentence = _record(plan, into or "", beside_others=beside_others, advance=advance)
    print_line(summary if as_json else sentence)


def _write(
    plan: CohortPlan, to: Path, processes: int, dask: str | None, advance: Callable[[int], None]
) -> tuple[bytes, str]:
    with _ended_by_sigterm():
        about = write_simulation(plan, to, processes=processes, dask=dask, progress=advance)
    sentence = f"{to}: {about.events} events of {plan.clients} clients, sha256 {about.events_sha256}"
    return msgspec.json.encode(about), sentence


@contextmanager
def _ended_by_sigterm() -> Generator[None]:
    """Lets SIGTERM do what Ctrl-C does: what is half written goes, and so do the other processes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _record(
    plan: CohortPlan, into: str, *, beside_others: bool, advance: Callable[[int], None]
) -> tuple[bytes, str]:
    is_server = "://" in into
    place = DatabaseLocation(
        database_url=into if is_server else None, data_dir=None if is_server else Path(into)
    )

    async def work(context: OperatorContext) -> RecordedSimulation:
        services = context.services
        cohort_writer = CohortRecorder(context.accounts, services.journeys, services.programmes)
        if not beside_others:
            await catch_up(services)
            await cohort_writer.require_no_others(services.caseload, services.worker_pool)
        recorded = await cohort_writer.record_organisation(plan, services.worker_pool, progress=advance)
        await catch_up(services)
        return recorded

    about = run_with_context(place, work)
    return msgspec.json.encode(about), (
        f"{about.organisation}: {about.new} of {plan.clients} clients are new, "
        f"with {about.events} events; coaches, whose accounts have no password: {', '.join(about.coaches)}"
    )
