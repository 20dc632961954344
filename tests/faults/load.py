"""Clients who record one thing after the other, and ask again with the same id until they have an answer, as ours do."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx

from tests.faults.processes import StormProcess

STEPS = 12
"""Commands of one journey; then the client begins another."""

REST_SECONDS = 0.05


class Acknowledged:
    """What was acknowledged, and what was not answered in the end."""

    def __init__(self) -> None:
        self.versions: dict[UUID, tuple[UUID, int, int]] = {}
        """Of each command that was acknowledged: its journey, the version, and the position in the log."""
        self.unknown: set[UUID] = set()
        self.refused: dict[int, int] = {}
        """How often a command was refused for good, by status."""
        self.asked_again = 0


class Load:
    """So many clients, for as long as the storm lasts."""

    def __init__(self, webs: Sequence[StormProcess], clients: int, seed: int) -> None:
        self.known = Acknowledged()
        self.journeys: list[UUID] = []
        self._webs = webs
        self._random = random.Random(seed)
        self._clients = clients
        self._going_on = True
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._client()) for _ in range(self._clients)]

    async def stop(self, within: float) -> None:
        """Begins nothing more, and waits for what is not answered yet."""
        self._going_on = False
        _, late = await asyncio.wait(self._tasks, timeout=within)
        for task in late:
            task.cancel()
        for task in self._tasks:
            if task.done() and not task.cancelled():
                task.result()

    async def _client(self) -> None:
        async with httpx.AsyncClient(timeout=6) as http:
            while self._going_on:
                await self._journey(http, uuid4())

    async def _journey(self, http: httpx.AsyncClient, journey_id: UUID) -> None:
        self.journeys.append(journey_id)
        began = datetime.now(UTC).date() - timedelta(days=30)
        started = {"called": "Kari", "track": "curative", "locale": "nb-NO", "time_zone": "Europe/Oslo"}
        if not await self._order(
            http, journey_id, {"type": "StartJourney", "happened_on": f"{began}", **started}
        ):
            return
        for number in range(STEPS):
            if not self._going_on:
                return
            role = {"role_id": str(uuid4()), "title": f"role {number}", "distance": "near"}
            await self._order(http, journey_id, {"type": "DiscoverRole", "happened_on": f"{began}", **role})
            await asyncio.sleep(REST_SECONDS)

    async def _order(self, http: httpx.AsyncClient, journey_id: UUID, command: Mapping[str, object]) -> bool:
        command_id = uuid4()
        body = {"command_id": str(command_id), "commands": [command]}
        self.known.unknown.add(command_id)
        while True:
            web = self._random.choice(self._webs)
            try:
                answer = await http.post(f"{web.address}api/v1/journeys/{journey_id}/commands", json=body)
            except httpx.HTTPError:
                answer = None
            if answer is not None and answer.status_code < 500 and answer.status_code != 429:
                break
            self.known.asked_again += 1
            await asyncio.sleep(0.1)
        self.known.unknown.discard(command_id)
        if answer.status_code >= 300:
            self.known.refused[answer.status_code] = self.known.refused.get(answer.status_code, 0) + 1
            return False
        found = answer.json()
        self.known.versions[command_id] = (journey_id, found["version"], found["position"])
        return True
