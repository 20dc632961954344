"""What a coach who sees everything finds on a client's pages: to read, and nothing to send or to call that is not theirs."""

import re
from collections.abc import AsyncIterator

import pytest

from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.network import SetContactPhone
from domain.journey.commands.sight import GrantSight
from tests.authorization.people import ServiceWithPeople, service_with_people
from tests.cast import INGRID, NORTHERN_LIGHT
from tests.cast import MARLOES as CLIENT
from tests.commands import execute_each
from tests.databases import Databases
from tests.web.sample import MARLOES, NOON, day, uid
from tests.web.test_forms_sent_again import whole_journey
from tests.web.walk import walked

pytestmark = pytest.mark.slow

NUMBER = "031-390 06 12"
CLIENT_PAGES = f"/journeys/{MARLOES}"
COACH_PAGES = f"/clients/{MARLOES}"
TELLING = (
    *(
        "week",
        "week/close",
        "plan",
        "log",
        "ending",
        "profile/unknown-roles",
        "profile/near-roles",
        "pitch",
        "profile/new-role",
        "profile/new-criterion",
    ),
)
"""Pages on which only a client tells something."""


@pytest.fixture
async def service(databases: Databases) -> AsyncIterator[ServiceWithPeople]:
    """The sample journey with a telephone number, seen whole by its coach."""
    coach_id = INGRID.person_id
    async with databases.borrowed() as dsn, service_with_people(dsn) as running:
        running.clock.now = NOON
        await execute_each(
            running.app.state.services.journeys,
            MARLOES,
            *whole_journey(),
            *(
                SetContactPhone(happened_on=day(8), contact_id=uid(name), phone=NUMBER)
                for name in ("Hugo", "Ida")
            ),
            AssignCoach(happened_on=day(1), coach_id=coach_id, name="Ingrid"),
            GrantSight(
                happened_on=day(1), reader_id=coach_id, reader="coach", name="Ingrid", scope="everything"
            ),
            actor_id=CLIENT.person_id,
            tenant_id=NORTHERN_LIGHT,
        )
        await running.clients.link_journey(NORTHERN_LIGHT, MARLOES, CLIENT.person_id)
        await running.shown()
        yield running


async def test_no_form_no_way_and_no_number_is_offered_that_is_not_theirs(service: ServiceWithPeople) -> None:
    forms: dict[str, list[str]] = {}
    numbers: list[str] = []

    async def look(address: str) -> tuple[int, str]:
        if not address.startswith((CLIENT_PAGES, COACH_PAGES)) or "/profile/moves" in address:
            return 200, ""
        answer = await service.ask(INGRID, address)
        forms[address] = re.findall(r'<form[^>]* method="post" action="(/journeys/[^"]*)"', answer.text)
        numbers.extend([address] if NUMBER in answer.text else [])
        return answer.status_code, answer.text

    found = await walked(look, COACH_PAGES, f"{CLIENT_PAGES}/profile", f"{CLIENT_PAGES}/more")

    assert len(found) > 12
    assert {address: sent for address, sent in forms.items() if sent} == {}
    assert numbers == []


async def test_a_phone_number_is_for_the_client_who_calls(service: ServiceWithPeople) -> None:
    person = f"{CLIENT_PAGES}/people/{uid('Ida')}"
    theirs, hers = await service.ask(INGRID, person), await service.ask(CLIENT, person)

    assert NUMBER in hers.text
    assert "Ida" in theirs.text
    assert NUMBER not in theirs.text


@pytest.mark.parametrize("page", TELLING)
async def test_a_page_for_telling_leads_a_coach_to_their_own(service: ServiceWithPeople, page: str) -> None:
    address = f"{CLIENT_PAGES}/{page}"
    theirs, hers = await service.ask(INGRID, address), await service.ask(CLIENT, address)

    assert hers.status_code == 200
    assert theirs.status_code == 403
    assert f'href="{COACH_PAGES}"' in theirs.text
    assert "/journeys/" not in "".join(re.findall(r'action="([^"]*)"', theirs.text))
