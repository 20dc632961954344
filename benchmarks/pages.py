"""Server time of pages: a client's profile and week, and the desk of a coach with 60 clients.

    python -m benchmarks.pages [--clients 60] [--events 200] [--rounds 40] [--dsn postgresql://...]

The whole service with accounts, sealed, behind its door, in this process: from the request to the last byte,
without a network. The peer is the API's answer about the same thing in the same round: the ratio says what a
page costs over its data. A first look folds the histories; the medians are of the looks after it.
"""

import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import click
import httpx
import uvloop
from litestar import Litestar
from pyotp.totp import TOTP

from benchmarks.server import create_database, server, uri
from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.sight import GrantSight
from domain.journey.commands.start import StartJourney
from domain.journey.decide import UserCommand
from domain.vocabulary import ConsentPurpose
from service.accounts.accounts import Accounts
from service.accounts.caller import AccountRole, Caller
from service.accounts.people import Person
from service.accounts.throttle import AttemptSource
from service.app import create_app
from service.application.journeys import Journeys
from service.clock import Clock
from service.encryption.memory import MemoryVault
from service.postgres.migrations import migrate
from service.settings import Settings
from tests.api.client import speaking_to
from tests.apps import running
from tests.commands import execute
from tests.histories import History, sample_journey
from tests.same_origin import SAME_ORIGIN

SITE = "http://localhost"
AGREED: tuple[ConsentPurpose, ...] = ("coaching",)
AT_ONCE = 50
"""Commands that are executed together."""
TARGET = 50.0
"""Milliseconds for the profile, and for a desk of 60 clients."""
HEAVIEST = 60_000
"""Bytes of that desk with all its rows."""


class Organisation:
    """A coach with clients, each with a journey."""

    def __init__(self, app: Litestar, histories: Sequence[History], now: Clock) -> None:
        self._accounts: Accounts = app.state.services.accounts.accounts
        self._journeys: Journeys = app.state.services.journeys
        self._histories = histories
        self._now = now

    async def settle(self) -> tuple[list[str], str]:
        """Creates the organisation; returns the sessions of the clients, and that of the coach."""
        tenant_id = await self._accounts.create_organisation("Harbour Pilots")
        by = Caller(tenant_id=tenant_id, person_id=uuid4(), roles=frozenset({"admin"}), way="local")
        coach = await self._person(by, "coach@example.org", "coach")
        sessions: list[str] = []
        for number, history in enumerate(self._histories):
            client = await self._person(by, f"client{number}@example.org", "client")
            await self._journey(client, coach, history)
            sessions.append((await self._accounts.sign_in_new_person(client)).secret)
        return sessions, await self._at_work(coach)

    async def _at_work(self, coach: Person) -> str:
        """A session with a second factor, which staff need."""
        weak = (await self._accounts.sign_in_new_person(coach)).caller
        totp = TOTP((await self._accounts.credentials.start_totp(weak)).secret)
        code, source = totp.at(self._now()), AttemptSource("127.0.0.1")
        return (await self._accounts.credentials.confirm_totp(weak, code, source)).secret

    async def _person(self, by: Caller, email: str, role: AccountRole) -> Person:
        invited = await self._accounts.invite(by, email, role, locale="nl")
        name = email.partition("@")[0]
        return await self._accounts.accept_invitation(
            invited.link_secret, name=name, consents=AGREED if role == "client" else ()
        )

    async def _journey(self, client: Person, coach: Person, history: History) -> None:
        begin, *lived = history.commands
        assert isinstance(begin, StartJourney)
        day, name = history.today, coach.name or ""
        seen: list[UserCommand] = [
            AssignCoach(happened_on=day, coach_id=coach.person_id, name=name),
            GrantSight(
                happened_on=day, reader_id=coach.person_id, reader="coach", name=name, scope="everything"
            ),
        ]
        commands = [begin, *lived, *seen]
        for first in range(0, len(commands), AT_ONCE):
            await execute(
                self._journeys,
                history.journey_id,
                *commands[first : first + AT_ONCE],
                actor_id=client.person_id,
                tenant_id=client.tenant_id,
            )
        await self._accounts.link_journey(client.tenant_id, history.journey_id, client.person_id)


@asynccontextmanager
async def signed_in(app: Litestar, secret: str) -> AsyncIterator[httpx.AsyncClient]:
    async with speaking_to(app, SITE) as site:
        site.cookies.set("soundings", secret)
        yield site


async def took(site: httpx.AsyncClient, address: str) -> float:
    """Milliseconds until the whole response has arrived."""
    began = time.perf_counter()
    answer = await site.get(address, headers={"accept-encoding": "gzip"})
    spent = 1000 * (time.perf_counter() - began)
    answer.raise_for_status()
    return spent


async def weighed(site: httpx.AsyncClient, address: str) -> int:
    """Bytes of a page on the way."""
    headers = {"accept-encoding": "gzip", **SAME_ORIGIN}
    async with site.stream("GET", address, headers=headers) as answer:
        return sum([len(part) async for part in answer.aiter_raw()])


async def measured(dsn: str, clients: int, events: int, rounds: int) -> None:
    await migrate(dsn)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=dsn,
            access="accounts",
            origin=SITE,
            migrate=False,
            clock=False,
            ledger=str(Path(folder) / "ledger"),
        )
        histories = [sample_journey(seed, events) for seed in range(clients)]
        last = max(one.today for one in histories)
        moment = datetime(last.year, last.month, last.day, 18, tzinfo=UTC) + timedelta(days=1)
        async with running(create_app(settings, clock=lambda: moment, vault=MemoryVault())) as app:
            (client, *_), coach = await Organisation(app, histories, lambda: moment).settle()
            journey_id = histories[0].journey_id
            assert await app.state.services.projector.wait_for(
                await app.state.services.journeys.log.head(), 120
            )
            async with signed_in(app, client) as own, signed_in(app, coach) as desk:
                at, api = f"/journeys/{journey_id}", "/api/v1"
                print(f"{'':22}{'first':>9}{'page':>10}{'API':>10}{'ratio':>8}")
                for name, site, page, data in (
                    ("profile", own, f"{at}/profile", f"{api}{at}/profile"),
                    ("this week", own, f"{at}/week", f"{api}{at}/weeks"),
                    (f"desk of {clients}", desk, "/desk", f"{api}/desk"),
                    ("all its rows", desk, "/desk?every=yes", f"{api}/desk"),
                    ("client, by the coach", desk, f"/clients/{journey_id}", f"{api}{at}/profile"),
                ):
                    first = await took(site, page)
                    pairs = [(await took(site, page), await took(site, data)) for _ in range(rounds)]
                    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
                    print(f"{name:<22}{first:>6.0f} ms{ours:>7.1f} ms{theirs:>7.1f} ms{ours / theirs:>8.2f}")
                weight = await weighed(desk, "/desk?every=yes")
    print(f"target for the profile and the desk: {TARGET:.0f} ms")
    print(f"weight of all rows of the desk: {weight / 1000:.1f} kB, target {HEAVIEST / 1000:.0f} kB")


@click.command(help=__doc__)
@click.option("--clients", default=60, show_default=True)
@click.option("--events", default=200, show_default=True)
@click.option("--rounds", default=40, show_default=True)
@click.option("--dsn", help="Another server than a private one.")
def main(clients: int, events: int, rounds: int, dsn: str | None) -> None:
    with server(dsn) as maintenance:
        uvloop.run(measured(uri(create_database(maintenance)), clients, events, rounds))


if __name__ == "__main__":
    main()
