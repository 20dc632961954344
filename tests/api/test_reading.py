"""Reading over HTTP: history, profile, moves, suggestions, the list, health."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar

from service.api.examples import CONVERSATION_EXAMPLE, START_EXAMPLE
from service.event_store.log import ReaderProgress
from service.postgres.errors import StoreUnavailable
from service.postgres.shared_query import SharedQuery
from tests.api.client import Client, discovery, refusal
from tests.api.test_refusals import Failing


def ask_the_database_with(app: Litestar, query: Callable[[], Awaitable[ReaderProgress]]) -> None:
    """From now on health is asked of this instead."""
    app.state.services.vital_signs._progress = SharedQuery(query)


@pytest.fixture
async def talked(http: httpx.AsyncClient) -> Client:
    """A client who had one conversation, on 16 January, and liked what she heard."""
    client = Client(http)
    for example in (START_EXAMPLE, CONVERSATION_EXAMPLE):
        answer = await http.post(f"{client.address}/commands", json=example)
        assert answer.status_code == 201, answer.text
    return client


async def test_a_history_is_read_page_by_page(talked: Client) -> None:
    first = (await talked.get("events", limit=5)).json()
    second = (await talked.get("events", limit=5, after=first["next"])).json()

    numbers = [event["number"] for page in (first, second) for event in page["events"]]
    assert numbers == list(range(1, 9))
    assert (first["next"], second["next"]) == (5, None)
    assert first["events"][0]["event"]["type"] == "JourneyStarted"


async def test_a_history_ends_where_it_was_read_to(talked: Client) -> None:
    answer = (await talked.get("events", after=8)).json()

    assert (answer["events"], answer["next"]) == ([], None)


async def test_a_profile_moves_with_the_evidence(talked: Client) -> None:
    before = (await talked.get("profile", on="2026-01-15")).json()["roles"][0]
    after = (await talked.get("profile", on="2026-01-16")).json()["roles"][0]

    assert after["appeal"] > before["appeal"]
    assert after["odds"] > before["odds"]


async def test_a_profile_shows_what_was_just_recorded(talked: Client) -> None:
    position = (await talked.send(discovery())).json()["position"]

    answer = await talked.get("profile", wait_for=position)

    assert answer.json()["scope"]["known"] == 2


async def test_moves_name_the_experiment_that_moved_the_profile(talked: Client) -> None:
    answer = (await talked.get("moves", until="2026-01-31")).json()

    assert (answer["since"], answer["until"]) == ("2026-01-11", "2026-01-31")
    assert [move["kind"] for move in answer["moves"]] == ["conversation"]


async def test_moves_are_those_since_a_day(talked: Client) -> None:
    answer = (await talked.get("moves", since="2026-01-16", until="2026-01-31")).json()

    assert answer["moves"] == []


async def test_suggestions_say_why(talked: Client) -> None:
    answer = (await talked.get("suggestions", on="2026-01-20")).json()

    assert answer["on"] == "2026-01-20"
    assert all(suggestion["why"] for suggestion in answer["suggestions"])
    assert answer["suggestions"]


async def test_a_silent_journey_raises_an_alert_with_a_move(talked: Client) -> None:
    answer = (await talked.get("alerts", on="2026-02-20")).json()

    silence = next(one for one in answer["alerts"] if one["rule"] == "silence")
    assert silence["reason"]
    assert silence["move"]


async def test_an_alert_is_told_in_the_language_of_the_request(talked: Client) -> None:
    address = f"{talked.address}/alerts?on=2026-02-20"
    answer = await talked.http.get(address, headers={"accept-language": "nl"})

    silence = next(one for one in answer.json()["alerts"] if one["rule"] == "silence")
    assert "januari" in silence["reason"]


async def test_the_network_shows_who_was_met(talked: Client) -> None:
    talk = str(uuid4())
    contact = {"contact_id": str(uuid4()), "tie": "weak", "in_role": True, "name": "Hugo"}
    plan = {"type": "PlanExperiment", "experiment_id": talk, "kind": "conversation", "contact": contact}
    run = {"type": "RunExperiment", "experiment_id": talk}
    await talked.send(*({"happened_on": "2026-01-20"} | command for command in (plan, run)))
    before = (await talked.get("network", on="2026-01-19")).json()
    after = (await talked.get("network", on="2026-01-20")).json()

    assert (before["contacts"], [one["name"] for one in after["contacts"]]) == ([], ["Hugo"])


async def test_the_agenda_shows_what_is_due(talked: Client) -> None:
    answer = (await talked.get("agenda", on="2026-01-20")).json()

    assert answer["on"] == "2026-01-20"
    assert answer["items"] == sorted(answer["items"], key=lambda item: item["due"])


async def test_the_game_counts_steps_and_not_answers(talked: Client) -> None:
    answer = (await talked.get("game", on="2026-01-20")).json()

    assert answer["total"] == sum(step["points"] for step in answer["steps"]) > 0
    assert answer["level"]["number"] == 1


async def test_the_list_shows_every_journey_page_by_page(http: httpx.AsyncClient) -> None:
    clients = [Client(http) for _ in range(5)]
    position = max([(await client.start()).json()["position"] for client in clients])

    first = (await http.get("/api/v1/journeys", params={"limit": 3, "wait_for": position})).json()
    second = (await http.get("/api/v1/journeys", params={"limit": 3, "cursor": first["next"]})).json()

    listed = [line["journey_id"] for page in (first, second) for line in page["journeys"]]
    assert sorted(listed) == sorted(str(client.journey_id) for client in clients)
    assert second["next"] is None


async def test_the_process_says_that_it_lives_whatever_it_is_called(http: httpx.AsyncClient) -> None:
    answer = await http.get("/health/live", headers={"host": "10.0.0.7:8000"})

    assert answer.json() == {"status": "live"}


async def test_the_service_is_ready_when_the_list_has_caught_up(client: Client) -> None:
    await client.http.get("/api/v1/journeys", params={"wait_for": 1})

    answer = await client.http.get("/health/ready")

    assert answer.json() == {
        "status": "ready",
        "head": 1,
        "lag": 0,
        "lag_seconds": 0.0,
        "clock": "well",
        "troubled_tasks": {},
        "journeys_not_looked_at": 0,
        "journeys_not_listed": 0,
        "journeys_not_erased": 0,
    }


async def test_the_service_is_not_ready_without_its_database(app: Litestar, http: httpx.AsyncClient) -> None:
    ask_the_database_with(app, Failing(StoreUnavailable("gone")))

    answer = await http.get("/health/ready")

    assert refusal(answer) == (503, "not-ready", "")


async def test_the_service_says_in_time_that_its_database_hangs_and_asks_it_once(
    app: Litestar, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.operations.vitals.DATABASE_SECONDS", 0.1)
    asked, goes_on = [], asyncio.Event()

    async def hang() -> ReaderProgress:
        asked.append(True)
        await goes_on.wait()
        return ReaderProgress(head=0, position=0, behind_seconds=0)

    ask_the_database_with(app, hang)
    answers = await asyncio.gather(*(http.get("/health/ready") for _ in range(20)))
    again = await http.get("/health/ready")
    lives = await http.get("/health/live")
    goes_on.set()
    await asyncio.sleep(0)

    assert {refusal(one) for one in (*answers, again)} == {(503, "not-ready", "")}
    assert (len(asked), lives.status_code) == (1, 200)
    assert (await http.get("/health/ready")).status_code == 200


async def test_the_service_is_not_ready_while_the_list_is_stuck(
    app: Litestar, http: httpx.AsyncClient
) -> None:
    position = (await Client(http).start()).json()["position"]
    # What it has taken clears its trouble, so let it have taken all there is.
    assert await app.state.services.projector.wait_for(position, 10)
    app.state.services.projector.failure = "UnknownTopic after position 7"

    answer = await http.get("/health/ready")

    assert refusal(answer) == (503, "not-ready", "")
    assert "after position 7" in answer.json()["detail"]
