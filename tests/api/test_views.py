"""How a journey looks on a day, at every address there is for it: whole, within its days, and as it was described."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar

from service.api.daily_views import DAILY_VIEWS
from service.api.examples import EXAMPLE_BY_GROUP, JOURNEY
from service.settings import Settings
from tests.api.client import refusal, speaking_to
from tests.api.conftest import NOON
from tests.api.described import answer_of, wrong
from tests.apps import running_app
from tests.databases import Databases

AT = f"/api/v1/journeys/{JOURNEY}"
DAYS = ("2026-01-12", "2026-01-16", "2026-01-31", "2026-02-02", "2026-03-01", "2026-06-01")
OUTSIDE = ("2026-01-11", "2026-06-02")
each_view = pytest.mark.parametrize("view", [one.name for one in DAILY_VIEWS])


@pytest.fixture(scope="module")
async def told_app(databases: Databases) -> AsyncIterator[Litestar]:
    """The application on 1 June, with the journey of the examples: read here and never changed."""
    async with databases.borrowed() as dsn:
        settings = Settings(database_url=dsn, migrate=False, clock=False)
        async with running_app(settings, now=lambda: NOON) as app:
            async with speaking_to(app) as http:
                for noun, body in EXAMPLE_BY_GROUP.items():
                    answer = await http.post(f"{AT}/commands/{noun}", json=body)
                    assert answer.status_code == 201, answer.text
            yield app


@pytest.fixture
async def http(told_app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with speaking_to(told_app) as http:
        yield http


def described(address: str) -> dict[str, Any]:
    """What the document says of the answer at an address of a journey."""
    return answer_of(f"/api/v1/journeys/{{journey_id}}/{address}")


async def test_what_is_not_as_described_is_found() -> None:
    schema = described("weeks")

    assert wrong({"weeks": "none"}, schema)
    assert wrong([], schema)


@each_view
async def test_a_view_answers_on_every_day_as_it_is_described(http: httpx.AsyncClient, view: str) -> None:
    answers = [await http.get(f"{AT}/{view}", params={"on": on}) for on in DAYS]

    assert [answer.status_code for answer in answers] == [200] * len(DAYS)
    assert [fault for answer in answers for fault in wrong(answer.json(), described(view))] == []


@each_view
async def test_without_a_day_a_view_is_that_of_today(http: httpx.AsyncClient, view: str) -> None:
    unasked, today = [await http.get(f"{AT}/{view}", params=query) for query in ({}, {"on": "2026-06-01"})]

    assert unasked.json() == today.json()


@each_view
async def test_a_day_outside_the_journey_is_refused(http: httpx.AsyncClient, view: str) -> None:
    answers = [await http.get(f"{AT}/{view}", params={"on": on}) for on in OUTSIDE]

    assert [refusal(answer) for answer in answers] == [(422, "invalid-value", "on")] * 2
    assert answers[0].json()["errors"][0]["allowed"] == "2026-01-12 to 2026-06-01"


@each_view
async def test_an_unknown_journey_has_no_view(http: httpx.AsyncClient, view: str) -> None:
    answer = await http.get(f"/api/v1/journeys/{uuid4()}/{view}")

    assert refusal(answer)[:2] == (404, "unknown-journey")


@each_view
async def test_a_view_says_more_at_the_end_than_at_the_start(http: httpx.AsyncClient, view: str) -> None:
    answers = [await http.get(f"{AT}/{view}", params={"on": on}) for on in (DAYS[0], DAYS[3])]

    first, last = ({key: told for key, told in one.json().items() if key != "on"} for one in answers)
    # Everything about who may see the events of the first day.
    assert (first == last) == (view == "sight")


async def test_the_difference_is_told_in_figures_and_in_words(http: httpx.AsyncClient) -> None:
    query = {"since": "2026-01-12", "until": "2026-02-02"}

    answer = await http.get(f"{AT}/difference", params=query)

    told = answer.json()
    assert wrong(told, described("difference")) == []
    assert (told["journey_id"], told["difference"]["since"], told["difference"]["until"]) == (
        JOURNEY,
        "2026-01-12",
        "2026-02-02",
    )
    assert any("risk manager in healthcare" in words for words in told["words"]), told["words"]


async def test_the_difference_is_that_of_four_weeks_when_no_day_is_named(http: httpx.AsyncClient) -> None:
    told = (await http.get(f"{AT}/difference")).json()["difference"]
    early = (await http.get(f"{AT}/difference", params={"until": "2026-01-20"})).json()["difference"]

    assert (told["since"], told["until"]) == ("2026-05-04", "2026-06-01")
    assert (early["since"], early["until"]) == ("2026-01-12", "2026-01-20")


@pytest.mark.parametrize(("field", "on"), [("since", "2026-01-11"), ("until", "2026-06-02")])
async def test_a_difference_outside_the_journey_is_refused(
    http: httpx.AsyncClient, field: str, on: str
) -> None:
    answer = await http.get(f"{AT}/difference", params={field: on})

    assert refusal(answer) == (422, "invalid-value", field)


async def test_a_difference_may_be_as_it_was_known_at_a_date(http: httpx.AsyncClient) -> None:
    query = {"since": "2026-01-12", "until": "2026-02-02"}
    answer = await http.get(f"{AT}/difference", params=query)
    known = await http.get(f"{AT}/difference", params=query | {"known_at": date.max.isoformat()})
    early = await http.get(f"{AT}/difference", params=query | {"known_at": "2026-01-01"})

    assert known.json() == answer.json()
    assert refusal(early) == (422, "invalid-value", "known_at")


async def test_an_unknown_journey_has_no_difference(http: httpx.AsyncClient) -> None:
    answer = await http.get(f"/api/v1/journeys/{uuid4()}/difference")

    assert refusal(answer)[:2] == (404, "unknown-journey")


@pytest.mark.parametrize("address", ["events", "profile", "moves", "suggestions", "alerts"])
async def test_the_other_addresses_answer_as_they_are_described(
    http: httpx.AsyncClient, address: str
) -> None:
    answer = await http.get(f"{AT}/{address}")

    assert answer.status_code == 200
    assert wrong(answer.json(), described(address)) == []
