"""A journey whose use was stopped: its client reads it, everybody else is told no more than that (GDPR 18, 21)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from msgspec.structs import replace

from domain.vocabulary import StuckRule
from service.accounts.caller import Caller
from service.accounts.notices import ERASURE_GRACE_PERIOD
from service.processes.scheduler import Scheduler
from service.read_models.daily_checks import DailyChecks
from service.read_models.restricted_journeys import all_restricted_journeys
from service.research.export import export_log
from tests.api.client import refusal
from tests.api.described import OPERATIONS, Operation, answered_wrongly
from tests.authorization.matrix import ALL, MATRIX, Who
from tests.authorization.people import ServiceWithPeople, service_with_people
from tests.authorization.personal_matrix import PERSONAL
from tests.authorization.story import PEOPLE, SHARED_NOTE, Told, told
from tests.commands import command_json
from tests.databases import Databases

World = tuple[ServiceWithPeople, Told]

BY_NAME = {one.name: one for one in OPERATIONS}
COACHES: tuple[Who, ...] = (
    "coach_everything",
    "coach_profile",
    "coach_progress",
    "deputy_everything",
    "deputy_profile",
)


@pytest.fixture(scope="module")
async def world(databases: Databases) -> AsyncIterator[World]:
    """Four journeys that go on, and everybody who might ask of them."""
    async with databases.borrowed() as dsn, service_with_people(dsn) as running:
        yield running, await told(running, ended=False)


def lately(caller: Caller, at_home: ServiceWithPeople) -> Caller:
    """The same person, who has just shown who they are."""
    return replace(caller, signed_in_at=at_home.clock.now)


async def asked(world: World, name: str, who: Who, **body: Any) -> httpx.Response:
    at_home, journeys = world
    operation = BY_NAME[name]
    address = operation.path.replace("{journey_id}", str(journeys.journey_for(who)))
    if "{contact_id}" in address:
        address = address.replace("{contact_id}", str(await a_contact(world, who)))
    wanted = None if operation.method == "get" else body or body_of(operation)
    return await at_home.ask(lately(PEOPLE[who], at_home), address, wanted)


async def a_contact(world: World, who: Who) -> UUID:
    at_home, journeys = world
    journey = await at_home.app.state.services.journeys.get(
        journeys.journey_for(who), tenant_id=PEOPLE["client"].tenant_id
    )
    found: UUID = next(iter(journey.network.contacts))
    return found


def body_of(operation: Operation) -> dict[str, Any]:
    match operation.name:
        case "post_journeys_erasure":
            return {"confirmation": "erase"}
        case "post_retention":
            return {"programme_id": str(uuid4()), "months": 24}
        case _:
            return {}


async def restricted(world: World, who: Who = "client", **body: Any) -> None:
    answer = await asked(world, "post_journeys_restriction", who, **body)
    assert answer.status_code == 201, answer.text


async def used_again(world: World) -> None:
    for name in ("post_journeys_erasure_withdrawal", "post_journeys_restriction_lifting"):
        assert (await asked(world, name, "client")).status_code in {201, 409}


@pytest.fixture
async def free(world: World) -> AsyncIterator[World]:
    """The world, with the client's journeys used again afterwards."""
    yield world
    await used_again(world)


def outcome(answer: httpx.Response) -> Any:
    return "in" if answer.status_code in {200, 201, 409} else answer.status_code


@pytest.mark.parametrize("name", PERSONAL)
async def test_an_operation_is_for_whom_the_matrix_says(free: World, name: str) -> None:
    # ASVS 8.2.1, 8.2.2
    answers = {who: await asked(free, name, who) for who in ALL}

    assert {who: outcome(answer) for who, answer in answers.items()} == PERSONAL[name]
    assert [fault for one in answers.values() for fault in answered_wrongly(BY_NAME[name], one)] == []


async def test_the_client_reads_on_and_nobody_else_does(free: World) -> None:
    _, journeys = free
    await restricted(free)
    views = [
        name for name, line in MATRIX.items() if name.startswith("get_journeys_") and line["client"] == "in"
    ]

    assert "get_journeys_profile" in views
    for name in views:
        assert (await asked(free, name, "client")).status_code == 200
        for who in ALL:
            if (
                who != "client"
                and MATRIX[name][who] == "in"
                and journeys.journey_for(who) == journeys.journey_for("client")
            ):
                assert refusal(await asked(free, name, who))[:2] == (403, "restricted"), (name, who)


