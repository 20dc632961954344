"""Who may see and do what, as people meet it: over HTTP, as sight is granted and withdrawn."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from msgspec.structs import replace

from service.accounts.caller import Caller
from tests.api.client import START, refusal
from tests.authorization.people import ServiceWithPeople, service_with_people
from tests.cast import (
    ADA,
    ANS,
    FOREIGN_CLIENT,
    FOREIGN_MANAGER,
    HANNA,
    INGRID,
    MARLOES,
    NOBODY,
    PIETER,
    SVEN,
    person,
)
from tests.commands import command_json

REASON = {"reason": "She rang in despair, and her coach is away."}


@pytest.fixture
async def home(database: str) -> AsyncIterator[ServiceWithPeople]:
    async with service_with_people(database) as running:
        yield running


@pytest.fixture
async def journey(home: ServiceWithPeople) -> UUID:
    """Marloes' journey; Ingrid is her coach."""
    journey_id = uuid4()
    assigned = command_json("AssignCoach", coach_id=str(INGRID.person_id), name="Ingrid")
    answer = await home.tell(MARLOES, journey_id, START, assigned)
    assert answer.status_code == 201, answer.text
    return journey_id


async def grant(home: ServiceWithPeople, journey: UUID, scope: str = "everything", **more: Any) -> None:
    told = {"reader_id": str(INGRID.person_id), "reader": "coach", "name": "Ingrid", "scope": scope}
    answer = await home.tell(MARLOES, journey, command_json("GrantSight", **(told | more)))
    assert answer.status_code == 201, answer.text


async def get(
    home: ServiceWithPeople, caller: Caller, journey: UUID, what: str = "profile", **query: Any
) -> httpx.Response:
    return await home.ask(caller, f"/api/v1/journeys/{journey}/{what}", **query)


async def looks(home: ServiceWithPeople, journey: UUID) -> list[dict[str, Any]]:
    answer = await get(home, MARLOES, journey, "access-log")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["looks"]
    return found


async def test_who_starts_a_journey_is_its_client(home: ServiceWithPeople, journey: UUID) -> None:
    await home.shown()

    own, others = [(await home.ask(one, "/api/v1/journeys")).json()["journeys"] for one in (MARLOES, ANS)]

    assert [line["journey_id"] for line in own] == [str(journey)]
    assert others == []


@pytest.mark.parametrize("caller", [INGRID, HANNA, ADA, PIETER, NOBODY])
async def test_only_a_client_starts_a_journey(home: ServiceWithPeople, caller: Caller) -> None:
    answer = await home.tell(caller, uuid4(), START)

    assert refusal(answer)[:2] == (404, "unknown-journey")


@pytest.mark.parametrize("caller", [ANS, FOREIGN_CLIENT])
async def test_a_journey_is_not_taken_over_by_starting_it_again(
    home: ServiceWithPeople, journey: UUID, caller: Caller
) -> None:
    answer = await home.tell(caller, journey, START)

    assert refusal(answer)[:2] == (404, "unknown-journey")
    assert (await get(home, MARLOES, journey)).status_code == 200
    assert (await get(home, caller, journey)).status_code == 404


async def test_of_two_who_start_one_journey_at_a_time_one_has_it(home: ServiceWithPeople) -> None:
    journey_id = uuid4()

    answers = await asyncio.gather(*(home.tell(one, journey_id, START) for one in (MARLOES, ANS)))

    assert sorted(answer.status_code for answer in answers) == [201, 404]


async def test_a_start_that_was_refused_can_be_told_again(home: ServiceWithPeople) -> None:
    journey_id = uuid4()

    refused = await home.tell(MARLOES, journey_id, START | {"time_zone": "Europe/Atlantis"})
    again = await home.tell(MARLOES, journey_id, START)

    assert (refused.status_code, again.status_code) == (422, 201)


async def test_a_coach_sees_what_was_granted_and_at_once_no_more_when_it_is_withdrawn(
    home: ServiceWithPeople, journey: UUID
) -> None:
    before = (await get(home, INGRID, journey)).status_code
    await grant(home, journey)
    granted = (await get(home, INGRID, journey)).status_code
    await home.tell(MARLOES, journey, command_json("WithdrawSight", reader_id=str(INGRID.person_id)))
    after = (await get(home, INGRID, journey)).status_code

    assert (before, granted, after) == (404, 200, 404)


