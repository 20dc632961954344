"""The calendar feed: by a secret address, with no more words than needed, for as long as its client may."""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from icalendar import Calendar

from service.authorization.restrictions import Restrictions
from service.web.agenda.calendar_file import matches_if_none_match
from tests.http.running_service import PUBLIC, Browser, RunningService, open_service
from tests.web.sample import uid

JOURNEY = uid("calendar")
AT = f"/journeys/{JOURNEY}"
DAY = {"happened_on": "2026-05-20"}
ROLE, BRAM = uid("nurse"), uid("Bram")


def plan(planned_for: str, name: str = "talk") -> dict[str, Any]:
    contact = {"contact_id": str(BRAM), "tie": "weak", "name": "Bram"}
    return {
        "type": "PlanExperiment",
        "experiment_id": str(uid(name)),
        "kind": "conversation",
        "role_id": str(ROLE),
        "contact": contact if name == "talk" else None,
        "planned_for": planned_for,
    }


BEGIN: list[dict[str, Any]] = [
    {
        "type": "StartJourney",
        "called": "Anna",
        "track": "curative",
        "locale": "en",
        "time_zone": "Europe/Oslo",
    },
    {"type": "DiscoverRole", "role_id": str(ROLE), "title": "night nurse", "distance": "near"},
    plan("2026-06-03"),
]


@pytest.fixture
async def service(database: str) -> AsyncIterator[RunningService]:
    async with open_service(database) as service:
        yield service


@pytest.fixture
async def anna(service: RunningService) -> Browser:
    await service.person()
    browser = service.browser()
    await browser.sign_in()
    await tell(browser, *BEGIN)
    return browser


async def tell(browser: Browser, *commands: dict[str, Any]) -> None:
    body = {"command_id": str(uuid4()), "commands": [DAY | one for one in commands]}
    answer = await browser.json("POST", f"/journeys/{JOURNEY}/commands", body)
    assert answer.status_code == 201, answer.text


async def made(browser: Browser, **form: str) -> str:
    """The address of a new feed, without where we are."""
    answer = await browser.post(f"{AT}/agenda/feed", **({"alarms": "all"} | form))
    found = re.search(rf"{PUBLIC}(/calendar/[\w-]{{43}}\.ics)", answer.text)
    assert found, answer.text
    return found[1]


def events(body: bytes) -> list[Any]:
    return list(Calendar.from_ical(body).walk("VEVENT"))


async def test_planned_steps_are_all_day_events_without_a_personal_word(
    service: RunningService, anna: Browser
) -> None:
    address = await made(anna)

    answer = await service.browser().get(address)

    (event,) = events(answer.content)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    assert str(event["summary"]) == "Soundings: a conversation"
    assert event["dtstart"].to_ical() == b"20260603"
    assert event["dtend"].to_ical() == b"20260604"
    assert str(event["uid"]) == f"planned-{uid('talk')}@soundings"
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in answer.text
    assert "X-WR-TIMEZONE:Europe/Oslo" in answer.text
    for word in ("Bram", "nurse", "Anna"):
        assert word not in answer.text


async def test_with_names_the_titles_say_with_whom_and_which_work(
    service: RunningService, anna: Browser
) -> None:
    address = await made(anna, names="yes")

    answer = await service.browser().get(address)

    (event,) = events(answer.content)
    assert str(event["summary"]) == "Soundings: a conversation (Bram, night nurse)"


async def test_a_follow_up_stands_in_it_and_a_step_that_was_taken_does_not(
    service: RunningService, anna: Browser
) -> None:
    address = await made(anna)
    await tell(
        anna,
        {"type": "RunExperiment", "experiment_id": str(uid("talk"))},
        {
            "type": "PlanFollowUp",
            "follow_up_id": str(uid("again")),
            "experiment_id": str(uid("talk")),
            "due": "2026-06-10",
            "what": "a secret aim",
        },
    )

    answer = await service.browser().get(address)

    assert [str(one["uid"]) for one in events(answer.content)] == [f"follow_up-{uid('again')}@soundings"]
    assert "a secret aim" not in answer.text


async def test_who_has_it_already_gets_it_only_when_it_changed(
    service: RunningService, anna: Browser
) -> None:
    address = await made(anna)
    reader = service.browser()
    first = await reader.get(address)

    same = await reader.get(address, **{"if-none-match": f'W/{first.headers["etag"]}, "other"'})
    await tell(anna, plan("2026-06-05", "another"))
    changed = await reader.get(address, **{"if-none-match": first.headers["etag"]})

    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", first.headers["etag"])
    assert changed.status_code == 200
    assert len(events(changed.content)) == 2


@pytest.mark.parametrize(
    ("asked", "known"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ('"b"', False), ("", False)],
)
def test_tags_are_compared_weakly(asked: str, known: bool) -> None:
    assert matches_if_none_match('"a"', asked) == known


async def alarms_in(service: RunningService, address: str) -> int:
    return len(list(Calendar.from_ical((await service.browser().get(address)).content).walk("VALARM")))


