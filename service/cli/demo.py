"""`soundings demo`: runs the service with invented people to sign in as and four journeys."""

import asyncio
import datetime as dt
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from msgspec.structs import replace

from projections.profile.projection import PROFILE
from projections.profile.summary import profile_headline
from service import demo
from service.app import create_app
from service.application.journeys import Journeys
from service.atlas.loading import load_starter
from service.background import keep_read_models
from service.cli.database import DatabaseLocation, database_options, running_database
from service.cli.foreground_server import bind_socket, run_server
from service.cli.journeys import catch_up
from service.cli.keyring import with_keyring
from service.cli.operator_context import open_operator_context
from service.cli.output import print_line
from service.cli.progress import shown_progress
from service.clock import DEFAULT_TIME_ZONES, today_in, utc_now
from service.container import Services
from service.demo.analyses import FEWEST_CLIENTS, show_analyses
from service.demo.ended_journey import ended_history
from service.demo.looks import look_at_clients
from service.demo.people import ADMIN, RESEARCHER, SANNE, TOLD_FOR_SANNE
from service.demo.scenario import DemoPerson, DemoScenario
from service.demo.studies import study_of_chances
from service.encryption.keyring import DEVELOPMENT_KEYRING
from service.personal_data.erasure.ledger import open_ledger
from service.postgres.migrations import migrate
from service.research.simulation.cohort import CohortPlan
from service.settings import Settings, read_settings
from service.web.sign_in.demo_routes import DEMO_PATH, DemoGuest, DemoSignIn, new_guest

WEEKS = 26
"""Weeks of the longest simulated history: as long as the longest programme."""
MAX_CLIENTS = 500
"""Clients that the demo's coach can have: their histories take minutes to make."""
LABEL_WIDTH = 25
"""Letters a name and a role take in the list of who can sign in."""


@click.command("demo")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Default: any free port.")
@click.option(
    "--clients",
    type=click.IntRange(TOLD_FOR_SANNE, MAX_CLIENTS),
    default=TOLD_FOR_SANNE,
    show_default=True,
    help=f"How many clients {SANNE.name} has: all but {TOLD_FOR_SANNE} are simulated, and their histories end today.",
)
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Which clients are simulated."
)
@database_options
def demo_command(port: int, clients: int, seed: int, database_url: str | None, data_dir: Path | None) -> None:
    """Start the service with invented people and four journeys, print a sign-in link for each, and run until Ctrl-C.

    The demo's data, keys and erasure ledger are in a temporary folder and are deleted when it stops, unless --data-dir or
    --database-url says where to keep them. The links work while the demo runs, on this machine only.
    """
    with bind_socket(port) as listening, _somewhere(database_url, data_dir) as place:
        origin = f"http://localhost:{listening.getsockname()[1]}"
        settings = _settings(place, origin)
        # Before anything is made: a demo is refused where real people may be.
        DemoSignIn(()).router(settings)
        with running_database(place) as dsn:
            ready = replace(settings, database_url=dsn)
            if ready.migrate:
                asyncio.run(_make_tables(dsn))
            simulated = simulated_clients(clients, seed)
            with _shown(simulated) as progress:
                players, findings = asyncio.run(set_up_demo(dsn, place, ready, simulated, progress))
            guests = [make_guest(one) for one in players]
            app = create_app(ready, demo=DemoSignIn(guests), private_server=place.is_private)
            run_server(
                listening,
                app,
                lambda _: _announce(origin, findings, guests, simulated),
                settings=settings,
                log_level="warning",
                records=False,
            )


async def _make_tables(dsn: str) -> None:
    await migrate(dsn)
    await load_starter(dsn)


@contextmanager
def _shown(simulated: CohortPlan | None) -> Generator[Callable[[int], None]]:
    """Shows how far the simulated clients are, which take minutes when they are many."""
    if simulated is None:
        yield lambda _: None
        return
    with shown_progress(simulated.clients, "Simulating") as advance:
        yield advance


@contextmanager
def _somewhere(database_url: str | None, data_dir: Path | None) -> Generator[DatabaseLocation]:
    with tempfile.TemporaryDirectory(prefix="soundings-demo-", ignore_cleanup_errors=True) as folder:
        # For root the database runs as another user, who passes through.
        Path(folder).chmod(0o711)
        yield DatabaseLocation(
            database_url=database_url,
            data_dir=data_dir or Path(folder) / "database",
            durable=data_dir is not None,
        )


