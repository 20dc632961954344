"""The coach's desk over HTTP: who needs her, why, what she did about it, and what time does to it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar

from service.processes.scheduler import Scheduler
from service.settings import Settings
from tests.api.client import START, Client, refusal, speaking_to
from tests.api.described import answer_of, wrong
from tests.apps import running_app
from tests.commands import command_json

INGRID, SVEN = str(uuid4()), str(uuid4())


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 12, 12, tzinfo=UTC)

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)

    @property
    def today(self) -> str:
        return str(self.now.date())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(database: str, clock: Clock) -> AsyncIterator[Litestar]:
    """The application on 12 January 2026, and later."""
    settings = Settings(database_url=database, migrate=False, clock=False)
    async with running_app(settings, now=lambda: clock.now) as app:
        yield app


@pytest.fixture
async def http(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with speaking_to(app) as http:
        yield http


async def begun(http: httpx.AsyncClient, called: str, *more: dict[str, Any], coach: str = INGRID) -> Client:
    """A client of a coach, whose journey began on 12 January."""
    client = Client(http)
    assigned = command_json("AssignCoach", "2026-01-12", coach_id=coach, name="A coach")
    answer = await client.send(START | {"called": called}, assigned, *more)
    assert answer.status_code == 201, answer.text
    return client


def met(on: str) -> dict[str, Any]:
    return command_json("HoldCheckIn", on, check_in_id=str(uuid4()), minutes=30)


async def rows(http: httpx.AsyncClient, **query: Any) -> list[dict[str, Any]]:
    """The desk, when it shows everything that was recorded."""
    head = (await http.get("/health/ready")).json()["head"]
    answer = await http.get("/api/v1/desk", params={"wait_for": head} | query)
    assert answer.status_code == 200, answer.text
    assert wrong(answer.json(), answer_of("/api/v1/desk")) == []
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


async def row(http: httpx.AsyncClient, **query: Any) -> dict[str, Any]:
    (only,) = await rows(http, **query)
    return only


async def round_of(app: Litestar, http: httpx.AsyncClient) -> None:
    """The clock looks at every journey."""
    await rows(http)
    scheduler: Scheduler = app.state.services.scheduler
    await scheduler.run_once()


def alert(line: dict[str, Any], rule: str = "silence") -> dict[str, Any]:
    (found,) = (one for one in line["alerts"] if one["rule"] == rule)
    return dict(found)


async def test_a_fresh_journey_needs_nobody(http: httpx.AsyncClient) -> None:
    client = await begun(http, "Marloes")

    line = await row(http)

    assert (line["journey_id"], line["called"], line["week"]) == (str(client.journey_id), "Marloes", 1)
    assert (line["needs_me"], line["alerts"], line["days_without_step"]) == (False, [], 0)


async def test_ten_days_without_an_event_show_though_nobody_told_anything(
    http: httpx.AsyncClient, clock: Clock
) -> None:
    await begun(http, "Marloes")
    await rows(http)
    clock.pass_days(10)

    line = await row(http)

    assert (line["today"], line["week"], line["needs_me"]) == ("2026-01-22", 2, True)
    assert (line["days_without_step"], line["days_without_contact"]) == (10, 10)
    assert alert(line)["since"] == "2026-01-21"
    assert alert(line)["reason"].endswith(".")
    assert alert(line)["move"].startswith("Call")


async def test_today_is_that_of_the_journeys_own_time_zone(http: httpx.AsyncClient, clock: Clock) -> None:
    client = Client(http)
    await client.send(START | {"time_zone": "Pacific/Auckland"})
    clock.now = datetime(2026, 1, 15, 12, tzinfo=UTC)

    assert (await row(http))["today"] == "2026-01-16"


async def test_a_coach_sees_her_own_journeys_and_a_coach_nobody_has_sees_none(
    http: httpx.AsyncClient,
) -> None:
    await begun(http, "Marloes")
    await begun(http, "Ans", coach=SVEN)

    assert sorted(one["called"] for one in await rows(http)) == ["Ans", "Marloes"]
    assert [one["called"] for one in await rows(http, coach_id=INGRID)] == ["Marloes"]
    assert await rows(http, coach_id=str(uuid4())) == []


async def test_a_journey_moves_with_its_coach(http: httpx.AsyncClient) -> None:
    client = await begun(http, "Marloes")
    await client.send(command_json("AssignCoach", "2026-01-12", coach_id=SVEN, name="Sven"))

    assert await rows(http, coach_id=INGRID) == []
    assert (await row(http, coach_id=SVEN))["coach_id"] == SVEN


async def test_those_that_need_her_come_first_then_the_others_by_name(
    http: httpx.AsyncClient, clock: Clock
) -> None:
    await begun(http, "Bo")
    await begun(http, "Cis")
    clock.pass_days(12)
    lately = await begun_later(http, "Ada", clock)
    spoken = await begun_later(http, "Dag", clock)
    await spoken.send(met(clock.today))
    clock.pass_days(3)
    await lately.send(met(clock.today))

    lines = await rows(http)

    assert [one["called"] for one in lines] == ["Bo", "Cis", "Ada", "Dag"]
    assert [one["needs_me"] for one in lines] == [True, True, False, False]
    assert [one["group"] for one in lines] == ["out_of_touch", "out_of_touch", "on_track", "on_track"]
    assert lines[0]["reasons"] == ["silence", "no_session"]
    assert [one["days_without_contact"] for one in lines] == [15, 15, 0, 3]


async def begun_later(http: httpx.AsyncClient, called: str, clock: Clock) -> Client:
    client = Client(http)
    answer = await client.send(START | {"called": called, "happened_on": clock.today})
    assert answer.status_code == 201, answer.text
    return client


async def test_what_was_acknowledged_asks_for_nothing_more(
    app: Litestar, http: httpx.AsyncClient, clock: Clock
) -> None:
    client = await begun(http, "Marloes")
    clock.pass_days(10)
    await round_of(app, http)
    answer = await client.send(
        command_json("AcknowledgeAlert", clock.today, rule="silence", move="Rang her.")
    )

    line = await row(http)

    assert answer.status_code == 201, answer.text
    assert (alert(line)["acknowledged_on"], line["needs_me"]) == ("2026-01-22", False)


async def test_what_was_acknowledged_asks_again_when_it_begins_anew(
    app: Litestar, http: httpx.AsyncClient, clock: Clock
) -> None:
    client = await begun(http, "Marloes")
    clock.pass_days(10)
    await round_of(app, http)
    await client.send(command_json("AcknowledgeAlert", clock.today, rule="silence"))
    step = str(uuid4())
    plan = command_json("PlanExperiment", clock.today, experiment_id=step, kind="conversation")
    await client.send(plan, command_json("RunExperiment", clock.today, experiment_id=step))
    stepped = await row(http)
    clock.pass_days(10)

    line = await row(http)

    assert [one for one in stepped["alerts"] if one["rule"] == "silence"] == []
    assert (alert(line)["acknowledged_on"], line["needs_me"]) == (None, True)


async def test_what_was_laid_aside_asks_again_after_that_day(
    app: Litestar, http: httpx.AsyncClient, clock: Clock
) -> None:
    client = await begun(http, "Marloes")
    clock.pass_days(10)
    await round_of(app, http)
    await client.send(command_json("SnoozeAlert", clock.today, rule="silence", until="2026-01-25"))

    seen = []
    for _ in range(5):
        line = await row(http)
        seen.append((line["today"], line["needs_me"], alert(line)["snoozed_until"]))
        clock.pass_days(1)

    assert [(f"2026-01-{day}", day > 25, "2026-01-25") for day in range(22, 27)] == seen


async def test_a_pause_after_a_move_asks_again_when_it_is_over(
    app: Litestar, http: httpx.AsyncClient, clock: Clock
) -> None:
    client = await begun(http, "Marloes")
    clock.pass_days(10)
    await round_of(app, http)
    await client.send(
        command_json("AcknowledgeAlert", clock.today, rule="silence"),
        command_json("SnoozeAlert", clock.today, rule="silence", until="2026-01-23"),
    )
    during = await row(http)
    clock.pass_days(2)
    after = await row(http)

    assert (during["needs_me"], after["needs_me"]) == (False, True)
    assert alert(after)["acknowledged_on"] == "2026-01-22"


async def test_an_alert_laid_aside_comes_after_those_that_ask(
    app: Litestar, http: httpx.AsyncClient, clock: Clock
) -> None:
    client = await begun(http, "Ans")
    await begun(http, "Zoë", command_json("RateTrust", "2026-01-12", rating=2))
    await client.send(command_json("RateTrust", "2026-01-12", rating=2))
    clock.pass_days(10)
    await round_of(app, http)
    await client.send(command_json("SnoozeAlert", clock.today, rule="trust_low", until="2026-01-29"))

    lines = await rows(http)

    assert [(one["called"], one["needs_me"]) for one in lines] == [("Zoë", True), ("Ans", True)]
    assert [[one["rule"] for one in line["alerts"]] for line in lines] == [
        ["trust_low", "silence"],
        ["silence", "trust_low"],
    ]


async def test_the_last_step_contact_and_ratings_are_told(http: httpx.AsyncClient, clock: Clock) -> None:
    step = str(uuid4())
    client = await begun(http, "Marloes")
    clock.pass_days(8)
    await client.send(
        command_json("PlanExperiment", "2026-01-14", experiment_id=step, kind="conversation"),
        command_json("RunExperiment", "2026-01-15", experiment_id=step),
        met("2026-01-16"),
        command_json("RateEnergy", "2026-01-16", rating=7),
        command_json("RateTrust", "2026-01-16", rating=8),
        command_json("RateEnergy", "2026-01-13", rating=2),
    )

    line = await row(http)

    assert (line["steps"], line["last_step_on"], line["last_contact_on"]) == (1, "2026-01-15", "2026-01-16")
    assert (line["days_without_step"], line["days_without_contact"]) == (5, 4)
    assert (line["energy"], line["trust"]) == (7, 8)


async def test_journeys_that_ended_are_shown_while_that_is_new_or_when_asked_for(
    http: httpx.AsyncClient, clock: Clock
) -> None:
    client = await begun(http, "Marloes")
    await begun(http, "Ans")
    await client.send(command_json("RecordEnding", "2026-01-12", ending="new_work"))

    new = await rows(http)
    clock.pass_days(57)
    going_on, all_of_them = await rows(http), await rows(http, ended=True)

    assert {one["called"]: one["group"] for one in new}["Marloes"] == "news_only"
    assert [one["called"] for one in going_on] == ["Ans"]
    assert {one["called"]: one["ending"] for one in all_of_them} == {"Ans": None, "Marloes": "new_work"}


async def test_a_journey_that_ended_is_shown_while_its_aftercare_is_due(
    http: httpx.AsyncClient, clock: Clock
) -> None:
    on, care = str(clock.now.date()), str(uuid4())
    due = str(clock.now.date() + timedelta(days=70))
    await begun(
        http,
        "Karin",
        {"type": "RecordEnding", "happened_on": on, "ending": "new_work"},
        {
            "type": "PlanAfterCare",
            "happened_on": on,
            "after_care_id": care,
            "due": due,
            "what": "Is it what you expected?",
        },
    )

    clock.pass_days(69)
    before = await rows(http)
    clock.pass_days(1)
    (waiting,) = await rows(http)

    assert before == []
    assert (waiting["after_care"], waiting["needs_me"]) == ("Is it what you expected?", True)


async def test_a_question_that_was_not_understood_is_refused(http: httpx.AsyncClient) -> None:
    answers = [
        await http.get("/api/v1/desk", params=query) for query in ({"coach_id": "Ingrid"}, {"wait_for": -1})
    ]

    assert [refusal(answer)[0] for answer in answers] == [422, 422]


async def test_an_alert_is_snoozed_no_longer_than_on_a_page(
    app: Litestar, http: httpx.AsyncClient, clock: Clock
) -> None:
    client = await begun(http, "Marloes")
    clock.pass_days(10)
    await round_of(app, http)
    snoozed = {
        until: await client.send(command_json("SnoozeAlert", clock.today, rule="silence", until=until))
        for until in ("2026-02-20", "2026-02-19")
    }

    assert refusal(snoozed["2026-02-20"]) == (422, "invalid-value", "#/commands/0/until")
    assert snoozed["2026-02-19"].status_code == 201
