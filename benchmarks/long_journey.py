"""What 50 ordinary clients notice of one journey of 20 years and 20,000 events, whose pages somebody keeps asking for.

    python -m benchmarks.long_journey [--events 20000] [--clients 50] [--seconds 30] [--tabs 1] [--dsn postgresql://...]

The service with accounts, sealed, in a process of its own on a real PostgreSQL; everybody else in this one. First each
address of the long journey alone, right after a new event: how long it takes, how long it holds the event loop, and its
size. Then the ordinary clients, each with a page or a command every two seconds: by themselves, and beside the long
journey's client and her coach, who ask for one page after the other (in so many tabs at once).
"""

import asyncio
import itertools
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import click
import httpx
import uvloop

from benchmarks.http import until_it_answers
from benchmarks.server import create_database, server, uri
from service.http.request_headers import csrf_token

EVERY = 2.0
"""Seconds between two requests of an ordinary client."""
TARGET = 150.0
"""Milliseconds that no ordinary request may take."""
ORDINARY = ("week", "profile", "log", "agenda", "history", "refusals", "people", "game", "more")
LONG = (
    *ORDINARY,
    *("about-you", "profile/new-role", "plan", "data", "data/looks", "start", "entries/150"),
)
OF_COACH = ("", "/weeks", "/preparation", "/notes", "/offers")
VIEWS = (
    "profile",
    "weeks",
    "agenda",
    "game",
    "refusals",
    "network",
    "gaps",
    "doors",
    "strengths",
)
READINGS = ("events", "archive")


class Person:
    """A session of somebody, and the journey that it is about."""

    def __init__(self, port: int, journey: str, secret: str) -> None:
        self.at, self.api = f"/journeys/{journey}", f"/api/v1/journeys/{journey}"
        self.journey = journey
        self._http = httpx.AsyncClient(
            base_url=f"http://localhost:{port}",
            cookies={"soundings": secret},
            headers={"origin": f"http://localhost:{port}", "x-form-token": csrf_token(secret)},
            timeout=120,
        )

    async def get(self, address: str) -> tuple[float, int]:
        """Asks for an address. Returns the milliseconds that the answer took, and its bytes."""
        began = time.perf_counter()
        answer = await self._http.get(address)
        spent = 1000 * (time.perf_counter() - began)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code} {answer.text[:300]}")
        return spent, len(answer.content)

    async def tell(self, today: str) -> float:
        """Records one event. Returns the milliseconds."""
        insight = {
            "type": "NameInsight",
            "happened_on": today,
            "insight_id": str(uuid4()),
            "wording": "ask them",
        }
        began = time.perf_counter()
        answer = await self._http.post(
            f"{self.api}/commands", json={"command_id": str(uuid4()), "commands": [insight]}
        )
        if answer.status_code != 201:
            raise SystemExit(f"a command: {answer.status_code} {answer.text[:300]}")
        return 1000 * (time.perf_counter() - began)


