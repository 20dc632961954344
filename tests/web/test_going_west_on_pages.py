"""A client whose clock goes west: every page and list says one number, and no number of days is below nothing."""

import re
from uuid import uuid4

from tests.api.test_people import START, choose, service, tell
from tests.web.test_deputies import Holiday, at_browser, holiday, person, shown

__all__ = ["holiday", "service"]

TOMORROW = "2026-06-02"


async def test_one_client_has_one_number_after_the_clock_went_west(holiday: Holiday) -> None:
    client = await at_browser(holiday.service, await person(holiday.service, "Kiri", "client"))
    journey_id, step = uuid4(), str(uuid4())
    await tell(client, journey_id, START | {"called": "Kiri", "time_zone": "Pacific/Kiritimati"})
    await choose(client, journey_id, str(holiday.people[0]), sight="everything")
    planned = {"type": "PlanExperiment", "happened_on": TOMORROW, "experiment_id": step}
    await tell(client, journey_id, planned | {"kind": "conversation"})
    await tell(client, journey_id, {"type": "RunExperiment", "happened_on": TOMORROW, "experiment_id": step})
    held = {"type": "HoldCheckIn", "happened_on": TOMORROW, "check_in_id": str(uuid4()), "minutes": 20}
    await tell(holiday.coach, journey_id, held)
    west = {"type": "ChangeTimeZone", "happened_on": TOMORROW, "time_zone": "Pacific/Pago_Pago"}
    await tell(client, journey_id, west)
    await holiday.listed()

    at = f"/journeys/{journey_id}"
    rows = (await holiday.coach.json("GET", "/desk")).json()["rows"]
    (row,) = [one for one in rows if one["called"] == "Kiri"]
    course = (await holiday.coach.json("GET", f"{at}/course")).json()
    pages = [await shown(holiday.coach, f"/clients/{journey_id}{one}") for one in ("", "/weeks", "/notes")]
    text = "".join(one.text for one in pages) + (await shown(holiday.coach, "/desk")).text

    assert (row["today"], row["days_without_step"], row["days_without_contact"]) == (TOMORROW, 0, 0)
    assert course["on"] == TOMORROW
    assert (row["steps"], row["last_step_on"], row["last_contact_on"]) == (1, TOMORROW, TOMORROW)
    assert not re.search(r"-\d+ days|No (?:session|step) for \d|None yet. A ten", text)