async def test_sight_ends_with_its_day_though_the_clock_told_nothing(
    home: ServiceWithPeople, journey: UUID
) -> None:
    await grant(home, journey, until="2026-06-02")

    home.clock.pass_hours(24)
    on_its_day = (await get(home, INGRID, journey)).status_code
    home.clock.pass_hours(24)
    after = (await get(home, INGRID, journey)).status_code

    assert (on_its_day, after) == (200, 404)


async def test_an_ally_by_the_coachs_id_grants_a_coach_nothing(
    home: ServiceWithPeople, journey: UUID
) -> None:
    await grant(home, journey, reader="ally")

    assert (await get(home, INGRID, journey)).status_code == 404


async def test_another_coach_takes_over_and_the_former_one_sees_no_more(
    home: ServiceWithPeople, journey: UUID
) -> None:
    await grant(home, journey)
    await grant(home, journey, reader_id=str(SVEN.person_id))
    await home.tell(MARLOES, journey, command_json("AssignCoach", coach_id=str(SVEN.person_id), name="Sven"))

    statuses = [(await get(home, one, journey)).status_code for one in (INGRID, SVEN)]

    assert statuses == [404, 200]


async def test_a_coach_who_is_a_client_sees_her_own_journey_as_its_client(home: ServiceWithPeople) -> None:
    both, journey_id = person("client", "coach", "admin"), uuid4()
    own = command_json("AssignCoach", coach_id=str(both.person_id), name="Myself")
    granted = command_json(
        "GrantSight", reader_id=str(both.person_id), reader="coach", name="Myself", scope="everything"
    )
    await home.tell(both, journey_id, START, own, granted)

    note = command_json("WriteNote", note_id=str(uuid4()), text="Well done, me.")
    answers = [
        await home.tell(both, journey_id, note),
        await get(home, both, journey_id, "alerts"),
        await home.ask(both, f"/api/v1/journeys/{journey_id}/break-glass", REASON),
    ]

    assert [answer.status_code for answer in answers] == [403] * 3


async def test_of_several_commands_the_forbidden_one_is_pointed_at_and_none_is_recorded(
    home: ServiceWithPeople, journey: UUID
) -> None:
    await grant(home, journey)
    before = (await get(home, MARLOES, journey, "events")).json()["events"]

    answer = await home.tell(
        INGRID,
        journey,
        command_json("HoldCheckIn", check_in_id=str(uuid4())),
        command_json("RateTrust", rating=10),
    )

    assert refusal(answer) == (403, "forbidden", "#/commands/1")
    assert (await get(home, MARLOES, journey, "events")).json()["events"] == before


async def test_a_correction_takes_the_right_to_what_it_says(home: ServiceWithPeople, journey: UUID) -> None:
    await grant(home, journey)
    await home.tell(INGRID, journey, command_json("SetStance", stance="coach"))
    number = (await get(home, INGRID, journey, "events")).json()["events"][-1]["number"]

    fitting = command_json(
        "CorrectEntry", number=number, restated=command_json("SetStance", stance="adviser")
    )
    other = command_json("CorrectEntry", number=number, restated=command_json("RateTrust", rating=10))
    answers = [await home.tell(INGRID, journey, one) for one in (fitting, other)]

    assert [answer.status_code for answer in answers] == [201, 403]


async def test_what_somebody_else_told_is_theirs_to_correct(home: ServiceWithPeople, journey: UUID) -> None:
    await grant(home, journey)

    answer = await home.tell(INGRID, journey, command_json("RetractEntry", number=2))

    assert refusal(answer)[:2] == (409, "illegal-step")


async def test_what_was_told_bears_the_name_of_who_told_it(home: ServiceWithPeople, journey: UUID) -> None:
    await grant(home, journey)
    await home.tell(INGRID, journey, command_json("SetStance", stance="coach"))

    events = (await get(home, MARLOES, journey, "events")).json()["events"]

    assert [one["actor_id"] for one in events] == [str(MARLOES.person_id)] * 3 + [str(INGRID.person_id)]


