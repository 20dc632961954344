"""Every operation of the API's description, tried by everybody (ASVS 8.1.2, 8.2.1-8.2.3, 8.3.1, 8.4.1)."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from service.api.analysis_examples import ANALYSIS_EXAMPLE, REFUSAL_EXAMPLE
from tests.api.described import OPERATIONS, Operation, answer_of, wrong
from tests.authorization.account_matrix import ACCOUNTS
from tests.authorization.matrix import ALL, MATRIX, Answer, Who
from tests.authorization.people import ServiceWithPeople, service_with_people
from tests.authorization.personal_matrix import PERSONAL
from tests.authorization.story import (
    BLOCKED_FOR,
    ENDING,
    HANDED_OVER,
    LIMIT,
    OUTLOOK,
    PEOPLE,
    PRIVATE_NOTE,
    SHARED_NOTE,
    Told,
    sample,
    told,
)
from tests.commands import command_json
from tests.databases import Databases

pytestmark = pytest.mark.slow

World = tuple[ServiceWithPeople, Told]

NURSE = "8d3e8aaa-791b-4c75-a465-f3f827028f50"
"""An occupation of the starter atlas."""
BY_NAME = {one.name: one for one in OPERATIONS}
VIEWS = [one for one in OPERATIONS if one.method == "get" and one.name in MATRIX and one.is_json]
WHOLE_READERS: set[Who] = {"coach_everything", "deputy_everything", "client"}
MAY_READ: dict[str, set[Who]] = {
    PRIVATE_NOTE: {"coach_everything"},
    SHARED_NOTE: WHOLE_READERS,
    HANDED_OVER: {"coach_everything", "deputy_everything"},
    BLOCKED_FOR: WHOLE_READERS,
    LIMIT: WHOLE_READERS,
    ENDING: WHOLE_READERS,
    OUTLOOK: {*WHOLE_READERS, "coach_profile", "deputy_profile"},
}
COACHES: tuple[Who, ...] = (
    "coach_everything",
    "coach_profile",
    "coach_progress",
    "deputy_everything",
    "deputy_profile",
)
each_person = pytest.mark.parametrize("who", ALL)


@pytest.fixture(scope="module")
async def world(databases: Databases) -> AsyncIterator[World]:
    """Four journeys that were told, and everybody who might ask of them."""
    async with databases.borrowed() as dsn, service_with_people(dsn) as running:
        yield running, await told(running)


@pytest.fixture(scope="module")
async def broken(databases: Databases) -> AsyncIterator[World]:
    """The same once more, for breaking the glass: that lets people in for hours, and in a journey that goes on."""
    async with databases.borrowed() as dsn, service_with_people(dsn) as running:
        yield running, await told(running, ended=False)


async def asked(world: World, operation: Operation, who: Who) -> httpx.Response:
    at_home, journeys = world
    address = operation.path.replace("{journey_id}", str(journeys.journey_for(who)))
    address = address.replace("{programme_id}", str(journeys.programme)).replace("{number}", "1")
    address = address.replace("{study_id}", str(journeys.study))
    address = address.replace("{analysis_id}", str(uuid4())).replace("{occupation_id}", NURSE)
    address = address.replace("{export_id}", str(uuid4()))
    query = {"q": "nurse"} if operation.name == "get_occupations" else {}
    return await at_home.ask(PEOPLE[who], address, body_of(operation), **query)


def body_of(operation: Operation) -> dict[str, Any] | None:
    if operation.method == "get":
        return None
    if operation.path.endswith("/redaction"):
        return {"field": "called"}
    if operation.path.endswith("/break-glass"):
        return {"reason": "She rang in despair last night."}
    if "/analyses/" in operation.path:
        return REFUSAL_EXAMPLE if operation.path.endswith("/refusal") else {}
    if "/exports" in operation.path:
        return {}
    if operation.path.endswith("/analyses"):
        return ANALYSIS_EXAMPLE
    if "studies" in operation.path:
        return {"command_id": str(uuid4()), "commands": [command_json("SubmitStudy", "2026-01-05")]}
    if "programmes" in operation.path:
        adjusted = command_json("AdjustProgramme", name="Third career")
        return {"command_id": str(uuid4()), "commands": [adjusted]}
    return {"command_id": str(uuid4()), "commands": [sample(operation.path.rpartition("/")[2])]}


def outcome(answer: httpx.Response) -> Answer:
    match answer.status_code:
        case 403:
            return 403
        case 404:
            return 404
        case 200 | 201 | 409:
            return "in"
        case _:
            raise AssertionError(answer.text)


def test_every_operation_is_in_the_matrix() -> None:
    assert set(BY_NAME) == set(MATRIX) | set(ACCOUNTS) | set(PERSONAL)
    assert not set(MATRIX) & set(ACCOUNTS)


def test_every_line_of_the_matrix_names_everybody() -> None:
    assert all(set(line) == set(ALL) for line in MATRIX.values())


@pytest.mark.parametrize("name", [name for name in MATRIX if name != "post_journeys_break_glass"])
async def test_an_operation_is_for_whom_the_matrix_says(world: World, name: str) -> None:
    found = {who: outcome(await asked(world, BY_NAME[name], who)) for who in ALL}

    assert found == MATRIX[name]


async def test_the_glass_is_broken_by_whom_the_matrix_says(broken: World) -> None:
    name = "post_journeys_break_glass"

    found = {who: outcome(await asked(broken, BY_NAME[name], who)) for who in ALL}

    assert found == MATRIX[name]


async def test_a_journey_that_may_not_be_known_is_answered_like_one_that_is_not_there(world: World) -> None:
    at_home, journeys = world
    there = journeys.journeys["coach_everything"]

    for who in ALL:
        real, made_up = [
            await at_home.ask(PEOPLE[who], f"/api/v1/journeys/{journey_id}/agenda")
            for journey_id in (there, uuid4())
        ]
        if MATRIX["get_journeys_agenda"][who] == 404:
            assert (real.status_code, real.json()) == (made_up.status_code, made_up.json())


@each_person
async def test_nobody_reads_words_that_are_not_for_them(world: World, who: Who) -> None:
    texts = [(await asked(world, operation, who)).text for operation in VIEWS]

    read = {words for words in MAY_READ for text in texts if words in text}
    assert read == {words for words, readers in MAY_READ.items() if who in readers}


@each_person
# ASVS 15.3.1
async def test_what_is_shown_of_a_view_is_still_that_view(world: World, who: Who) -> None:
    faults = [
        (operation.name, fault)
        for operation in VIEWS
        if (answer := await asked(world, operation, who)).status_code == 200
        for fault in wrong(answer.json(), answer_of(operation.path))
    ]

    assert faults == []


# ASVS 16.2.1
async def test_every_look_by_somebody_else_is_in_the_access_log_and_none_of_the_clients_own(
    world: World,
) -> None:
    at_home, journeys = world
    journey_id = journeys.journeys["coach_profile"]
    looker = PEOPLE["coach_profile"].person_id
    before = await _looks(at_home, journey_id)
    at_home.clock.pass_hours(0.1)

    for view in ("profile", "weeks", "agenda"):
        await at_home.ask(PEOPLE["coach_profile"], f"/api/v1/journeys/{journey_id}/{view}")
        await at_home.ask(PEOPLE["client"], f"/api/v1/journeys/{journey_id}/{view}")
    after = await _looks(at_home, journey_id)

    new = after[: len(after) - len(before)]
    assert {(one["act"], one["actor_id"], one["role"], one["why"]) for one in new} == {
        ("read_profile", str(looker), "coach", "assigned_coach"),
        ("read_weeks", str(looker), "coach", "assigned_coach"),
    }


async def _looks(at_home: ServiceWithPeople, journey_id: Any) -> list[dict[str, Any]]:
    address = f"/api/v1/journeys/{journey_id}/access-log"
    looks: list[dict[str, Any]] = []
    page = (await at_home.ask(PEOPLE["client"], address)).json()
    looks += page["looks"]
    while page["next"]:
        page = (await at_home.ask(PEOPLE["client"], address, cursor=page["next"])).json()
        looks += page["looks"]
    return looks


async def test_the_lists_hold_only_what_may_be_seen(world: World) -> None:
    at_home, journeys = world

    seen = {
        who: {
            line["journey_id"]
            for line in (await at_home.ask(PEOPLE[who], "/api/v1/journeys")).json()["journeys"]
        }
        for who in ALL
        if who != "nobody"
    }

    hers = {str(one) for one in journeys.journeys.values()}
    own: dict[Who, set[str]] = {who: {str(journeys.journeys[who])} for who in COACHES}
    assert seen == {who: own.get(who, set()) for who in seen} | {"client": hers}


async def test_a_desk_shows_as_much_of_a_journey_as_was_granted(world: World) -> None:
    at_home, _ = world
    shown = {}
    for who in COACHES:
        (row,) = (await at_home.ask(PEOPLE[who], "/api/v1/desk", ended=True)).json()["rows"]
        (line,) = (await at_home.ask(PEOPLE[who], "/api/v1/journeys")).json()["journeys"]
        shown[who] = (row["trust"] is not None, line["roles_in_play"] is not None)

    assert shown == {
        "coach_everything": (True, True),
        "coach_profile": (False, True),
        "coach_progress": (False, False),
        "deputy_everything": (True, True),
        "deputy_profile": (False, True),
    }


async def test_a_journey_leads_its_client_and_her_coaches_to_their_pages_and_nobody_else(
    world: World,
) -> None:
    at_home, journeys = world

    led: dict[str, str | None] = {}
    for who in ALL:
        journey_id = str(journeys.journey_for(who))
        answer = await at_home.ask(PEOPLE[who], f"/journeys/{journey_id}")
        led[who] = answer.headers.get("location", "").replace(journey_id, "ID") or None

    coaches = dict.fromkeys(COACHES, "/clients/ID")
    assert led == dict.fromkeys(ALL) | {"client": "/journeys/ID/week"} | coaches


async def test_the_profile_is_for_its_client_and_a_coach_who_sees_everything(world: World) -> None:
    at_home, journeys = world

    statuses = {
        who: (await at_home.ask(PEOPLE[who], f"/journeys/{journeys.journey_for(who)}/profile")).status_code
        for who in ALL
    }

    known = dict.fromkeys(COACHES, 403) | dict.fromkeys(WHOLE_READERS, 200)
    assert statuses == dict.fromkeys(ALL, 404) | known


async def test_a_coach_is_not_told_which_journeys_are_part_of_a_programme(world: World) -> None:
    at_home, journeys = world
    address = f"/api/v1/programmes/{journeys.programme}"

    leading, coaching = [
        (await at_home.ask(PEOPLE[who], address)).json() for who in ("manager", "other_coach")
    ]

    assert (leading["journeys"], coaching["journeys"]) == ([], None)
