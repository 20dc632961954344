"""A client answers what she has read: where the coach gave it other words meanwhile, she reads it again."""

import re
from typing import Any
from uuid import uuid4

import pytest

from tests.api.test_people import service, tell
from tests.web.test_deputies import Holiday, holiday, sent, shown

__all__ = ["holiday", "service"]

READ, REWORDED = "Call one employer", "Resign from your job"


def _challenge(on: str) -> dict[str, Any]:
    return {"type": "SetChallenge", "happened_on": on, "challenge_id": str(uuid4()), "what": READ}


def _tip(_today: str) -> dict[str, Any]:
    discovered = {"type": "DiscoverRole", "happened_on": "2026-05-10", "role_id": str(uuid4()), "title": READ}
    return discovered | {"distance": "near", "found": "coach"}


QUESTIONS = {
    "challenge": (_challenge, "what", "challenge_id", "/week", "/week/challenge", {"answer": "accepted"}),
    "tip": (_tip, "title", "role_id", "/profile/unknown-roles", "/profile/unknown-roles/keep", {}),
}


@pytest.mark.parametrize("undone", [False, True])
@pytest.mark.parametrize("question", QUESTIONS)
async def test_what_was_reworded_since_it_was_read_is_read_again(
    holiday: Holiday, question: str, undone: bool
) -> None:
    make, words, key, page, address, answer = QUESTIONS[question]
    today, journey_id = str(holiday.service.clock.now.date()), holiday.journey_id
    asked = make(today)
    await tell(holiday.coach, journey_id, asked)
    number = (await holiday.client.json("GET", f"/journeys/{journey_id}/events")).json()["events"][-1][
        "number"
    ]
    read = await shown(holiday.client, f"/journeys/{journey_id}{page}")
    (seen,) = set[str](re.findall(r'name="seen" value="(\d+)"', read.html))
    reworded = {"type": "CorrectEntry", "happened_on": today, "number": number}
    await tell(holiday.coach, journey_id, reworded | {"restated": asked | {words: REWORDED}})
    if undone:
        undo = {"type": "RetractEntry", "happened_on": today, "number": number + 1}
        await tell(holiday.coach, journey_id, undo)

    form = {key: asked[key], "seen": seen, **answer}
    page_after = await sent(holiday.client, f"/journeys/{journey_id}{address}", **form)

    refused = "This question has changed. Read it again." in page_after.text
    assert READ in read.text
    assert (page_after.status, refused) == ((200, False) if undone else (422, True))
