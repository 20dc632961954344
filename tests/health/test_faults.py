"""Health that does not lie: with a real service and a real server, each fault is told in time, and goes by itself."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from service.encryption.keyring import KeyringFile
from service.operations.folders import measure, watched_folders
from service.postgres.connections import translate_driver_errors
from service.postgres.errors import DiskFull, Overloaded
from service.postgres.server import EmbeddedPostgres
from tests.endurance.service_process import Client, Service

pytestmark = pytest.mark.slow

TOLD_WITHIN = 30.0
WELL_WITHIN = 10.0
AWAY_SECONDS = 20.0
"""Longer than any reader, job or scheduler waits before it tries again."""

Health = Callable[[], Awaitable[httpx.Response]]


@pytest.fixture(scope="module")
async def shared_service() -> AsyncIterator[Service]:
    service = Service()
    KeyringFile(keyring_of(service)).create()
    await service.start(SOUNDINGS_SEALING="true", SOUNDINGS_KEYRING=str(keyring_of(service)))
    yield service
    keyring_of(service).unlink()
    await service.stop()
    shutil.rmtree(service.home, ignore_errors=True)


@pytest.fixture
async def service(shared_service: Service) -> Service:
    async with asyncio.timeout(WELL_WITHIN):
        while (await ready(shared_service)).status_code != 200:
            await asyncio.sleep(0.1)
    return shared_service


def keyring_of(service: Service) -> Path:
    return service.home.with_name(f"{service.home.name}-keyring.json")


async def ready(service: Service) -> httpx.Response:
    async with httpx.AsyncClient(base_url=service.address, timeout=10) as http:
        return await http.get("health/ready")


async def record(service: Service) -> None:
    async with httpx.AsyncClient() as http:
        await Client(service).explore(http, 1)


@asynccontextmanager
async def connected(service: Service) -> AsyncIterator["asyncpg.Connection[Any]"]:
    """Another session on the database of the service."""
    connection = await asyncpg.connect(EmbeddedPostgres(service.home).start())
    try:
        yield connection
    finally:
        await connection.close()


async def until(service: Service, status: int, within: float) -> str:
    """What is said once health has this status."""
    began = time.monotonic()
    while True:
        answer = await ready(service)
        if answer.status_code == status:
            return str(answer.json().get("detail", ""))
        assert time.monotonic() - began < within, (answer.status_code, answer.text)
        await asyncio.sleep(0.2)


async def page(service: Service) -> str:
    async with httpx.AsyncClient(base_url=service.address, timeout=10) as http:
        return (await http.get("desk")).text


async def test_a_reader_held_by_a_lock_of_another_session_is_told(service: Service) -> None:
    async with connected(service) as other:
        async with other.transaction():
            await other.execute("lock table journeys in access exclusive mode")
            asked = asyncio.create_task(record(service))
            said = await until(service, 503, TOLD_WITHIN)
        await asked
    await until(service, 200, WELL_WITHIN)

    assert said.startswith("The list of journeys is stuck: ")


async def test_a_reader_that_another_process_holds_up_is_told_and_pages_say_so(service: Service) -> None:
    async with connected(service) as other:
        async with other.transaction():
            await other.execute("select * from notification_tracking for update")
            asked = asyncio.create_task(record(service))
            await until(service, 503, TOLD_WITHIN)
            await asyncio.sleep(12)
            shown = await page(service)
        await asked
    await until(service, 200, WELL_WITHIN)
    await asyncio.sleep(6)

    assert "late just now" in shown
    assert "late just now" not in await page(service)


async def test_a_clock_that_cannot_read_is_told(service: Service) -> None:
    async with connected(service) as other:
        await other.execute("revoke select on looks from soundings_worker")
        try:
            said = await until(service, 503, TOLD_WITHIN)
        finally:
            await other.execute("grant select on looks to soundings_worker")
    await until(service, 200, WELL_WITHIN)

    assert said == "The clock does not work: StoreError."


async def test_a_keyring_that_is_gone_is_told(service: Service) -> None:
    keyring = keyring_of(service)
    aside = keyring.rename(keyring.with_suffix(".aside"))
    try:
        said = await until(service, 503, TOLD_WITHIN)
    finally:
        aside.rename(keyring)
    await until(service, 200, WELL_WITHIN)

    assert said == "The keyring cannot be read."


async def test_a_database_that_hangs_keeps_nobody_waiting_and_afterwards_everything_lives_again_by_itself(
    service: Service,
) -> None:
    with service.hanging_database():
        said = await until(service, 503, TOLD_WITHIN)
        async with httpx.AsyncClient(base_url=service.address, timeout=2 * AWAY_SECONDS) as http:
            given_up = (await http.get("api/v1/journeys")).status_code
    began = time.monotonic()
    await until(service, 200, WELL_WITHIN)
    await record(service)
    async with httpx.AsyncClient(base_url=service.address) as http:
        while not (await http.get("api/v1/journeys", params={"wait_for": 1})).json()["journeys"]:
            await asyncio.sleep(0.1)

    assert (said, given_up) == ("The database is not responding.", 503)
    assert time.monotonic() - began < WELL_WITHIN


async def test_after_a_server_of_ones_own_was_stopped_everything_lives_again() -> None:
    service, home = Service(), Service().home
    server = EmbeddedPostgres(home)
    await service.start(DATABASE_URL=server.start(), SOUNDINGS_LEDGER=str(home / "erasures.jsonl"))
    try:
        await until(service, 200, WELL_WITHIN)
        assert server.stop()
        said = await until(service, 503, TOLD_WITHIN)
        await asyncio.sleep(AWAY_SECONDS)
        server.start()
        began = time.monotonic()
        await until(service, 200, WELL_WITHIN)
        await record(service)
        async with httpx.AsyncClient(base_url=service.address) as http:
            while not (await http.get("api/v1/journeys")).json()["journeys"]:
                await asyncio.sleep(0.1)
        took = time.monotonic() - began
    finally:
        await service.stop()
        server.stop()
        shutil.rmtree(home, ignore_errors=True)

    assert said == "The database is not responding."
    assert took < WELL_WITHIN


async def test_a_disk_without_room_is_told() -> None:
    service = Service()
    await service.start(SOUNDINGS_DISK_FREE_MB=str(2**40))
    try:
        said = await until(service, 503, TOLD_WITHIN)
        async with connected(service) as other:
            names: set[str] = set()
            while not names >= {"projector", "scheduler", "erasures"}:
                await asyncio.sleep(0.1)
                rows = await other.fetch("select name from heartbeats where failure is null")
                names = {row[0] for row in rows}
    finally:
        await service.stop()
        shutil.rmtree(service.home, ignore_errors=True)

    assert said.startswith("The disk of the data folder is full: ")
    assert "leader" in names


def test_the_folders_are_those_that_are_written_to(tmp_path: Path) -> None:
    found = list(measure(watched_folders(tmp_path / "ledger.jsonl", tmp_path / "no" / "exports")))

    assert [one.name for one in found] == ["data folder", "folder of exports", "temporary folder"]
    assert all(one.free_mb > 0 for one in found)


def test_a_database_without_room_is_told_and_commands_may_be_sent_again(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DiskFull, "last_at", None)
    with pytest.raises(Overloaded) as found, translate_driver_errors():
        raise asyncpg.DiskFullError("could not extend file")

    assert isinstance(found.value, DiskFull)
    assert DiskFull.last_at is not None
    assert [one.getMessage() for one in caplog.records] == ["the disk of the database is full"]