async def test_the_client_reads_her_history_without_the_coachs_own_notes_and_what_became_of_them(
    home: ServiceWithPeople, journey: UUID
) -> None:
    await grant(home, journey)
    private, shared, later = str(uuid4()), str(uuid4()), str(uuid4())
    await home.tell(
        INGRID,
        journey,
        command_json("WriteNote", note_id=private, text="a worry"),
        command_json("WriteNote", note_id=shared, text="a plan", shared=True),
        command_json("WriteNote", note_id=later, text="a hope"),
        command_json("ShareNote", note_id=later),
    )
    first = (await get(home, INGRID, journey, "events")).json()["events"][3]["number"]
    restated = command_json("WriteNote", note_id=private, text="a great worry")
    await home.tell(
        INGRID, journey, command_json("CorrectEntry", number=first, restated=restated, reason="it grew")
    )
    await home.tell(INGRID, journey, command_json("RetractEntry", number=first, reason="it passed"))

    hers, the_coachs = [
        [one["event"]["type"] for one in (await get(home, who, journey, "events")).json()["events"]]
        for who in (MARLOES, INGRID)
    ]

    told = ["JourneyStarted", "CoachAssigned", "SightGranted"]
    assert hers == [*told, "NoteWritten", "NoteWritten", "NoteShared"]
    assert the_coachs == [*told, *["NoteWritten"] * 3, "NoteShared", "EntryCorrected", "EntryRetracted"]


async def test_who_breaks_the_glass_sees_for_four_hours_and_the_client_reads_who_and_why(
    home: ServiceWithPeople, journey: UUID
) -> None:
    before = (await get(home, ADA, journey)).status_code
    broken = await home.ask(ADA, f"/api/v1/journeys/{journey}/break-glass", REASON)
    within = (await get(home, ADA, journey)).status_code
    game = (await get(home, ADA, journey, "game")).status_code
    told = (await home.tell(ADA, journey, command_json("HoldCheckIn", check_in_id=str(uuid4())))).status_code
    home.clock.pass_hours(4)
    after = (await get(home, ADA, journey)).status_code

    assert broken.json() == {"journey_id": str(journey), "until": "2026-06-01T16:00:00Z"}
    assert (before, within, game, told, after) == (404, 200, 403, 403, 404)
    seen = {(one["act"], one["role"], one["why"], one["reason"]) for one in await looks(home, journey)}
    assert seen == {
        ("break_glass", "admin", "break_glass", REASON["reason"]),
        ("read_profile", "admin", "break_glass", None),
    }


async def test_a_journey_behind_broken_glass_is_in_the_list_for_those_hours(
    home: ServiceWithPeople, journey: UUID
) -> None:
    await home.ask(SVEN, f"/api/v1/journeys/{journey}/break-glass", REASON)
    await home.shown()

    within = (await home.ask(SVEN, "/api/v1/journeys")).json()["journeys"]
    desk = (await home.ask(SVEN, "/api/v1/desk")).json()["rows"]
    home.clock.pass_hours(4)
    after = (await home.ask(SVEN, "/api/v1/journeys")).json()["journeys"]

    assert ([line["journey_id"] for line in within], desk, after) == ([str(journey)], [], [])


@pytest.mark.parametrize("reason", ["", "why not", None])
async def test_glass_is_not_broken_without_a_reason(
    home: ServiceWithPeople, journey: UUID, reason: str | None
) -> None:
    answer = await home.ask(ADA, f"/api/v1/journeys/{journey}/break-glass", {"reason": reason})

    assert refusal(answer) == (422, "invalid-value", "#/reason")


async def test_a_program_does_not_break_glass(home: ServiceWithPeople, journey: UUID) -> None:
    program = replace(ADA, way="api", scopes=frozenset({"read", "tell", "lead", "people"}))

    answer = await home.ask(program, f"/api/v1/journeys/{journey}/break-glass", REASON)

    assert refusal(answer)[:2] == (404, "unknown-journey")


