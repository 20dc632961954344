"""The keys are lost: the service stays up, structure works everywhere, and words read as unavailable."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest

from domain.redacted import REDACTED
from service.encryption.data_keys import generate_key
from service.encryption.keyring import Keyring
from service.encryption.postgres import PostgresVault
from service.postgres.connections import open_pool
from service.settings import Settings
from tests.api.test_canary import CANARIES, told_by
from tests.apps import running_app
from tests.encryption.doubles import ExchangeableKeyring
from tests.http.running_service import PUBLIC, Browser, Clock, RunningService

pytestmark = pytest.mark.slow


@asynccontextmanager
async def running(
    database: str, ring: ExchangeableKeyring, clock: Clock, tenant: Any = None
) -> AsyncIterator[RunningService]:
    """The service with accounts, with the keys of a keyring."""
    pool = await open_pool(database, 2)
    settings = Settings(database_url=database, access="accounts", origin=PUBLIC, migrate=False, clock=False)
    try:
        async with running_app(settings, now=clock, vault=PostgresVault(pool, ring)) as app:
            tenant = tenant or await app.state.services.accounts.accounts.create_organisation(
                "Northern Light"
            )
            yield RunningService(app, clock, tenant)
    finally:
        pool.terminate()


Home = tuple[RunningService, Browser, str]


@pytest.fixture
async def afterwards(database: str, ring: ExchangeableKeyring) -> AsyncIterator[Home]:
    """A journey was told, and then all keys but the one that finds addresses were lost."""
    clock = Clock()
    async with running(database, ring, clock) as service:
        await service.person()
        browser = service.browser()
        await browser.sign_in()
        journey_id = await told_by(browser)
        tenant = service.tenant_id
    ring.keyring = Keyring(ring.keyring.secret, {1: generate_key()})
    async with running(database, ring, clock, tenant) as service:
        assert await service.app.state.services.projector.wait_for(
            await service.app.state.services.journeys.log.head(), 10
        )
        browser = service.browser()
        answer = await browser.sign_in()
        assert answer.status_code == 200, answer.text
        yield service, browser, journey_id


async def json(browser: Browser, path: str) -> Any:
    answer = await browser.json("GET", path)
    assert answer.status_code == 200, answer.text
    assert [one for one in CANARIES if one in answer.text] == []
    return answer.json()


async def test_the_list_shows_the_journey_without_its_name(afterwards: Home) -> None:
    _, browser, journey_id = afterwards
    [line] = (await json(browser, "/journeys"))["journeys"]

    assert (line["journey_id"], line["called"]) == (journey_id, REDACTED)
    assert (line["track"], line["steps"], line["roles_known"]) == ("curative", 1, 1)


async def test_the_profile_shows_figures_without_words(afterwards: Home) -> None:
    _, browser, journey_id = afterwards
    profile = await json(browser, f"/journeys/{journey_id}/profile")

    assert (profile["called"], profile["roles"][0]["title"]) == (REDACTED, REDACTED)
    assert (profile["roles"][0]["distance"], profile["steps"]) == ("near", 1)


@pytest.mark.parametrize(
    "view", ["weeks", "agenda", "network", "portrait", "coaching", "course", "game", "moves", "suggestions"]
)
async def test_every_view_is_answered(afterwards: Home, view: str) -> None:
    _, browser, journey_id = afterwards

    assert await json(browser, f"/journeys/{journey_id}/{view}")


async def test_the_history_tells_what_happened_and_not_in_which_words(afterwards: Home) -> None:
    _, browser, journey_id = afterwards
    events = (await json(browser, f"/journeys/{journey_id}/events"))["events"]
    kinds = [one["event"]["type"] for one in events]

    assert {"JourneyStarted", "ExperimentRun", "IntakeAgreed"} <= set(kinds)
    assert events[0]["event"]["called"] == REDACTED


@pytest.mark.parametrize("page", ["/", "/journeys/{journey_id}/profile"])
async def test_the_pages_are_shown(afterwards: Home, page: str) -> None:
    _, browser, journey_id = afterwards
    answer = await browser.http.get(page.format(journey_id=journey_id), follow_redirects=True)

    assert answer.status_code == 200
    assert REDACTED in answer.text
    assert [one for one in CANARIES if one in answer.text] == []


async def test_what_is_personal_cannot_be_written_and_what_is_not_can(afterwards: Home) -> None:
    _, browser, journey_id = afterwards
    day = {"happened_on": "2026-05-30"}
    spoken = {"type": "SetGoal", "goal_id": str(uuid4()), "wording": "a talk", **day}
    figures = {"type": "RateEnergy", "rating": 5, **day}

    refused, recorded = [
        await browser.json(
            "POST", f"/journeys/{journey_id}/commands", {"command_id": str(uuid4()), "commands": [one]}
        )
        for one in (spoken, figures)
    ]

    assert (refused.status_code, recorded.status_code) == (503, 201)
    assert "a talk" not in refused.text


async def test_the_service_is_ready(afterwards: Home) -> None:
    service, _, _ = afterwards
    answer = await service.browser().http.get("/health/ready", headers={"host": "localhost"})

    assert answer.status_code == 200
