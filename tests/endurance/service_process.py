"""A real service in a process of its own, to be killed."""

import asyncio
import os
import resource
import signal
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx

from tests.forked import Forked, run_soundings


class Service:
    """`soundings serve` on a private database in a folder of its own."""

    def __init__(self) -> None:
        # Not in pytest's folder, which the database's own user could not reach when the tests run as root.
        self.home = Path(tempfile.gettempdir()) / f"soundings-kill-{uuid4().hex[:8]}"
        self.address = ""
        self._process: Forked | None = None

    async def start(self, descriptors: int | None = None, **settings: str) -> None:
        """Starts it, with a soft limit on descriptors if need be."""
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | settings
        self._process = Forked(_serve, self.home, environment, descriptors)
        line = ""
        async with asyncio.timeout(60):
            while not line.startswith("http://"):
                line = (await asyncio.to_thread(self._process.stdout.readline)).strip()
                assert line, "the service ended before it said where it is"
        self.address = line

    async def kill(self) -> None:
        assert self._process is not None
        self.address = ""
        self._process.send_signal(signal.SIGKILL)
        await self._ended(self._process)

    async def stop(self) -> int:
        assert self._process is not None
        self.address = ""
        self._process.send_signal(signal.SIGTERM)
        return await self._ended(self._process)

    async def _ended(self, process: Forked) -> int:
        with process:
            return await asyncio.to_thread(process.wait, 30)

    @property
    def database_pid(self) -> int:
        """The process of the postmaster."""
        return int((self.home / "pgdata" / "postmaster.pid").read_text().split("\n", maxsplit=1)[0])

    @contextmanager
    def hanging_database(self) -> Generator[None]:
        """Stops the database in the middle of what it does, until the block ends."""
        processes = [self.database_pid, *_children(self.database_pid)]
        for pid in processes:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in processes:
                os.kill(pid, signal.SIGCONT)

    def kill_database(self) -> None:
        """kill -9 of the postmaster, as bad as a crash gets short of a power cut."""
        os.kill(self.database_pid, signal.SIGKILL)


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _serve(home: Path, environment: Mapping[str, str], descriptors: int | None) -> None:
    if descriptors:
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, hard))
    run_soundings(("serve", "--port", "0", "--data-dir", str(home)), environment)


class Client:
    """One client who logs roles on a journey and asks again, with the same id, until there is an answer."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.journey = uuid4()
        self.answers: dict[str, httpx.Response] = {}
        self.sent: dict[str, Mapping[str, object]] = {}
        self.asked_again = 0

    async def explore(self, http: httpx.AsyncClient, steps: int) -> None:
        started = {
            "type": "StartJourney",
            "happened_on": "2026-01-12",
            "called": "Kari",
            "track": "curative",
            "locale": "nb-NO",
            "time_zone": "Europe/Oslo",
        }
        await self._order(http, started)
        for number in range(steps):
            role = {
                "type": "DiscoverRole",
                "happened_on": "2026-01-13",
                "role_id": str(uuid4()),
                "title": f"role {number}",
                "distance": "near",
            }
            await self._order(http, role)

    async def _order(self, http: httpx.AsyncClient, command: Mapping[str, object]) -> None:
        command_id = str(uuid4())
        order = {"command_id": command_id, "commands": [command]}
        self.sent[command_id] = order
        async with asyncio.timeout(60):
            while (answer := await self.send(http, order)) is None:
                self.asked_again += 1
                await asyncio.sleep(0.05)
        self.answers[command_id] = answer

    async def send(self, http: httpx.AsyncClient, order: Mapping[str, object]) -> httpx.Response | None:
        """The answer; None when there was none, or the service was not able to give one."""
        try:
            url = f"{self._service.address}api/v1/journeys/{self.journey}/commands"
            answer = await http.post(url, json=order, timeout=10)
        except (httpx.HTTPError, httpx.InvalidURL):
            return None
        return None if answer.status_code == 503 else answer
