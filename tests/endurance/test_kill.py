"""Promises that hold when the service or the database is killed in the middle of a load."""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import httpx
import pytest

from service.system_ids import CLOCK_ACTOR
from tests.endurance.service_process import Client, Service

pytestmark = pytest.mark.slow

CLIENTS = 12
STEPS = 50
"""Enough for all to be busy at each mishap and for a while after it."""


@pytest.fixture(scope="module")
async def shared_service() -> AsyncIterator[Service]:
    """A service for tests with journeys of their own: to start one takes longer than to kill it."""
    service = Service()
    yield service
    await service.stop()
    shutil.rmtree(service.home, ignore_errors=True)


@pytest.fixture
async def service(shared_service: Service) -> Service:
    """The service, running."""
    if not shared_service.address:
        await shared_service.start()
    return shared_service


# ASVS 2.3.3
async def test_nothing_acknowledged_is_lost_when_the_service_is_killed(service: Service) -> None:
    async def kill_and_start_again() -> None:
        await service.kill()
        await service.start()

    clients = await load(service, kill_and_start_again)

    assert sum(client.asked_again for client in clients) > 0
    await all_is_there_once(service, clients)


async def test_nothing_acknowledged_is_lost_when_the_database_is_killed(service: Service) -> None:
    async def kill_database() -> None:
        service.kill_database()

    clients = await load(service, kill_database)

    await all_is_there_once(service, clients)


async def test_asked_to_stop_it_lets_go_of_its_database(service: Service) -> None:
    code = await service.stop()

    assert code == 0
    assert not (service.home / "pgdata" / "postmaster.pid").exists()


async def load(service: Service, mishap: Callable[[], Awaitable[None]]) -> Sequence[Client]:
    """Many clients at once, and the mishap while they are busy, twice."""
    clients = [Client(service) for _ in range(CLIENTS)]
    async with httpx.AsyncClient() as http:
        busy = asyncio.gather(*(client.explore(http, STEPS) for client in clients))
        for answered in (CLIENTS * STEPS // 5, CLIENTS * STEPS // 2):
            while sum(len(client.answers) for client in clients) < answered:
                await asyncio.sleep(0.01)
            assert not busy.done(), "the mishap comes too late to matter"
            await mishap()
        await busy

    return clients


async def all_is_there_once(service: Service, clients: Sequence[Client]) -> None:
    async with httpx.AsyncClient() as http:
        for client in clients:
            assert {answer.status_code for answer in client.answers.values()} == {201}
            recorded = await recorded_commands(http, service, client)
            assert recorded == Counter(list(client.sent))
            for command_id, first in list(client.answers.items())[::8]:
                again = await client.send(http, client.sent[command_id])
                assert again is not None
                assert again.json() == first.json()


async def recorded_commands(http: httpx.AsyncClient, service: Service, client: Client) -> Counter[str]:
    url = f"{service.address}api/v1/journeys/{client.journey}/events"
    answer = await http.get(url, params={"limit": 1000})
    events = answer.json()["events"]

    assert [event["number"] for event in events] == list(range(1, len(events) + 1))
    # The clock tells things of its own meanwhile.
    told = [event for event in events if event["actor_id"] != str(CLOCK_ACTOR)]
    return Counter(event["command_id"] for event in told)
