"""An alert that a coach may not see is answered as one that does not hold, on every way."""

from collections.abc import Mapping
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest

from domain.vocabulary import StuckRule
from service.authorization.field_filters import PROGRESS_RULES
from tests.api.test_people import START, choose, events, service, tell
from tests.http.running_service import Browser, RunningService
from tests.web.test_deputies import at_browser, person

__all__ = ["service"]

HELD: StuckRule = "trust_low"
NOT_OPEN = "This alert is not open."
RULES: tuple[StuckRule, ...] = get_args(StuckRule)
HIDDEN = [one for one in RULES if one not in PROGRESS_RULES]


@pytest.fixture
async def people(service: RunningService) -> tuple[Browser, Browser, UUID]:
    """A coach who sees progress only, and their client, whose trust is low, with her journey."""
    coach_id = await person(service, "Ingrid", "coach")
    ingrid = await at_browser(service, coach_id)
    elin = await at_browser(service, await person(service, "Elin", "client"))
    journey_id, today = uuid4(), str(service.clock.now.date())
    await tell(elin, journey_id, START)
    await choose(elin, journey_id, str(coach_id), sight="progress")
    await tell(elin, journey_id, {"type": "RateTrust", "happened_on": today, "rating": 1})
    services = service.app.state.services
    assert await services.projector.wait_for(await services.journeys.log.head(), 5)
    return ingrid, elin, journey_id


def _ways(journey_id: str, today: str) -> Mapping[str, tuple[str, dict[str, Any]]]:
    page = f"/clients/{journey_id}/alerts"
    return {
        "desk, dealt with": ("/desk/acknowledge", {"journey_id": journey_id, "move": "x"}),
        "desk, message": ("/desk/message", {"journey_id": journey_id}),
        "desk, snooze": ("/desk/snooze", {"journey_id": journey_id}),
        "page, dealt with": (f"{page}/acknowledge", {"move": "x"}),
        "page, snooze": (f"{page}/snooze", {}),
        "API, dealt with": ("", {"type": "AcknowledgeAlert", "happened_on": today}),
        "API, snooze": ("", {"type": "SnoozeAlert", "happened_on": today, "until": "2026-12-31"}),
    }


@pytest.mark.parametrize("way", _ways("", ""))
async def test_an_alert_one_may_not_see_is_answered_as_one_that_does_not_hold(
    service: RunningService, people: tuple[Browser, Browser, UUID], way: str
) -> None:
    ingrid, elin, journey_id = people
    path, form = _ways(str(journey_id), str(service.clock.now.date()))[way]

    async def answer(rule: str) -> tuple[int, str]:
        if path:
            got = await ingrid.post(path, **form, rule=rule)
        else:
            body = {"command_id": str(uuid4()), "commands": [form | {"rule": rule}]}
            got = await ingrid.json("POST", f"/journeys/{journey_id}/commands", body)
        return got.status_code, NOT_OPEN if NOT_OPEN in got.text else got.text

    answers = {rule: await answer(rule) for rule in HIDDEN}
    told = [one["type"] for one in await events(elin, journey_id)]

    assert len(set(answers.values())) == 1, answers
    assert answers[HELD] == (409 if not path else 422, NOT_OPEN)
    assert not {"AlertOpened", "AlertAcknowledged", "AlertSnoozed"} & set(told)


async def test_who_sees_progress_only_learns_nothing_by_offering_a_quest(
    service: RunningService, people: tuple[Browser, Browser, UUID]
) -> None:
    """The game is the client's own: nothing recorded would say that she takes part already."""
    ingrid, elin, journey_id = people
    today = str(service.clock.now.date())
    await tell(elin, journey_id, {"type": "TakeQuest", "happened_on": today, "quest": "walk_a_day"})

    async def offer(quest: str) -> tuple[int, str]:
        command = {"type": "OfferQuest", "happened_on": today, "quest": quest}
        body = {"command_id": str(uuid4()), "commands": [command]}
        got = await ingrid.json("POST", f"/journeys/{journey_id}/commands", body)
        return got.status_code, got.json()["errors"][0]["detail"]

    taken, another = await offer("walk_a_day"), await offer("the_other_side")

    assert taken == another
    assert taken[0] == 409
