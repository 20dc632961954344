"""What stands in a log already is shown, or left out with a notice; and no journey's data stops anything for others."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from icalendar import Calendar
from litestar import Litestar

from projections.agenda.projection import AGENDA
from service.container import Services
from service.localization.translator import translator_for
from service.read_models.parked import parked_streams
from service.settings import Settings
from service.system_ids import LOCAL_TENANT
from service.web.agenda.calendar_events import calendar_events
from service.web.agenda.calendar_file import render_icalendar
from tests.api.client import speaking_to
from tests.api.described import OPERATIONS, answered_wrongly
from tests.apps import running_app
from tests.broken_journeys import DISORDERLY, READABLE, UNFOLDABLE, WHOLE, write
from tests.databases import Databases
from tests.web.walk import walked

pytestmark = pytest.mark.slow

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
VIEWS = [
    one
    for one in OPERATIONS
    if one.method == "get" and one.is_json and one.path.count("{") == one.path.count("{journey_id}") == 1
]
"""The addresses for programs about one journey."""
each_readable = pytest.mark.parametrize("kind", READABLE)


@pytest.fixture(scope="module")
async def app(databases: Databases) -> AsyncIterator[Litestar]:
    """The application over a log with a sound journey and those that are readable in spite of their dates."""
    async with databases.borrowed() as dsn:
        settings = Settings(database_url=dsn, migrate=False, clock=False)
        async with running_app(settings, now=lambda: NOON) as app:
            services: Services = app.state.services
            kinds = {**UNFOLDABLE, **DISORDERLY, **READABLE, "sound": WHOLE}
            app.state.ids = {kind: await write(services.log, states) for kind, states in kinds.items()}
            assert await services.projector.wait_for(await services.log.head(), 10), (
                services.projector.failure
            )
            yield app


@pytest.fixture
async def ids(app: Litestar) -> Mapping[str, UUID]:
    found: Mapping[str, UUID] = app.state.ids
    return found


@pytest.fixture
async def http(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with speaking_to(app) as http:
        yield http


@each_readable
async def test_every_page_of_a_readable_journey_is_shown(
    http: httpx.AsyncClient, ids: Mapping[str, UUID], kind: str
) -> None:
    async def look(address: str) -> tuple[int, str]:
        if str(ids[kind]) not in address:
            return 200, ""
        answer = await http.get(address, follow_redirects=True)
        return answer.status_code, answer.text

    found = await walked(look, f"/journeys/{ids[kind]}/week", f"/clients/{ids[kind]}")

    assert len(found) > 30


@each_readable
async def test_every_view_of_it_is_answered_as_described(
    http: httpx.AsyncClient, ids: Mapping[str, UUID], kind: str
) -> None:
    answers = [(view, await http.get(view.path.replace("{journey_id}", str(ids[kind])))) for view in VIEWS]

    assert [view.path for view, answer in answers if answer.status_code >= 500] == []
    assert [fault for view, answer in answers for fault in answered_wrongly(view, answer)] == []


@each_readable
async def test_its_calendar_is_valid(app: Litestar, ids: Mapping[str, UUID], kind: str) -> None:
    folded = await app.state.services.journeys.load(ids[kind], AGENDA)
    planned = calendar_events(folded, translator_for("nl"), NOON, names=True, alarms="all")
    calendar: Any = Calendar.from_ical(render_icalendar(planned, folded))

    assert all(one["dtend"].dt > one["dtstart"].dt for one in calendar.walk("VEVENT"))


async def test_an_impossible_date_is_shown_with_a_notice(
    http: httpx.AsyncClient, ids: Mapping[str, UUID]
) -> None:
    impossible, sound = [await http.get(f"/journeys/{ids[kind]}/history") for kind in ("year 26", "sound")]

    notice = "This entry has an impossible date."
    assert (notice in impossible.text, notice in sound.text) == (True, False)


async def test_the_projector_keeps_the_lists_of_all_others(app: Litestar, ids: Mapping[str, UUID]) -> None:
    services: Services = app.state.services
    listed = {
        one.journey_id for one in (await services.caseload.page(None, 100, tenant_id=LOCAL_TENANT)).cases
    }

    assert services.projector.failure is None
    assert {ids[kind] for kind in ("sound", *READABLE)} <= listed


@pytest.mark.parametrize("address", ["/", "/desk", "/desk/discoveries", "/api/v1/journeys", "/api/v1/desk"])
async def test_a_list_has_all_others(http: httpx.AsyncClient, ids: Mapping[str, UUID], address: str) -> None:
    answer = await http.get(address, follow_redirects=True)

    assert answer.status_code == 200
    assert [kind for kind in ("sound", *READABLE) if str(ids[kind]) not in answer.text] == []


async def test_every_job_is_done_for_all_others(
    app: Litestar, http: httpx.AsyncClient, ids: Mapping[str, UUID]
) -> None:
    services: Services = app.state.services
    for task in services.tasks.values():
        await task.run_once()
    due = await services.scheduler.run_once()

    assert {name: task.failure for name, task in services.tasks.items()} == dict.fromkeys(services.tasks)
    assert services.scheduler.troubled.keys().isdisjoint(ids[kind] for kind in ("sound", *READABLE))
    assert due == 0
    health = (await http.get("/health/ready")).json()
    assert 0 < health["journeys_not_looked_at"] == len(services.scheduler.troubled)
    assert 0 < health["journeys_not_listed"] == len(await parked_streams(services.worker_pool))
    assert health["journeys_not_erased"] == 0
