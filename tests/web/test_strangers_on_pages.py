"""Every page of a journey, asked for by those it is not for: there is no such page, whatever is read or sent (ASVS 8.2.2, 8.3.1)."""

import re
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from litestar.routes import HTTPRoute

from service.accounts.caller import Caller
from tests.authorization.matrix import Who
from tests.authorization.people import ServiceWithPeople, service_with_people
from tests.authorization.story import PEOPLE, Told, told
from tests.cast import ADA, ANS, FOREIGN_CLIENT, FOREIGN_STAFF, HANNA, PIETER, SVEN
from tests.databases import Databases
from tests.same_origin import SAME_ORIGIN

pytestmark = pytest.mark.slow

World = tuple[ServiceWithPeople, Told]

STRANGERS: dict[str, Caller] = {
    "another client": ANS,
    "a coach whom nobody chose": SVEN,
    "a manager": HANNA,
    "a researcher": PIETER,
    "an administrator": ADA,
    "a client of another organisation": FOREIGN_CLIENT,
    "everybody at once elsewhere": FOREIGN_STAFF,
}
BOTH: tuple[Who, ...] = ("client", "coach_everything")
FILLED = {
    "deed": "follow-up",
    "what": "share",
    "kind": "conversation",
    "number": "3",
}
"""What stands in an address beside ids."""
FORM = {
    "command_id": str(uuid4()),
    "conclusion": "I was never here",
    "reason": "I was never here",
    "on": "2026-05-20",
}


@pytest.fixture(scope="module")
async def world(databases: Databases) -> AsyncIterator[World]:
    async with databases.borrowed() as dsn, service_with_people(dsn) as running:
        yield running, await told(running, ended=False)


def addresses(at_home: ServiceWithPeople, journey_id: UUID) -> list[tuple[str, str]]:
    """Every method and address of pages about a journey."""
    return [
        (method, filled(route.path_format, journey_id))
        for route in at_home.app.routes
        if isinstance(route, HTTPRoute)
        and "{journey_id}" in route.path_format
        and not route.path.startswith("/api")
        for method in sorted(set(route.methods) - {"OPTIONS", "HEAD"})
    ]


def filled(path: str, journey_id: UUID) -> str:
    def value(part: re.Match[str]) -> str:
        return str(journey_id) if part[1] == "journey_id" else FILLED.get(part[1], str(uuid4()))

    return re.sub(r"\{(\w+)\}", value, path)


@pytest.mark.parametrize("who", STRANGERS)
async def test_there_is_no_such_page_and_nothing_is_told(world: World, who: str) -> None:
    at_home, journeys = world
    journey_id = journeys.journey_for("client")
    before = await at_home.shown()
    at_home.known["stranger"] = STRANGERS[who]
    headers = SAME_ORIGIN | {"x-asks": "stranger"}

    found = {
        (method, address): (
            await at_home.http.request(
                method, address, headers=headers, data=FORM if method == "POST" else None
            )
        ).status_code
        for method, address in addresses(at_home, journey_id)
    }

    assert len(found) > 60
    assert {where: status for where, status in found.items() if status != 404} == {}
    assert await at_home.shown() == before


async def test_those_it_is_for_find_the_same_pages(world: World) -> None:
    at_home, journeys = world
    found = {
        who: {
            address.replace(str(journey_id), "")
            for method, address in addresses(at_home, journey_id)
            if method == "GET"
            and not address.startswith("/live")
            and (await at_home.ask(PEOPLE[who], address)).status_code == 200
        }
        for who in BOTH
        for journey_id in [journeys.journey_for(who)]
    }

    assert {"/journeys//week", "/journeys//log", "/journeys//profile", "/journeys//history"} <= found[
        "client"
    ]
    assert {"/clients/", "/clients//weeks", "/clients//notes"} <= found["coach_everything"]