class Town:
    """Everybody who asks the service."""

    def __init__(self, port: int, told: dict[str, Any]) -> None:
        self.today: str = told["today"]
        self.long = Person(port, told["long"], told["client"])
        self.coach = Person(port, told["long"], told["coach"])
        self.others = [Person(port, journey, secret) for journey, secret in told["others"]]
        self._probe = httpx.AsyncClient(base_url=f"http://localhost:{port}")

    async def held(self) -> float:
        """The longest that the event loop was held since the last question, in milliseconds."""
        return float((await self._probe.get("/held")).text)

    def long_addresses(self) -> Iterator[tuple[Person, str]]:
        for page in LONG:
            yield self.long, f"{self.long.at}/{page}"
        for view in (*VIEWS, *READINGS):
            yield self.long, f"{self.long.api}/{view}"
        yield self.coach, "/desk"
        for page in OF_COACH:
            yield self.coach, f"/clients/{self.long.journey}{page}"

    async def one_by_one(self) -> None:
        print(f"{'':44}{'takes':>10}{'holds the loop':>16}{'bytes':>12}")
        for who, address in self.long_addresses():
            took = await self.long.tell(self.today)
            posted = await self.held()
            spent, size = await who.get(address)
            short = address.replace(self.long.journey, "…")
            print(
                f"{short:44}{spent:7.0f} ms{await self.held():13.0f} ms{size:12}   POST {took:.0f}, {posted:.0f} ms"
            )

    async def live(self, seconds: float, tabs: int) -> tuple[list[float], int]:
        """The milliseconds of every ordinary request; how many were answered in so many tabs of the long journey."""
        until = time.perf_counter() + seconds
        nagging = [asyncio.create_task(self._nag(until, tab)) for tab in range(tabs)]
        spent = await asyncio.gather(*(self._ordinary(one, until) for one in self.others))
        return list(itertools.chain(*spent)), sum(await asyncio.gather(*nagging))

    async def _ordinary(self, who: Person, until: float) -> list[float]:
        chance, spent = random.Random(who.journey), list[float]()
        await asyncio.sleep(chance.random() * EVERY)
        while (now := time.perf_counter()) < until:
            page = chance.choice((*ORDINARY, "tell"))
            spent.append(
                await who.tell(self.today) if page == "tell" else (await who.get(f"{who.at}/{page}"))[0]
            )
            await asyncio.sleep(max(0.0, now + EVERY - time.perf_counter()))
        return spent

    async def _nag(self, until: float, tab: int) -> int:
        """Asks for one address of the long journey after the other; every fifth time something is told before."""
        asked = 0
        for who, address in itertools.cycle(self.long_addresses()):
            if time.perf_counter() >= until:
                break
            if tab == 0 and asked % 5 == 0:
                await self.long.tell(self.today)
            await who.get(address)
            asked += 1
        return asked


async def measured(port: int, told: dict[str, Any], seconds: float, tabs: int) -> None:
    town = Town(port, told)
    for who in town.others:
        for page in ORDINARY:
            await who.get(f"{who.at}/{page}")
    await town.one_by_one()
    await town.held()
    print(f"\n{'ordinary requests':24}{'asked':>8}{'p50':>10}{'p99':>10}{'longest':>10}{'loop held':>12}")
    for name, beside in (("by themselves", 0), ("beside the long journey", tabs)):
        spent, asked = await town.live(seconds, beside)
        spent.sort()
        p50, p99 = spent[len(spent) // 2], spent[len(spent) * 99 // 100]
        held = await town.held()
        print(
            f"{name:24}{len(spent):8}{p50:7.0f} ms{p99:7.0f} ms{spent[-1]:7.0f} ms{held:9.0f} ms   ({asked})"
        )
    print(f"target: no ordinary request over {TARGET:.0f} ms")


@contextmanager
def serving(dsn: str, events: int, clients: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """The service in a process of its own; its port, and who is there."""
    command = [sys.executable, "-m", "benchmarks.long_journey_service", dsn, str(events), str(clients)]
    with subprocess.Popen(command, env=os.environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            told = json.loads(process.stdout.readline())
            until_it_answers(told["port"])
            yield told["port"], told
        finally:
            process.terminate()


@click.command(help=__doc__)
@click.option("--events", default=20_000, show_default=True)
@click.option("--clients", default=50, show_default=True)
@click.option("--seconds", default=30.0, show_default=True)
@click.option("--tabs", default=1, show_default=True)
@click.option("--dsn", help="Another server than a private one.")
def main(events: int, clients: int, seconds: float, tabs: int, dsn: str | None) -> None:
    with (
        server(dsn) as maintenance,
        serving(uri(create_database(maintenance)), events, clients) as (port, told),
    ):
        uvloop.run(measured(port, told, seconds, tabs))


if __name__ == "__main__":
    main()
