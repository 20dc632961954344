"""The atlas through the API: finding an occupation, and what is known of it."""

from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from service.settings import Settings
from tests.api.client import refusal, speaking_to
from tests.api.conftest import NOON
from tests.api.described import answer_of, wrong
from tests.apps import running_app
from tests.databases import Databases

AT = "/api/v1/occupations"


@pytest.fixture(scope="module")
async def atlas_app(databases: Databases) -> AsyncIterator[Litestar]:
    async with databases.borrowed() as dsn:
        settings = Settings(database_url=dsn, migrate=False, clock=False)
        async with running_app(settings, now=lambda: NOON) as app:
            yield app


@pytest.fixture
async def http(atlas_app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with speaking_to(atlas_app) as http:
        yield http


async def test_an_occupation_is_found_and_told_as_it_is_described(http: httpx.AsyncClient) -> None:
    found = (await http.get(AT, params={"q": "verpleegsters", "language": "nl"})).json()
    told = (await http.get(f"{AT}/{found['found'][0]['occupation_id']}", params={"language": "nl"})).json()

    assert found["found"][0]["matched"] == "verpleegster"
    assert wrong(found, answer_of(AT)) == []
    assert wrong(told, answer_of(f"{AT}/{{occupation_id}}")) == []
    assert told["occupation"]["title"] == {"text": "verpleegkundige", "language": "nl"}
    assert told["group"]["language"] == "nl"
    assert len(told["skills"]) >= 7
    assert told["near"]
    assert told["qualities"]
    assert [one for one in told["editions"] if not (one["licence"] and one["attribution"])] == []


async def test_without_a_language_it_is_that_of_the_request(http: httpx.AsyncClient) -> None:
    found = await http.get(AT, params={"q": "nurse"}, headers={"accept-language": "sv"})

    assert found.json()["found"][0]["title"] == {"text": "sjuksköterska", "language": "sv"}


async def test_so_many_are_returned_as_were_asked_for(http: httpx.AsyncClient) -> None:
    assert len((await http.get(AT, params={"q": "er", "limit": "1"})).json()["found"]) == 1
    assert (await http.get(AT, params={"q": "%"})).json() == {"found": []}


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?q=nurse&language=fr",
        "?q=nurse&limit=0",
        "?q=nurse&limit=51",
        f"?q={'x' * 201}",
        "?q=nurse&page=2",
        "?q=nurse&q=cook",
    ],
)
async def test_what_cannot_be_asked_is_a_problem(http: httpx.AsyncClient, query: str) -> None:
    answer = await http.get(f"{AT}{query}")

    assert refusal(answer)[:2] == (422, "invalid-value")


@pytest.mark.parametrize("unknown", ["nobody", "%00", "a%00b", "%F0%9F%98%80", "x" * 300, "%25"])
async def test_there_is_no_such_occupation(http: httpx.AsyncClient, unknown: str) -> None:
    assert refusal(await http.get(f"{AT}/{unknown}"))[:2] == (404, "unknown-occupation")
