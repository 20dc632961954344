"""Clients who send their requests by the letter keep nobody from being answered."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import httpx
import pytest

from tests.endurance.service_process import Client, Service

pytestmark = pytest.mark.slow

DESCRIPTORS = 300
PER_ADDRESS = 64
SECONDS = 2
HEAD = b"POST /api/v1/journeys/3f0a8f2e-0000-4000-8000-000000000001/commands HTTP/1.1\r\nHost: localhost\r\n"
BODY = HEAD + b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
BEGINNINGS = (b"", HEAD, BODY)
"""What slow clients send and then stop: nothing, half a head, half a body."""
MANY = BEGINNINGS * 130


@pytest.fixture(scope="module")
async def service() -> AsyncIterator[Service]:
    """A service that may begin with too few descriptors for all slow clients."""
    service = Service()
    await service.start(
        DESCRIPTORS,
        SOUNDINGS_CONNECTIONS_PER_ADDRESS=str(PER_ADDRESS),
        SOUNDINGS_RECEIVE_SECONDS=str(SECONDS),
    )
    yield service
    await service.stop()
    shutil.rmtree(service.home, ignore_errors=True)


class SlowClient:
    """Begins a request, and goes on letter by letter, if at all."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    @classmethod
    async def begin(cls, service: Service, beginning: bytes) -> "SlowClient":
        place = urlsplit(service.address)
        slow = cls(*await asyncio.open_connection(place.hostname, place.port))
        slow.writer.write(beginning)
        return slow

    async def until_closed(self, *, dribbling: bool = False) -> bytes:
        """What the service said before it closed the connection."""
        told = asyncio.ensure_future(self.reader.read())
        while not (await asyncio.wait([told], timeout=0.2))[0]:
            if dribbling:
                self.writer.write(b"x")
        return b"" if told.exception() else told.result()


@asynccontextmanager
async def slow_clients(service: Service, *beginnings: bytes) -> AsyncIterator[list[SlowClient]]:
    """Slow clients at once."""
    clients = [await SlowClient.begin(service, one) for one in beginnings]
    yield clients
    for client in clients:
        client.writer.close()
        with suppress(ConnectionError):
            await client.writer.wait_closed()


async def test_while_many_are_slow_all_others_are_answered_and_nothing_is_restarted(service: Service) -> None:
    database, client = service.database_pid, Client(service)

    async with slow_clients(service, *MANY), httpx.AsyncClient(base_url=service.address) as http:
        for path in ("health/live", "health/ready", ""):
            async with httpx.AsyncClient(base_url=service.address) as newcomer:
                assert (await newcomer.get(path)).status_code == 200
        await client.explore(http, 20)

    assert (client.asked_again, service.database_pid) == (0, database)
    assert {one.status_code for one in client.answers.values()} == {201}


async def test_a_request_that_takes_too_long_is_ended(service: Service) -> None:
    async with slow_clients(service, *BEGINNINGS, HEAD, BODY) as slow, asyncio.timeout(20 * SECONDS):
        told = await asyncio.gather(
            *(client.until_closed(dribbling=number >= len(BEGINNINGS)) for number, client in enumerate(slow))
        )

    assert [one.partition(b" Request")[0] for one in told] == [b"", *[b"HTTP/1.1 408"] * 4]


async def test_while_the_database_hangs_the_service_says_so_in_time(service: Service) -> None:
    async with httpx.AsyncClient(base_url=service.address, timeout=10) as http:
        with service.hanging_database():
            answers = [(await http.get(f"health/{path}")).status_code for path in ("ready", "live", "ready")]
        async with asyncio.timeout(30):
            while (await http.get("health/ready")).status_code != 200:
                await asyncio.sleep(0.1)

    assert answers == [503, 200, 503]


async def test_who_is_being_answered_does_not_give_way(service: Service) -> None:
    client = Client(service)
    async with httpx.AsyncClient(base_url=service.address) as http:
        await client.explore(http, 1)
        async with http.stream("GET", f"live/{client.journey}") as live:
            assert live.status_code == 200
            async with slow_clients(service, *MANY) as slow:
                assert await slow[0].until_closed() == b""
                async with httpx.AsyncClient() as other:
                    await client.explore(other, 1)
                async with asyncio.timeout(20):
                    assert await anext(one async for one in live.aiter_lines() if one)
