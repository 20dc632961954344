"""Every operation that is there with accounts, tried by everybody (ASVS 8.1.2, 8.2.1, 8.2.2, 8.3.1, 8.4.1)."""

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from tests.api.described import OPERATIONS, answered_wrongly
from tests.authorization.account_matrix import ACCOUNTS, ALL, ONES_OWN, Answer, Who
from tests.authorization.account_world import AccountWorld
from tests.databases import Databases
from tests.http.running_service import open_service

pytestmark = pytest.mark.slow

BY_NAME = {one.name: one for one in OPERATIONS}
NOT_THEIRS = {"/problems/not-for-you", "/problems/cross-site", "/problems/forbidden"}


@pytest.fixture(scope="module")
async def world(databases: Databases) -> AsyncIterator[AccountWorld]:
    async with databases.borrowed() as dsn, open_service(dsn) as service:
        yield await AccountWorld(service).peopled()


def outcome(answer: httpx.Response) -> Answer:
    match answer.status_code:
        case 401:
            return 401
        case 404:
            return 404
        case 403 if answer.json()["type"] in NOT_THEIRS:
            return 403
        case status if status < 500:
            return "in"
        case _:
            raise AssertionError(answer.text)


def test_every_line_names_everybody() -> None:
    assert all(set(line) == set(ALL) for line in ACCOUNTS.values())


@pytest.mark.parametrize("name", ACCOUNTS)
async def test_an_operation_is_for_whom_the_matrix_says(world: AccountWorld, name: str) -> None:
    answers = {who: await world.asked(BY_NAME[name], who) for who in ALL}

    assert {who: outcome(one) for who, one in answers.items()} == ACCOUNTS[name]
    assert [fault for one in answers.values() for fault in answered_wrongly(BY_NAME[name], one)] == []


@pytest.mark.parametrize("name", [name for name in ACCOUNTS if ACCOUNTS[name] is ONES_OWN])
async def test_what_is_somebody_elses_is_answered_like_what_is_not_there(
    world: AccountWorld, name: str
) -> None:
    operation = BY_NAME[name]
    made_up = operation.path.removeprefix("/api/v1").replace("{token_id}", str(uuid4()))
    made_up = made_up.replace("{passkey_id}", str(uuid4()))
    others: list[Who] = ["other_client", "admin", "foreign_client", "foreign_admin"]

    for who in others:
        theirs = await world.asked(operation, who)
        nobodys = await (await world.browser(who)).json(
            operation.method.upper(), made_up, {"called": "my old phone"}
        )
        assert (theirs.status_code, theirs.json()) == (nobodys.status_code, nobodys.json())


async def test_a_session_that_was_not_ended_by_others_goes_on(world: AccountWorld) -> None:
    client = await world.browser("client")
    (own,) = [one["token_id"] for one in await client.sessions() if one["current"]]

    for who in ("other_client", "admin", "foreign_client", "foreign_admin"):
        await (await world.browser(who)).json("DELETE", f"/sessions/{own}")

    assert (await client.get("/api/v1/session")).status_code == 200


async def test_everybody_hears_of_themselves_only(world: AccountWorld) -> None:
    heard = {who: (await (await world.browser(who)).get("/api/v1/session")).json() for who in world.people}

    found = {who: (one["tenant_id"], one["person_id"]) for who, one in heard.items()}
    assert found == {who: (str(tenant), str(person)) for who, (tenant, person) in world.people.items()}
    assert heard["unproved_coach"]["roles"] == []