async def test_a_coach_is_told_so_without_content(free: World) -> None:
    await restricted(free)
    answer = await asked(free, "get_journeys_coaching", "coach_everything")

    assert answer.json() == {
        "type": "/problems/restricted",
        "title": "The use of this journey is stopped",
        "status": 403,
        "detail": "The use of this journey is stopped. Until that is lifted, only its client can read it.",
    }
    assert SHARED_NOTE not in answer.text


async def test_nothing_is_told_in_it_by_anybody(free: World) -> None:
    at_home, journeys = free
    await restricted(free)
    journey_id = journeys.journey_for("client")
    energy = command_json("RateEnergy", rating=5)
    note = command_json("WriteNote", note_id=str(uuid4()), text="Ask about the train.")

    by_client = await at_home.tell(PEOPLE["client"], journey_id, energy)
    by_coach = await at_home.tell(PEOPLE["coach_everything"], journey_id, note)

    assert refusal(by_client) == (403, "restricted", "#/commands/0")
    assert refusal(by_coach) == (403, "restricted", "#/commands/0")


async def test_its_client_withdraws_what_she_granted_and_grants_nothing_new(free: World) -> None:
    at_home, journeys = free
    journey_id, payer = journeys.journey_for("client"), str(uuid4())
    client = PEOPLE["client"]
    grant = command_json("GrantSight", reader_id=payer, reader="payer", name="The fund", scope="progress")
    await at_home.tell(client, journey_id, grant)
    await restricted(free)

    withdrawn = await at_home.tell(client, journey_id, command_json("WithdrawSight", reader_id=payer))
    granted = await at_home.tell(client, journey_id, grant)
    by_coach = await at_home.tell(
        PEOPLE["coach_everything"], journey_id, command_json("WithdrawSight", reader_id=payer)
    )

    assert withdrawn.status_code == 201, withdrawn.text
    assert refusal(granted)[:2] == refusal(by_coach)[:2] == (403, "restricted")


async def test_lists_and_the_desk_leave_it_out(free: World) -> None:
    at_home, _ = free
    coach = PEOPLE["coach_everything"]
    before = (await at_home.ask(coach, "/api/v1/desk")).json()["rows"]
    await restricted(free)

    assert len(before) == 1
    assert (await at_home.ask(coach, "/api/v1/desk")).json()["rows"] == []
    assert (await at_home.ask(coach, "/api/v1/journeys")).json()["journeys"] == []
    hers = (await at_home.ask(PEOPLE["client"], "/api/v1/journeys")).json()["journeys"]
    assert len(hers) == 7


async def test_the_glass_of_it_is_not_broken(free: World) -> None:
    reason = {"reason": "She rang in despair last night."}
    lookers: tuple[Who, ...] = ("admin", "other_coach")
    for who in lookers:
        assert (await asked(free, "post_journeys_break_glass", who, **reason)).status_code == 201
        assert (await asked(free, "get_journeys_profile", who)).status_code == 200
    await restricted(free)

    for who in lookers:
        assert refusal(await asked(free, "get_journeys_profile", who))[:2] == (403, "restricted")


async def test_who_does_not_know_of_it_is_told_nothing_by_it(free: World) -> None:
    at_home, _ = free
    await restricted(free)
    stranger = await asked(free, "get_journeys_profile", "other_client")
    made_up = await at_home.ask(PEOPLE["other_client"], f"/api/v1/journeys/{uuid4()}/profile")

    assert (stranger.status_code, stranger.json()) == (made_up.status_code, made_up.json())


async def test_a_client_lifts_what_an_admin_placed_and_no_admin_what_she_placed(free: World) -> None:
    await restricted(free, "admin", ground="accuracy")
    await restricted(free, "client")
    by_admin = await asked(free, "post_journeys_restriction_lifting", "admin")
    again = await asked(free, "post_journeys_restriction_lifting", "admin")
    by_client = await asked(free, "post_journeys_restriction_lifting", "client")

    assert [one["placed_by"] for one in by_admin.json()["restrictions"]] == ["client"]
    assert refusal(again)[:2] == (409, "illegal-step")
    assert (by_client.json()["restricted"], by_client.json()["restrictions"]) == (False, [])


