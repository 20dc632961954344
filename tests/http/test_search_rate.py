"""Searches of the atlas have a limit of their own for each person: generous for typing, and not for a program in a loop."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from service.accounts.caller import LOCAL_CALLER, AccessChannel, Caller
from service.accounts.errors import Throttled
from service.http import search_rate
from service.http.middleware import is_search
from service.http.search_rate import AT_ONE_GO, PER_SECOND, SearchRate
from tests.http.running_service import RunningService, open_service

PAGE, DATA = "/roles/search", "/api/v1/occupations"


class Clock:
    """Stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def person(number: int, way: AccessChannel = "browser") -> Caller:
    return Caller(tenant_id=UUID(int=1), person_id=UUID(int=number), roles=frozenset({"client"}), way=way)


def searched(rate: SearchRate, caller: Caller, times: int, path: str = PAGE) -> int:
    """How many of so many searches are answered."""
    answered = 0
    for _ in range(times):
        try:
            if is_search(path):
                rate.count(caller)
        except Throttled:
            continue
        answered += 1
    return answered


def test_a_burst_is_answered_and_then_as_much_as_comes_back() -> None:
    clock = Clock()
    rate = SearchRate(clock)

    assert searched(rate, person(1), 2 * AT_ONE_GO) == AT_ONE_GO
    clock.now += 1
    assert searched(rate, person(1), 2 * AT_ONE_GO) == PER_SECOND
    clock.now += 3600
    assert searched(rate, person(1), 2 * AT_ONE_GO) == AT_ONE_GO


def test_page_and_data_count_together_whatever_the_way_in() -> None:
    rate = SearchRate(Clock())

    assert searched(rate, person(1), AT_ONE_GO, PAGE) == AT_ONE_GO
    assert searched(rate, person(1, "api"), 1, DATA) == 0
    assert searched(rate, person(1), 1, f"{PAGE}/") == 0
    assert searched(rate, person(2), AT_ONE_GO, DATA) == AT_ONE_GO
    assert searched(rate, person(1), 500, f"{DATA}/nurse") == 500
    assert searched(rate, LOCAL_CALLER, 500) == 500


def test_whoever_types_all_day_is_never_held_up() -> None:
    clock = Clock()
    rate = SearchRate(clock)

    for _ in range(5000):
        clock.now += 0.12
        rate.count(person(1))


def test_who_may_search_like_anybody_new_is_forgotten_and_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search_rate, "MOST_KEPT", 10)
    clock = Clock()
    rate = SearchRate(clock)
    searched(rate, person(0), AT_ONE_GO)

    for number in range(1, 1000):
        clock.now += 0.001
        rate.count(person(number))

    assert searched(rate, person(0), AT_ONE_GO) < AT_ONE_GO
    clock.now += 60
    rate.count(person(0))
    assert len(rate.people) == 1


@pytest.fixture
async def service(database: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RunningService]:
    monkeypatch.setattr(search_rate, "AT_ONE_GO", 2)
    monkeypatch.setattr(search_rate, "PER_SECOND", 0.001)
    async with open_service(database) as running:
        yield running


async def test_beyond_it_page_and_data_say_when_to_come_back(service: RunningService) -> None:
    email, browser = f"{uuid4()}@example.org", service.browser()
    await service.person(email)
    await browser.sign_in(email)

    answered = [await browser.get(f"{PAGE}?q=nurse") for _ in range(2)]
    page, data = await browser.get(f"{PAGE}?q=nurse"), await browser.get(f"{DATA}?q=nurse")

    assert [one.status_code for one in answered] == [200, 200]
    assert [page.status_code, data.status_code] == [429, 429]
    assert data.headers["content-type"] == "application/problem+json"
    assert data.json()["type"] == "/problems/too-often"
    assert all(int(one.headers["retry-after"]) > 100 for one in (page, data))
    assert (await browser.get("/start")).status_code == 200
