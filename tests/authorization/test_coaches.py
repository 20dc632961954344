"""A coach's private notes are their author's, whoever coaches after them."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from service.accounts.caller import Caller
from tests.authorization.people import ServiceWithPeople
from tests.cast import ADA, INGRID, MARLOES, SVEN
from tests.commands import command_json

START = command_json(
    "StartJourney", called="Marloes", track="preventive", locale="nl", time_zone="Europe/Amsterdam"
)
PRIVATE, SHARED, CORRECTED = "my own worry about her", "what we agreed on Monday", "no worry any more"


@pytest.fixture
async def journey(home: ServiceWithPeople) -> UUID:
    """Ingrid wrote a private note and a shared one; then Sven took over."""
    journey_id = uuid4()
    await home.tell(MARLOES, journey_id, START, *chosen(INGRID))
    private = command_json("WriteNote", note_id=str(uuid4()), text=PRIVATE)
    shared = command_json("WriteNote", note_id=str(uuid4()), text=SHARED, shared=True)
    await home.tell(INGRID, journey_id, private, shared)
    await home.tell(MARLOES, journey_id, *chosen(SVEN))
    return journey_id


def chosen(coach: Caller) -> tuple[dict[str, Any], ...]:
    """Assigned, with sight of everything."""
    coach_id = str(coach.person_id)
    return (
        command_json("AssignCoach", coach_id=coach_id, name="A coach"),
        command_json("GrantSight", reader_id=coach_id, reader="coach", name="A coach", scope="everything"),
    )


async def read(home: ServiceWithPeople, by: Caller, journey_id: UUID) -> set[str]:
    """Which of the notes somebody reads anywhere."""
    texts = [
        (await home.ask(by, f"/api/v1/journeys/{journey_id}/{view}")).text for view in ("coaching", "events")
    ]
    return {note for note in (PRIVATE, SHARED, CORRECTED) for text in texts if note in text}


async def test_a_new_coach_reads_what_was_shared_and_not_the_former_coachs_own(
    home: ServiceWithPeople, journey: UUID
) -> None:
    assert await read(home, SVEN, journey) == {SHARED}
    assert await read(home, MARLOES, journey) == {SHARED}
    assert await read(home, INGRID, journey) == set()


async def test_a_coach_who_comes_back_finds_their_notes_again(home: ServiceWithPeople, journey: UUID) -> None:
    await home.tell(MARLOES, journey, *chosen(INGRID))

    assert await read(home, INGRID, journey) == {PRIVATE, SHARED}


async def test_who_breaks_the_glass_reads_no_private_notes(home: ServiceWithPeople, journey: UUID) -> None:
    reason = {"reason": "She rang in despair last night."}
    await home.ask(ADA, f"/api/v1/journeys/{journey}/break-glass", reason)

    assert await read(home, ADA, journey) == {SHARED}


async def test_a_correction_of_a_private_note_is_as_private(home: ServiceWithPeople, journey: UUID) -> None:
    await home.tell(MARLOES, journey, *chosen(INGRID))
    entries = (await home.ask(INGRID, f"/api/v1/journeys/{journey}/events")).json()["events"]
    (note,) = [one for one in entries if one["event"].get("text") == PRIVATE]
    restated = command_json("WriteNote", note_id=note["event"]["note_id"], text=CORRECTED)
    await home.tell(
        INGRID, journey, command_json("CorrectEntry", "2026-06-01", number=note["number"], restated=restated)
    )
    before = await read(home, INGRID, journey)

    await home.tell(MARLOES, journey, *chosen(SVEN))

    assert CORRECTED in before
    assert await read(home, SVEN, journey) == {SHARED}


FIRST, SECOND, THIRD = "she will never manage", "she may need more time", "she took her time, and well"


async def shared_after_a_correction(home: ServiceWithPeople, journey_id: UUID, how: str) -> int:
    """Ingrid wrote a note for herself, worded it otherwise, shared it, and then worded it once more; the number of its entry."""
    await home.tell(MARLOES, journey_id, *chosen(INGRID))
    note_id = str(uuid4())
    await home.tell(INGRID, journey_id, command_json("WriteNote", note_id=note_id, text=FIRST))
    entries = (await home.ask(INGRID, f"/api/v1/journeys/{journey_id}/events")).json()["events"]
    number: int = entries[-1]["number"]

    def worded(text: str, **fields: Any) -> dict[str, Any]:
        restated = command_json("WriteNote", note_id=note_id, text=text, **fields)
        return command_json("CorrectEntry", "2026-06-01", number=number, restated=restated)

    shared = command_json("ShareNote", "2026-06-01", note_id=note_id)
    ways = {
        "shared": (worded(SECOND), shared, worded(THIRD)),
        "with the correction": (worded(SECOND, shared=True), worded(THIRD, shared=True)),
        "shared and private in between": (
            shared,
            command_json("RetractEntry", "2026-06-01", number=number + 1),
            worded(SECOND),
            shared,
            worded(THIRD),
        ),
    }
    for command in ways[how]:
        await home.tell(INGRID, journey_id, command)
    return number


@pytest.mark.parametrize("how", ["shared", "with the correction", "shared and private in between"])
async def test_a_shared_note_shows_what_it_said_when_it_was_shared_and_nothing_before(
    home: ServiceWithPeople, journey: UUID, how: str
) -> None:
    number = await shared_after_a_correction(home, journey, how)
    api, pages = f"/api/v1/journeys/{journey}", f"/journeys/{journey}"
    addresses = (
        f"{api}/events",
        f"{api}/events?after={number}",
        f"{api}/coaching",
        f"{pages}/history",
        f"{pages}/entries/{number}",
        f"{pages}/about-you",
        f"{pages}/entries/{number + 1}",
    )

    def wordings(texts: dict[str, str]) -> set[str]:
        return {one for one in (FIRST, SECOND, THIRD) for text in texts.values() if one in text}

    author = {one: (await home.ask(INGRID, one)).text for one in addresses}
    client = {one: (await home.ask(MARLOES, one)).text for one in addresses}
    await home.tell(MARLOES, journey, *chosen(SVEN))
    next_coach = {one: (await home.ask(SVEN, one)).text for one in addresses}

    assert wordings(author) == {FIRST, SECOND, THIRD}
    assert wordings(client) == wordings(next_coach) == {SECOND, THIRD}
    assert SECOND in client[f"{pages}/entries/{number}"]
    assert SECOND in client[f"{pages}/history"]


async def test_the_sight_of_the_former_coach_is_withdrawn_with_the_change(
    home: ServiceWithPeople, journey: UUID
) -> None:
    readers = (await home.ask(MARLOES, f"/api/v1/journeys/{journey}/sight")).json()

    entries = (await home.ask(MARLOES, f"/api/v1/journeys/{journey}/events")).json()["events"]
    kinds = [one["event"]["type"] for one in entries][-3:]
    assert kinds == ["CoachAssigned", "SightGranted", "SightWithdrawn"]
    assert str(SVEN.person_id) in str(readers)


async def test_a_former_coach_who_is_granted_sight_in_the_same_order_keeps_the_grant(
    home: ServiceWithPeople, journey: UUID
) -> None:
    await home.tell(MARLOES, journey, *chosen(INGRID)[:1], *chosen(SVEN)[1:])

    entries = (await home.ask(MARLOES, f"/api/v1/journeys/{journey}/events")).json()["events"]
    assert [one["event"]["type"] for one in entries][-1] == "CoachAssigned"