def _settings(place: DatabaseLocation, origin: str) -> Settings:
    """Settings with accounts and keys, for this machine's names only, and without a mail server."""
    chosen = replace(
        read_settings(),
        access="accounts",
        origin=origin,
        allowed_hosts="",
        trusted_proxies="",
        smtp_url=None,
        mail_from=None,
    )
    if place.database_url and not (chosen.keyring or chosen.keyring_json):
        # Everybody in it is invented, and the next demo on this server has to find them.
        chosen = replace(chosen, keyring_json=DEVELOPMENT_KEYRING.to_json().decode())
    # What was erased elsewhere may well be shown here.
    ledger = str(open_ledger(chosen.ledger, place.data_dir).path)
    return replace(with_keyring(chosen, place), ledger=ledger)


def simulated_clients(clients: int, seed: int) -> CohortPlan | None:
    """The simulated among so many clients of a coach; their histories end today, wherever they live.

    They are in different weeks of their programmes, as a coach's clients are.
    """
    if clients <= TOLD_FOR_SANNE:
        return None
    until = min(today_in(zone, utc_now()) for zone in DEFAULT_TIME_ZONES.values())
    return CohortPlan(seed=seed, clients=clients - TOLD_FOR_SANNE, weeks=WEEKS, staggered=True, until=until)


async def set_up_demo(
    dsn: str,
    place: DatabaseLocation,
    settings: Settings,
    simulated: CohortPlan | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[list[DemoPerson], list[str]]:
    """Sets up people and journeys. Returns the people, and a finding for each journey as it stood last Sunday."""
    today = dt.datetime.now().astimezone().date()
    async with open_operator_context(dsn, place, settings) as context:
        services = context.services
        stage = DemoScenario(
            context.accounts,
            services.journeys,
            services.programmes,
            services.worker_pool,
            context.account_services.reply_links,
            atlas=services.atlas,
            studies=services.studies,
        )
        players = await stage.set_up([*demo.demo_histories(today), ended_history(today)], simulated, progress)
        findings = [
            await _finding(services.journeys, one, demo.last_sunday(today)) for one in players if one.journeys
        ]
        # The first page somebody opens is the list: let it be there.
        await catch_up(services)
        if simulated:
            # As the service does every night; else the first pages would wait for it.
            await services.scheduler.run_once()
            await catch_up(services)
            await _show_analyses(services, simulated, players)
            [coach] = [one for one in players if one.part is SANNE]
            await look_at_clients(
                services.seen_news,
                services.caseload,
                services.journeys,
                tenant_id=coach.tenant_id,
                coach_id=coach.person_id,
                today=simulated.until,
            )
        return players, findings


async def _show_analyses(services: Services, simulated: CohortPlan, players: Sequence[DemoPerson]) -> None:
    """Shows what comes of a study, where enough clients take part."""
    if services.analyses is None or simulated.clients < FEWEST_CLIENTS:
        return
    staff = {one.part: one for one in players}
    tenant_id = staff[RESEARCHER].tenant_id
    async with keep_read_models(services):
        await show_analyses(
            services.analyses,
            tenant_id,
            study_of_chances(tenant_id),
            researcher_id=staff[RESEARCHER].person_id,
            admin_id=staff[ADMIN].person_id,
        )


async def _finding(journeys: Journeys, player: DemoPerson, on: dt.date) -> str:
    profile = await journeys.view(PROFILE, player.journeys[-1], on=on, tenant_id=player.tenant_id)
    return f"{profile.called}, after week {profile.week}: {profile_headline(profile)}"


def make_guest(player: DemoPerson) -> DemoGuest:
    return new_guest(player.part.name, player.part.role, player.tenant_id, player.person_id)


def _announce(
    origin: str, findings: Sequence[str], guests: Sequence[DemoGuest], simulated: CohortPlan | None
) -> None:
    """Prints what there is and the sign-in link of each person, the address of them all last."""
    for line in findings:
        print_line(line)
    if simulated:
        print_line(f"And {simulated.clients} simulated clients of {SANNE.name} (seed {simulated.seed})")
    print_line()
    print_line("Open a link to sign in. The links work on this machine, while the demo runs:")
    for one in guests:
        print_line(f"  {f'{one.name}, {one.role}':<{LABEL_WIDTH}}  {origin}{one.path}")
    print_line()
    print_line("Or choose on this page. Ctrl-C stops the demo.")
    print_line(f"{origin}{DEMO_PATH}")