async def test_the_alarms_are_chosen_and_the_address_stays(service: RunningService, anna: Browser) -> None:
    address = await made(anna)
    await tell(anna, {"type": "SetGoal", "goal_id": str(uid("goal")), "wording": "rest", "due": "2026-06-08"})

    found = list[tuple[int, str]]()
    for alarms in ("all", "appointments", "none"):
        saved = await anna.post(f"{AT}/agenda/feed/alarms", alarms=alarms)
        page = await anna.get(saved.headers["location"])
        receipt = re.search(r"Saved\. (Your calendar [^.]*\.)", page.text)
        assert receipt, page.text
        found.append((await alarms_in(service, address), receipt[1]))

    assert found == [
        (2, "Your calendar has 2 dates, 2 with an alarm."),
        (1, "Your calendar has 2 dates, 1 with an alarm."),
        (0, "Your calendar has 2 dates, none with an alarm."),
    ]
    assert "A change may take that long." in (await anna.get(f"{AT}/agenda")).text


async def test_names_are_saved_with_the_alarms_and_the_address_stays(
    service: RunningService, anna: Browser
) -> None:
    address = await made(anna)
    pages = list[str]()
    for names in ({"names": "yes"}, {}):
        await anna.post(f"{AT}/agenda/feed/alarms", alarms="all", **names)
        pages.append((await anna.get(f"{AT}/agenda")).text)

    assert ["with names. Anyone" in pages[0], "without names. Anyone" in pages[1]] == [True, True]
    assert (await service.browser().get(address)).status_code == 200


async def test_the_alarms_are_named_in_the_language_of_the_reader(anna: Browser) -> None:
    await anna.post("/language", locale="sv")
    page = await anna.get(f"{AT}/agenda")

    assert "Bara bokade tider" in page.text
    assert "Appointments only" not in page.text


@pytest.mark.parametrize("sent", [{}, {"alarms": "loud"}])
@pytest.mark.parametrize("form", ["feed", "feed/alarms"])
async def test_no_choice_of_alarms_is_said_beside_it(anna: Browser, form: str, sent: dict[str, str]) -> None:
    if form != "feed":
        await made(anna)

    answer = await anna.post(f"{AT}/agenda/{form}", **sent)

    assert answer.status_code == 422
    assert 'id="alarms-error"' in answer.text


async def test_a_new_address_makes_the_old_one_open_nothing(service: RunningService, anna: Browser) -> None:
    old = await made(anna)
    new = await made(anna, names="yes")

    answers = [await service.browser().get(one) for one in (old, new)]
    page = await anna.get(f"{AT}/agenda")

    assert [one.status_code for one in answers] == [404, 200]
    assert "with names" in page.text
    assert new not in page.text


async def test_it_is_switched_off(service: RunningService, anna: Browser) -> None:
    address = await made(anna)

    await anna.post(f"{AT}/agenda/feed/off")

    answer = await service.browser().get(address)
    page = await anna.get(f"{AT}/agenda")
    assert answer.status_code == 404
    assert "Create an address" in page.text


async def test_a_restricted_journey_is_not_there(service: RunningService, anna: Browser) -> None:
    address = await made(anna)
    restrictions: Restrictions = service.app.state.services.accounts.authorizer.restrictions
    await restrictions.place(service.tenant_id, JOURNEY, uuid4(), "client", "wish")

    answer = await service.browser().get(address)

    assert answer.status_code == 404


async def test_it_ends_with_the_account(service: RunningService, anna: Browser) -> None:
    address = await made(anna)
    people = await service.accounts.list_people(service.by())
    (person,) = (one for one in people if one.email == "anna@example.org")
    await service.accounts.disable(service.by(), person.person_id)

    closed = await service.browser().get(address)
    await service.accounts.enable(service.by(), person.person_id)
    opened_again = await service.browser().get(address)

    assert [closed.status_code, opened_again.status_code] == [404, 404]


async def test_only_its_client_makes_one(service: RunningService, anna: Browser) -> None:
    await service.person("eve@example.org")
    eve = service.browser()
    await eve.sign_in("eve@example.org")

    answers = [
        await eve.post(f"{AT}/agenda/feed"),
        await eve.post(f"{AT}/agenda/feed/alarms", alarms="all"),
        await eve.post(f"{AT}/agenda/feed/off"),
        await service.browser().get(f"/calendar/{'x' * 43}.ics"),
    ]

    assert [one.status_code for one in answers] == [404, 404, 404, 404]


async def test_of_the_address_only_a_hash_is_kept(
    service: RunningService, anna: Browser, database: str
) -> None:
    address = await made(anna)

    connection = await asyncpg.connect(database)
    rows = await connection.fetch("select * from calendar_feeds")
    await connection.close()

    assert len(rows) == 1
    assert address[10:-4] not in str(rows[0])
    assert address[10:-4].encode() not in bytes(rows[0]["hash"])


async def test_its_type_names_the_encoding_once(service: RunningService, anna: Browser) -> None:
    answer = await service.browser().get(await made(anna))

    assert answer.headers["content-type"].replace(" ", "").lower() == "text/calendar;charset=utf-8"


@pytest.mark.parametrize("wrong", ["x.ics", "x", f"{'x' * 43}.ics", f"{'x' * 43}.ics/y", f"{'x' * 44}.ics"])
async def test_a_wrong_address_is_not_there_and_leads_to_no_sign_in(
    service: RunningService, wrong: str
) -> None:
    answer = await service.browser().get(f"/calendar/{wrong}")

    assert answer.status_code == 404