async def test_what_an_admin_does_stands_in_the_access_log(free: World) -> None:
    await restricted(free, "admin", ground="claims")
    looks = (await asked(free, "get_journeys_access_log", "client")).json()["looks"]

    assert ("restrict", "by_role", "admin") in {(one["act"], one["why"], one["role"]) for one in looks}


async def test_the_clock_leaves_it_alone_and_makes_up_for_it_afterwards(free: World) -> None:
    at_home, journeys = free
    journey_id, state = journeys.journey_for("client"), at_home.app.state.services
    scheduler = Scheduler(state.journeys, DailyChecks(state.erasure.pool), now=lambda: at_home.clock.now)
    await restricted(free)

    async def known() -> tuple[int, dict[StuckRule, Any]]:
        journey = await state.journeys.get(journey_id, tenant_id=PEOPLE["client"].tenant_id)
        return len(journey.authored_events), dict(journey.alerts.open)

    before = await known()
    await scheduler.run_once()
    during = await known()
    await used_again(free)
    await scheduler.run_once()

    assert during == before
    assert (await known())[0] > before[0]


async def test_totals_and_exports_leave_it_out(free: World, tmp_path: Path) -> None:
    at_home, journeys = free
    journey_id = journeys.journey_for("client")
    manager = PEOPLE["manager"]
    enrol = {
        "command_id": str(uuid4()),
        "commands": [
            command_json("EnrolJourney", str(at_home.clock.now.date()), journey_id=str(one))
            for one in set(journeys.journeys.values())
        ],
    }
    address = f"/api/v1/programmes/{journeys.programme}"
    assert (await at_home.ask(manager, f"{address}/commands", enrol)).status_code == 201
    await restricted(free)
    everywhere = await all_restricted_journeys(at_home.app.state.services.erasure.pool)
    manifest = await export_log(
        at_home.app.state.services.journeys.log, tmp_path / "log.jsonl", restricted=everywhere
    )
    totals = await at_home.ask(manager, f"{address}/totals")

    assert everywhere == {journey_id}
    assert f'"journey_id":"{journey_id}","number"' not in (tmp_path / "log.jsonl").read_text()
    assert (manifest.journeys, manifest.programmes) == (6, 1)
    assert totals.status_code == 200


async def tell_programme(world: World, programme_id: UUID, *commands: dict[str, Any]) -> httpx.Response:
    body = {"command_id": str(uuid4()), "commands": commands}
    address = f"/api/v1/programmes/{programme_id}/commands"
    return await world[0].ask(PEOPLE["manager"], address, body)


async def test_a_restricted_journey_that_was_in_no_programme_seems_not_to_be_there(
    databases: Databases,
) -> None:
    async with databases.borrowed() as dsn, service_with_people(dsn) as running:
        journeys = await told(running, ended=False)
        world = running, journeys
        await restricted(world)
        answers = [
            await tell_programme(world, journeys.programme, command_json("EnrolJourney", journey_id=str(one)))
            for one in (journeys.journey_for("client"), uuid4())
        ]

    assert refusal(answers[0]) == (409, "illegal-step", "#/commands/0/journey_id")
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize("is_restricted", [False, True])
async def test_a_manager_cannot_tell_a_restricted_journey_of_a_programme_from_another(
    databases: Databases, is_restricted: bool
) -> None:
    """All that she may tell and ask about a journey that she knows of, and what lists it."""
    async with databases.borrowed() as dsn, service_with_people(dsn) as running:
        journeys = await told(running, ended=False)
        world, manager = (running, journeys), PEOPLE["manager"]
        journey_id, programmes = str(journeys.journey_for("client")), (journeys.programme, uuid4())
        opening = command_json("OpenProgramme", **PROGRAMME)
        enrol = command_json("EnrolJourney", journey_id=journey_id)
        await tell_programme(world, programmes[1], opening)
        await tell_programme(world, programmes[0], enrol)
        before = await entries(world, journey_id)
        if is_restricted:
            await restricted(world)
        answers = [
            await tell_programme(world, programmes[0], enrol),
            await tell_programme(world, programmes[1], enrol),
            await tell_programme(world, programmes[1], command_json("EndEnrolment", journey_id=journey_id)),
        ]
        answers += [await asked_by_manager(world, name) for name in MANAGERS_READS]
        listed = [
            (await running.ask(manager, f"/api/v1/programmes/{one}")).json()["journeys"] for one in programmes
        ]
        after = await entries(world, journey_id)

    assert [one.status_code for one in answers[:3]] == [201, 201, 201]
    assert {refusal(one)[:2] for one in answers[3:]} == {(404, "unknown-journey")}
    assert [[one["journey_id"] for one in some] for some in listed] == [[journey_id], []]
    assert after - before == (not is_restricted)


