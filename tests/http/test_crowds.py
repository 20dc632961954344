"""Three hundred people and guessers at the door at once: few hashes at a time, and the rest is told to wait."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from service.accounts.passwords import MAX_CONCURRENT, MEMORY_KIB, PasswordHashPool
from tests.api.client import speaking_to
from tests.http.running_service import PASSWORD, PUBLIC, RunningService, open_service
from tests.same_origin import SAME_ORIGIN

CROWD = 300
KNOWN, GUESSED = 2, 4
QUEUE = 16
"""Hashes that may wait: shorter than in the service, as each takes an eighth of a second of work."""
REQUESTS_MIB = 64
"""What so many requests and their answers may hold by themselves, the client's side included."""
BOUND = (MAX_CONCURRENT * MEMORY_KIB // 1024 + REQUESTS_MIB) * 1024 * 1024
PAGE = 4096


class Peak:
    """The most memory this process held, beyond what it held before."""

    grown = 0


@contextmanager
def watched_memory() -> Iterator[Peak]:
    """Looks every two milliseconds, from a thread of its own."""
    peak, over, before = Peak(), threading.Event(), resident()

    def look() -> None:
        while not over.wait(0.002):
            peak.grown = max(peak.grown, resident() - before)

    watching = threading.Thread(target=look)
    watching.start()
    try:
        yield peak
    finally:
        over.set()
        watching.join()


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


# ASVS 2.4.1, 6.3.1
@pytest.mark.slow
async def test_hundreds_of_sign_ins_at_once_are_all_answered_in_the_memory_of_two_hashes(
    database: str,
) -> None:
    passwords = PasswordHashPool(waiting=QUEUE)
    async with open_service(database, passwords=passwords, trusted_proxies="127.0.0.0/8") as service:
        for number in range(KNOWN):
            await service.person(f"known{number}@example.org")
        begun = time.process_time()
        async with speaking_to(service.app, PUBLIC) as http:
            with watched_memory() as peak:
                answers = await asyncio.gather(*(attempt(http, number) for number in range(CROWD)))
        worked = time.process_time() - begun
        there = await service.browser().get("/health/live")
        service.clock.on(minutes=16)
        calm = await come_back(service)

    right, wrong = Counter(answers[::2]), Counter(answers[1::2])
    assert set(right) <= {200, 429, 503}
    assert set(wrong) <= {403, 429, 503}
    assert right[200] > 0
    assert wrong[403] > 0
    assert peak.grown < BOUND
    # Of work, not of waiting: other processes may be at it as well.
    assert worked < 20
    assert (there.status_code, calm) == (200, 200)


async def attempt(http: httpx.AsyncClient, number: int) -> int:
    """Every second one knows the password; each comes from a network of its own."""
    known = number % 2 == 0
    body = {
        "email": f"known{number % KNOWN}@example.org" if known else f"guess{number % GUESSED}@example.org",
        "password": PASSWORD if known else f"guess number {number}",
    }
    headers = SAME_ORIGIN | {"x-forwarded-for": f"10.{number % 200}.{number // 200}.1"}
    return (await http.post("/api/v1/sign-in", json=body, headers=headers)).status_code


async def come_back(service: RunningService) -> int:
    return (await service.browser().sign_in("known0@example.org")).status_code
