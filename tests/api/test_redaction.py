"""A client has a value overwritten that she corrected, and nobody else's entries."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.http.running_service import Browser, RunningService, open_service

WRONG, RIGHT = "a canary of an aim", "the right aim"
DAY = {"happened_on": "2026-05-20"}


@pytest.fixture
async def service(database: str) -> AsyncIterator[RunningService]:
    async with open_service(database) as service:
        yield service


Told = tuple[Browser, str, int]


async def tell(browser: Browser, journey_id: str, *commands: dict[str, Any]) -> None:
    body = {"command_id": str(uuid4()), "commands": [DAY | one for one in commands]}
    answer = await browser.json("POST", f"/journeys/{journey_id}/commands", body)
    assert answer.status_code == 201, answer.text


async def redact(browser: Browser, journey_id: str, number: int, **body: Any) -> httpx.Response:
    return await browser.json("POST", f"/journeys/{journey_id}/entries/{number}/redaction", body)


def agreed(aim: str) -> dict[str, Any]:
    return DAY | {"type": "AgreeIntake", "question": "What suits?", "aim": aim}


@pytest.fixture
async def told(service: RunningService) -> Told:
    await service.person()
    browser, journey_id = service.browser(), str(uuid4())
    await browser.sign_in()
    start = {
        "type": "StartJourney",
        "called": "Anna",
        "track": "curative",
        "locale": "nl",
        "time_zone": "UTC",
    }
    await tell(browser, journey_id, start)
    await tell(browser, journey_id, agreed(WRONG))
    number = await number_of(browser, journey_id, "IntakeAgreed")
    await tell(browser, journey_id, {"type": "CorrectEntry", "number": number, "restated": agreed(RIGHT)})
    return browser, journey_id, number


async def number_of(browser: Browser, journey_id: str, kind: str) -> int:
    events = (await browser.json("GET", f"/journeys/{journey_id}/events")).json()["events"]
    return next(int(one["number"]) for one in events if one["event"]["type"] == kind)


async def test_a_corrected_value_is_gone_from_her_history(told: Told) -> None:
    browser, journey_id, number = told
    answer = await redact(browser, journey_id, number, field="aim")
    history = await browser.json("GET", f"/journeys/{journey_id}/events")
    again = await redact(browser, journey_id, number, field="aim")

    assert (answer.status_code, answer.json()["entries"]) == (200, [number])
    assert WRONG not in history.text
    assert RIGHT in history.text
    assert (again.status_code, again.json()["entries"]) == (200, [])


async def test_what_the_entry_says_now_is_corrected_first(told: Told) -> None:
    browser, journey_id, number = told
    answer = await redact(browser, journey_id, number, field="question")

    assert answer.status_code == 409
    assert "says now" in answer.text


@pytest.mark.parametrize(
    ("further", "body"),
    [
        (0, {"field": "happened_on"}),
        (0, {"field": "no_such"}),
        (99, {"field": "aim"}),
        (0, {"field": "Aim; drop"}),
        (0, {}),
        (0, {"field": "aim", "more": 1}),
    ],
)
async def test_what_cannot_be_overwritten_is_refused_by_name(
    told: Told, further: int, body: dict[str, Any]
) -> None:
    browser, journey_id, number = told
    answer = await redact(browser, journey_id, number + further, **body)

    assert answer.status_code == 422
    assert answer.json()["errors"]


# ASVS 8.2.2
async def test_another_client_is_told_that_there_is_no_such_journey(
    service: RunningService, told: Told
) -> None:
    _, journey_id, number = told
    await service.person("other@example.org")
    other = service.browser()
    await other.sign_in("other@example.org")
    real, made_up = [await redact(other, one, number, field="aim") for one in (journey_id, str(uuid4()))]

    assert real.status_code == 404
    assert real.json() == made_up.json()
