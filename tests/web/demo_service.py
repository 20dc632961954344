"""The demo in this process: invented people, their journeys, and a browser for each without scripts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from service.app import create_app
from service.cli.database import DatabaseLocation
from service.cli.demo import make_guest, set_up_demo
from service.cli.keyring import with_keyring
from service.research.simulation.cohort import CohortPlan
from service.settings import Settings
from service.web.sign_in.demo_routes import DemoGuest, DemoSignIn
from tests.api.client import speaking_to
from tests.apps import running
from tests.same_origin import SAME_ORIGIN

SITE = "http://localhost"


class Demo:
    """Who can sign in."""

    def __init__(self, guests: list[DemoGuest], site: httpx.AsyncClient) -> None:
        self.guests = guests
        self.site = site

    @asynccontextmanager
    async def as_(self, guest: DemoGuest) -> AsyncIterator[httpx.AsyncClient]:
        """Somebody who has signed in."""
        self.site.cookies.clear()
        answer = await self.site.post(guest.path, headers=SAME_ORIGIN)
        assert answer.status_code == 303, answer.text
        yield self.site
        self.site.cookies.clear()


@asynccontextmanager
async def demo(dsn: str, folder: Path, simulated: CohortPlan | None = None) -> AsyncIterator[Demo]:
    """The demo on a database."""
    place = DatabaseLocation(database_url=dsn, data_dir=folder)
    plain = Settings(
        database_url=dsn, access="accounts", origin=SITE, migrate=False, ledger=str(folder / "ledger")
    )
    settings = with_keyring(plain, DatabaseLocation(database_url=None, data_dir=folder / "database"))
    players, _ = await set_up_demo(dsn, place, settings, simulated)
    guests = [make_guest(one) for one in players]
    async with (
        running(create_app(settings, demo=DemoSignIn(guests))) as app,
        speaking_to(app, SITE) as site,
    ):
        yield Demo(guests, site)
