"""Whatever form a coach sends, and however it is answered, an access to the journey is recorded once."""

from collections import Counter
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.sight import GrantSight
from service.authorization.access_log import AccessRecord
from tests.authorization.people import ServiceWithPeople, service_with_people
from tests.cast import INGRID, NORTHERN_LIGHT
from tests.cast import MARLOES as CLIENT
from tests.commands import execute_each
from tests.databases import Databases
from tests.same_origin import SAME_ORIGIN
from tests.web.sample import MARLOES, NOON, day
from tests.web.test_forms_sent_again import OTHER_ROWS, ROWS, Fields, whole_journey

pytestmark = pytest.mark.slow

FORMS = [*((address, fields) for _, _, address, fields in ROWS), *OTHER_ROWS]


@pytest.fixture
async def service(databases: Databases) -> AsyncIterator[ServiceWithPeople]:
    """The sample journey, seen whole by its coach."""
    coach_id = INGRID.person_id
    async with databases.borrowed() as dsn, service_with_people(dsn) as running:
        running.clock.now = NOON
        await execute_each(
            running.app.state.services.journeys,
            MARLOES,
            *whole_journey(),
            AssignCoach(happened_on=day(1), coach_id=coach_id, name="Ingrid"),
            GrantSight(
                happened_on=day(1), reader_id=coach_id, reader="coach", name="Ingrid", scope="everything"
            ),
            actor_id=CLIENT.person_id,
            tenant_id=NORTHERN_LIGHT,
        )
        await running.clients.link_journey(NORTHERN_LIGHT, MARLOES, CLIENT.person_id)
        running.known["coach"] = INGRID
        await running.shown()
        yield running


async def send(service: ServiceWithPeople, address: str, fields: Fields) -> int:
    """The status that a form of the coach's is answered with."""
    answer = await service.http.post(
        address,
        data={"command_id": str(uuid4())} | fields,
        headers=SAME_ORIGIN | {"x-asks": "coach"},
    )
    return answer.status_code


async def recorded(service: ServiceWithPeople) -> dict[UUID, AccessRecord]:
    page = await service.rights.access_log.all_records(NORTHERN_LIGHT, MARLOES)
    return {one.look_id: one for one in page.looks}


async def test_a_form_of_a_coach_is_one_access_whether_it_is_refused_or_accepted(
    service: ServiceWithPeople,
) -> None:
    statuses, twice = Counter[int](), list[tuple[int, str, list[str]]]()
    before = await recorded(service)
    for address, fields in FORMS:
        for filled in ({}, dict.fromkeys(fields, "x"), fields):
            status = await send(service, address, filled)
            after = await recorded(service)
            actions = [str(one.act) for look_id, one in after.items() if look_id not in before]
            statuses[status] += 1
            if len(set(actions)) != len(actions):
                twice.append((status, address, actions))
            before = after

    assert twice == []
    assert statuses[303] > 10
    assert statuses[422] > 100