MANAGERS_READS = [
    name for name, line in MATRIX.items() if name.startswith("get_journeys_") and line["manager"] != "in"
]
PROGRAMME = {
    "name": "Second career",
    "tracks": ["preventive"],
    "languages": ["nl"],
    "time_zone": "Europe/Amsterdam",
    "game": False,
}
"""Which tells the journeys that it enrols that there is no game."""


async def entries(world: World, journey_id: str) -> int:
    journeys = world[0].app.state.services.journeys
    return len(await journeys.recorded_events(UUID(journey_id), tenant_id=PEOPLE["manager"].tenant_id))


async def asked_by_manager(world: World, name: str) -> httpx.Response:
    at_home, journeys = world
    address = BY_NAME[name].path.replace("{journey_id}", str(journeys.journey_for("client")))
    return await at_home.ask(PEOPLE["manager"], address, None)


async def test_an_erasure_is_asked_for_lately_and_in_so_many_words(free: World) -> None:
    # ASVS 7.5.1
    at_home, journeys = free
    address = f"/api/v1/journeys/{journeys.journey_for('client')}/erasure"
    long_ago = replace(PEOPLE["client"], signed_in_at=at_home.clock.now - timedelta(minutes=11))
    by_program = replace(lately(PEOPLE["client"], at_home), way="api", scopes=frozenset({"read", "tell"}))

    assert refusal(await at_home.ask(long_ago, address, {"confirmation": "erase"}))[1] == "prove-again"
    assert refusal(await at_home.ask(by_program, address, {"confirmation": "erase"}))[1] == "forbidden"
    unsure = await at_home.ask(lately(PEOPLE["client"], at_home), address, {"confirmation": "yes"})
    assert refusal(unsure) == (422, "invalid-value", "#/confirmation")


async def test_its_client_is_told_by_letter_that_it_is_to_be_erased_and_told_once(free: World) -> None:
    at_home, _ = free
    at_home.clients.told.clear()

    for _ in range(2):
        await asked(free, "post_journeys_erasure", "client")

    assert at_home.clients.told == [(PEOPLE["client"].person_id, "erasure_asked")]


async def test_a_journey_that_waits_to_be_erased_is_restricted_until_that_is_taken_back(free: World) -> None:
    at_home, _ = free
    asked_for = (await asked(free, "post_journeys_erasure", "client")).json()
    meanwhile = await asked(free, "get_journeys_profile", "coach_everything")
    lifted = await asked(free, "post_journeys_restriction_lifting", "client")
    kept = await asked(free, "post_journeys_erasure_withdrawal", "client")
    again = await asked(free, "post_journeys_erasure_withdrawal", "client")

    assert asked_for["erasure"]["due_at"] == (at_home.clock.now + ERASURE_GRACE_PERIOD).isoformat().replace(
        "+00:00", "Z"
    )
    assert refusal(meanwhile)[:2] == (403, "restricted")
    assert refusal(lifted)[:2] == (409, "illegal-step")
    assert (kept.json()["restricted"], kept.json()["erasure"]) == (False, None)
    assert refusal(again)[:2] == (409, "illegal-step")
    assert (await asked(free, "get_journeys_profile", "coach_everything")).status_code == 200


async def test_how_many_are_restricted_is_counted_among_all_of_the_organisation_only(free: World) -> None:
    at_home, _ = free
    restrictions, tenant_id = at_home.rights.restrictions, PEOPLE["client"].tenant_id
    before = await restrictions.count(tenant_id)
    await asked(free, "post_journeys_erasure", "client")

    assert await restrictions.count(tenant_id) == before + 1
    assert await restrictions.count(uuid4()) == 0
