"""Commands by their nouns: each group at its own address, and every example in the description works as it stands."""

from typing import Any

import httpx
import pytest

from service.api.commands import COMMAND_GROUPS
from service.api.examples import (
    ENROLMENT_EXAMPLE,
    EXAMPLE_BY_GROUP,
    JOURNEY,
    OPEN_PROGRAMME_EXAMPLE,
    PROGRAMME,
)

AT = f"/api/v1/journeys/{JOURNEY}"


async def told(http: httpx.AsyncClient) -> list[httpx.Response]:
    """Every example, in order, of one journey."""
    return [await http.post(f"{AT}/commands/{noun}", json=body) for noun, body in EXAMPLE_BY_GROUP.items()]


async def test_every_example_can_be_sent_as_it_stands(http: httpx.AsyncClient) -> None:
    answers = await told(http)

    assert [(noun, 201) for noun in EXAMPLE_BY_GROUP] == [
        (noun, answer.status_code) for noun, answer in zip(EXAMPLE_BY_GROUP, answers, strict=True)
    ], [answer.text for answer in answers if answer.status_code != 201]
    assert all(answer.json()["events"] > 0 for answer in answers)


async def test_there_is_an_example_for_every_noun_and_it_shows_what_is_special_about_it() -> None:
    assert EXAMPLE_BY_GROUP.keys() == COMMAND_GROUPS.keys()


async def test_an_address_takes_the_commands_of_its_noun_only(http: httpx.AsyncClient) -> None:
    body: dict[str, Any] = EXAMPLE_BY_GROUP["roles"]

    answer = await http.post(f"{AT}/commands/weeks", json=body)

    assert answer.status_code == 422
    assert "PlanWeek" in answer.json()["errors"][0]["allowed"]


async def test_a_repeat_at_a_nouns_address_is_answered_like_the_first(http: httpx.AsyncClient) -> None:
    first = await told(http)
    again = await told(http)

    assert [one.json() for one in first] == [one.json() for one in again]


async def test_the_examples_of_a_programme_work_and_enrolment_hands_over_what_it_offers(
    http: httpx.AsyncClient,
) -> None:
    await told(http)
    opened = await http.post(f"/api/v1/programmes/{PROGRAMME}/commands", json=OPEN_PROGRAMME_EXAMPLE)
    enrolled = await http.post(f"/api/v1/programmes/{PROGRAMME}/commands", json=ENROLMENT_EXAMPLE)

    assert (opened.status_code, enrolled.status_code) == (201, 201), (opened.text, enrolled.text)
    seen = (await http.get(f"/api/v1/programmes/{PROGRAMME}")).json()
    assert [one["journey_id"] for one in seen["journeys"]] == [JOURNEY]
    history = (await http.get(f"{AT}/events", params={"limit": 1000})).json()["events"]
    assert {"type": "QuestOffered", "quest": "ask_the_odds"}.items() <= history[-1]["event"].items()


async def test_a_programme_is_no_journey_and_a_journey_is_no_programme(http: httpx.AsyncClient) -> None:
    await told(http)
    await http.post(f"/api/v1/programmes/{PROGRAMME}/commands", json=OPEN_PROGRAMME_EXAMPLE)

    as_journey = await http.get(f"/api/v1/journeys/{PROGRAMME}/profile")
    as_programme = await http.get(f"/api/v1/programmes/{JOURNEY}")
    started = await http.post(
        f"/api/v1/journeys/{PROGRAMME}/commands", json=EXAMPLE_BY_GROUP["course"] | {"command_id": JOURNEY}
    )

    assert (as_journey.status_code, as_journey.json()["type"]) == (404, "/problems/unknown-journey")
    assert (as_programme.status_code, as_programme.json()["type"]) == (404, "/problems/unknown-programme")
    assert started.status_code == 404


@pytest.mark.parametrize("field", ["journey_id", "coach_id"])
async def test_an_enrolment_of_nobody_is_refused(http: httpx.AsyncClient, field: str) -> None:
    await told(http)
    await http.post(f"/api/v1/programmes/{PROGRAMME}/commands", json=OPEN_PROGRAMME_EXAMPLE)
    command = ENROLMENT_EXAMPLE["commands"][0] | {field: PROGRAMME}

    answer = await http.post(
        f"/api/v1/programmes/{PROGRAMME}/commands",
        json=ENROLMENT_EXAMPLE | {"command_id": JOURNEY, "commands": [command]},
    )

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (409, f"#/commands/0/{field}")