async def test_a_look_at_the_desk_is_a_look(home: ServiceWithPeople, journey: UUID) -> None:
    await grant(home, journey, "progress")
    await home.shown()
    await home.ask(INGRID, "/api/v1/desk")

    (seen,) = await looks(home, journey)

    assert (seen["act"], seen["actor_id"], seen["why"]) == (
        "read_desk",
        str(INGRID.person_id),
        "assigned_coach",
    )


async def test_the_last_looks_are_written_when_the_service_ends(database: str) -> None:
    journey_id = uuid4()
    async with service_with_people(database) as first:
        assigned = command_json("AssignCoach", coach_id=str(INGRID.person_id), name="Ingrid")
        await first.tell(MARLOES, journey_id, START, assigned)
        await grant(first, journey_id)
        await get(first, INGRID, journey_id)

    async with service_with_people(database) as second:
        second.clients.links = first.clients.links
        assert [one["act"] for one in await looks(second, journey_id)] == ["read_profile"]


async def test_a_token_for_reading_tells_nothing(home: ServiceWithPeople, journey: UUID) -> None:
    reader = replace(MARLOES, way="api", scopes=frozenset({"read"}))

    read = await get(home, reader, journey)
    told = await home.tell(reader, journey, command_json("RateEnergy", rating=5))

    assert read.status_code == 200
    assert refusal(told) == (403, "forbidden", "#/commands/0")


async def test_sight_is_granted_by_the_client_in_person(home: ServiceWithPeople, journey: UUID) -> None:
    program = replace(MARLOES, way="api", scopes=frozenset({"read", "tell"}))
    told = command_json("GrantSight", reader_id=str(uuid4()), reader="coach", name="X", scope="everything")

    assert (await home.tell(program, journey, told)).status_code == 403


async def test_a_manager_hears_of_silent_coaches_only_where_nobody_can_be_told_by_it(
    home: ServiceWithPeople, journey: UUID
) -> None:
    programme = uuid4()
    address = f"/api/v1/programmes/{programme}"
    opened = command_json(
        "OpenProgramme",
        name="Second career",
        tracks=["preventive"],
        languages=["nl"],
        time_zone="Europe/Oslo",
    )
    enrolled = command_json("EnrolJourney", journey_id=str(journey))
    await home.ask(HANNA, f"{address}/commands", {"command_id": str(uuid4()), "commands": [opened, enrolled]})

    answer = await home.ask(HANNA, f"{address}/silences")

    assert answer.json()["coaches"] == []
    assert str(journey) not in answer.text
    assert (await get(home, HANNA, journey)).status_code == 404


async def test_a_programme_of_another_organisation_is_not_there(home: ServiceWithPeople) -> None:
    programme = uuid4()
    opened = command_json(
        "OpenProgramme",
        name="Second career",
        tracks=["preventive"],
        languages=["nl"],
        time_zone="Europe/Oslo",
    )
    body = {"command_id": str(uuid4()), "commands": [opened]}
    await home.ask(HANNA, f"/api/v1/programmes/{programme}/commands", body)

    answer = await home.ask(FOREIGN_MANAGER, f"/api/v1/programmes/{programme}")
    again = await home.ask(
        FOREIGN_MANAGER, f"/api/v1/programmes/{programme}/commands", body | {"command_id": str(uuid4())}
    )

    assert [refusal(one)[:2] for one in (answer, again)] == [(404, "unknown-programme")] * 2


async def test_whom_nobody_knows_sees_nothing(home: ServiceWithPeople, journey: UUID) -> None:
    await home.shown()

    answers = [
        await home.http.get(address)
        for address in (
            f"/api/v1/journeys/{journey}/profile",
            "/api/v1/journeys",
            "/api/v1/desk",
            "/api/v1/programmes",
        )
    ]

    assert [answer.status_code for answer in answers] == [404, 403, 403, 403]


async def test_without_rights_only_this_machine_is_served(home: ServiceWithPeople, journey: UUID) -> None:
    home.app.state.services = replace(home.app.state.services, accounts=None)

    answers = [
        await get(home, MARLOES, journey),
        await home.tell(MARLOES, uuid4(), START),
        await home.ask(MARLOES, "/api/v1/journeys"),
        await home.ask(MARLOES, f"/journeys/{journey}"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
